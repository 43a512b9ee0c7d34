import { el } from '../../shared/dom.js';

/**
 * One of a few, all in sight: native radios that look like one bar.
 *
 * @template {string} V
 * @param {{
 *   name: string,
 *   legend: string,
 *   options: {value: V, label: string|Node, lang?: string, title?: string}[],
 *   chosen: V,
 *   onchange: (value: V) => void,
 *   variant?: string,
 * }} parts
 * @returns {HTMLFieldSetElement}
 */
export function barChoice({ name, legend, options, chosen, onchange, variant }) {
  const labels = options.map(({ value, label, lang, title }) => {
    const input = el('input', {
      type: 'radio',
      name,
      id: `${name}-${value}`,
      value,
      checked: value === chosen,
      'aria-label': title,
      onchange: () => onchange(value),
    });
    return el('label', { class: 'ds-button', 'data-variant': 'tertiary', lang, title }, input, label);
  });
  return el('fieldset', { class: 'ds-toggle-group', 'aria-label': legend, 'data-variant': variant }, ...labels);
}

/**
 * One of some that need a word of explanation each: radios in a list.
 *
 * @template {string} V
 * @param {{
 *   name: string,
 *   legend: string|Node,
 *   hideLegend?: boolean,
 *   options: {value: V, label: string|Node, about?: string|Node}[],
 *   chosen: V|null,
 *   onchange: (value: V) => void,
 * }} parts
 * @returns {HTMLFieldSetElement}
 */
export function listChoice({ name, legend, hideLegend, options, chosen, onchange }) {
  const rows = options.map(({ value, label, about }) => {
    const id = `${name}-${value}`;
    const input = el('input', {
      type: 'radio',
      class: 'ds-input',
      name,
      id,
      value,
      checked: value === chosen,
      onchange: () => onchange(value),
    });
    if (about) input.setAttribute('aria-describedby', `${id}-about`);
    return el('div', { class: 'ds-field choice-row' },
      input,
      el('label', { for: id }, label),
      about ? el('p', { id: `${id}-about`, 'data-field': 'description' }, about) : null,
    );
  });
  return el('fieldset', { class: 'ds-fieldset choice-list' },
    el('legend', { class: hideLegend ? 'ds-sr-only' : 'ds-label' }, legend),
    ...rows,
  );
}

/**
 * @param {{
 *   id: string,
 *   label: string|Node,
 *   checked: boolean,
 *   onchange: (checked: boolean) => void,
 *   about?: string|Node,
 * }} parts
 * @returns {HTMLElement}
 */
export function tick({ id, label, checked, onchange, about }) {
  const input = el('input', { type: 'checkbox', class: 'ds-input', id, name: id, checked });
  input.addEventListener('change', () => onchange(input.checked));
  if (about) input.setAttribute('aria-describedby', `${id}-about`);
  return el('div', { class: 'ds-field choice-row' },
    input,
    el('label', { for: id }, label),
    about ? el('p', { id: `${id}-about`, 'data-field': 'description' }, about) : null,
  );
}
