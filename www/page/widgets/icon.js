const SVG = 'http://www.w3.org/2000/svg';

/** Paths in a box of 24 × 24, drawn with a line of 1.75. */
const PATHS = {
  steps: 'M4 6h2M4 12h2M4 18h2M10 6h10M10 12h10M10 18h10',
  key: 'M14.5 14a5 5 0 1 0-4.6-3.1L3.5 17.3V20.5h3.2v-2.3H9v-2.3h1.8l1.2-1.2a5 5 0 0 0 2.5-.7zM15.8 8.2h.01',
  inspect: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM20 20l-4.9-4.9M7.8 10.6l2 2 3.4-3.8',
  send: 'M4 12l16-8-5.5 16-3-6.5zM20 4l-8.5 9.5',
  external: 'M9 5H5v14h14v-4M13 5h6v6M19 5l-8.5 8.5',
  bookmark: 'M6.5 4h11v16L12 15.5 6.5 20z',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  copy: 'M9 9h10v11H9zM5 15V4h10',
  save: 'M12 4v11M7.5 11L12 15.5 16.5 11M4.5 19.5h15',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 15v1.5',
  share:
    'M8 12a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM20.5 6a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z' +
    'M20.5 18a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM7.7 10.9l8-3.9M7.7 13.1l8 3.9',
  sun:
    'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2' +
    'M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4',
  moon: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z',
  auto: 'M4 5h16v11H4zM9 20h6M12 16v4',
  next: 'M5 12h13.5M13 6.5l5.5 5.5-5.5 5.5',
  back: 'M19 12H5.5M11 6.5L5.5 12l5.5 5.5',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.3l3.3 2',
  quiet: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 12.3l2.8 2.8L16 9.5',
  add: 'M12 5v14M5 12h14',
  remove: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  use: 'M4 4h16v5H4zM4 15h16v5H4zM12 9v6M9.5 12.5L12 15l2.5-2.5',
  list: 'M4 5h16v4H4zM4 12h16M4 16h16M4 20h10',
  calendar: 'M4 6h16v14H4zM4 10.5h16M8.5 3.5V7M15.5 3.5V7',
};

/** @typedef {keyof typeof PATHS} IconName */

/**
 * A drawn sign beside a word. It says nothing by itself, so screen readers pass it by.
 *
 * @param {IconName} name
 * @returns {SVGSVGElement}
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  set(svg, { viewBox: '0 0 24 24', class: 'icon', 'aria-hidden': 'true', focusable: 'false' });
  const path = document.createElementNS(SVG, 'path');
  set(path, {
    d: PATHS[name],
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': '1.75',
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  });
  svg.append(path);
  return svg;
}

/** The product's own sign: an anvil with a keyhole in it. */
export function mark() {
  const svg = document.createElementNS(SVG, 'svg');
  set(svg, { viewBox: '0 0 40 40', class: 'mark', 'aria-hidden': 'true', focusable: 'false' });
  const plate = document.createElementNS(SVG, 'rect');
  set(plate, { width: '40', height: '40', rx: '10', class: 'mark-plate' });
  const anvil = document.createElementNS(SVG, 'path');
  set(anvil, {
    class: 'mark-fill',
    d: 'M13 9.5h21.5v3.2c0 4.7-3.2 7.3-7 8.3v4.5l4.5 2.5v3.5H11.5V28l4.5-2.5V21C10.5 20 6.5 16.6 5.5 12H13z',
  });
  const hole = document.createElementNS(SVG, 'path');
  set(hole, { class: 'mark-hole', d: 'M21.75 13.2a2.7 2.7 0 0 1 1.5 4.95l1 5.6h-5l1-5.6a2.7 2.7 0 0 1 1.5-4.95z' });
  svg.append(plate, anvil, hole);
  return svg;
}

/** @param {SVGElement} element @param {Record<string, string>} attributes */
function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}
