/** Bundled for the tests and the benchmark: makes runs inside the page, so that big ones need not travel. */
import type { ToPage } from '../protocol.ts';
import { type SyntheticOptions, syntheticRun } from './synthetic.ts';

declare global {
  var showSynthetic: (options: readonly SyntheticOptions[], selected?: number, compared?: boolean) => void;
}

globalThis.showSynthetic = (options, selected = 0, compared = false) => {
  const message: ToPage = { type: 'runs', runs: options.map(syntheticRun), selected, compared };
  window.postMessage(message, '*');
};
