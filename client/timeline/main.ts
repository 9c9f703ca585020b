/** Entry of the timeline page: `timeline.js`, to be loaded with `timeline.css` into an otherwise empty body. */
import { App } from './app.ts';
import { connectHost } from './host.ts';
import { element } from './parts/dom.ts';

const root = element('div', { class: 'tcsim-timeline' });
document.body.append(root);
new App(root, connectHost());
