/** Small helpers to build the page without a framework. Styles are set by class or through the CSSOM, as the CSP asks. */

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element with attributes and children; `false` and `undefined` leave an attribute out. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      made.setAttribute(key, value === true ? '' : String(value));
    }
  }
  made.append(...children);
  return made;
}

const ICONS = {
  fit: 'M2 5V2h3M11 2h3v3M14 11v3h-3M5 14H2v-3M5.5 8h5',
  in: 'M8 3v10M3 8h10',
  out: 'M3 8h10',
  table: 'M2 3h12v10H2zM2 6.5h12M2 9.8h12M6 3v10',
  log: 'M2.5 2h11v12h-11zM5 5h6M5 8h6M5 11h4',
  previous: 'M4 10l4-4 4 4',
  next: 'M4 6l4 4 4-4',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  legend: 'M2.5 4h2M7 4h6.5M2.5 8h2M7 8h6.5M2.5 12h2M7 12h6.5',
  rerun: 'M13 8a5 5 0 1 1-1.6-3.7M13.4 1.8v3h-3',
  source: 'M6 4L2 8l4 4M10 4l4 4-4 4',
  close: 'M4 4l8 8M12 4l-8 8',
  folded: 'M6 4l4 4-4 4',
  open: 'M4 6l4 4 4-4',
  held: 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13zM5 8.2l2.2 2.2L11.2 6',
  violated: 'M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3zM5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8',
  inconclusive: 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13zM6 6.4a2 2 0 1 1 2.7 1.9c-.5.2-.7.6-.7 1.1M8 11.4v.3',
} as const;

export type IconName = keyof typeof ICONS;

/** A drawn icon; it says nothing to a screen reader, its neighbour or button does. */
export function icon(name: IconName): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  const path = document.createElementNS(space, 'path');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', `icon icon-${name}`);
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button that shows an icon and says `label`. */
export function iconButton(name: IconName, label: string, press: () => void): HTMLButtonElement {
  const button = element(
    'button',
    { type: 'button', class: 'icon-button', title: label, 'aria-label': label },
    icon(name),
  );
  button.addEventListener('click', press);
  return button;
}

/** Whether a key belongs to the field that has the focus. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  return target?.matches('input, select, textarea') ?? false;
}
