import { el } from '../../shared/dom.js';
import { wordHelp } from './word-help.js';

/**
 * A control with its label, the word that says whether it must be filled in, a description and,
 * when something is wrong, what it is.
 *
 * @param {import('../types.js').Translate} t
 * @param {{
 *   label: string,
 *   control: HTMLElement,
 *   required?: boolean,
 *   description?: string|Node,
 *   beside?: HTMLElement,
 *   word?: import('./word-help.js').Word,
 * }} parts  the control must have an id; `beside`: a button that belongs to it; `word`: one to be explained
 * @returns {HTMLElement}
 */
export function field(t, { label, control, required, description, beside, word: unusual }) {
  const id = control.id;
  const word =
    required === undefined
      ? null
      : el('span', { class: 'field-word' }, t(required ? 'field.required' : 'field.optional'));
  const said = description ? el('p', { id: `${id}-about`, 'data-field': 'description' }, description) : null;
  const problem = el('p', { id: `${id}-problem`, class: 'ds-validation-message', hidden: true });
  const name = el('label', { class: 'ds-label', for: id }, label, ' ', word);
  control.setAttribute('aria-describedby', said ? `${said.id} ${problem.id}` : problem.id);
  if (required) control.setAttribute('aria-required', 'true');
  return el('div', { class: 'ds-field' },
    unusual ? el('div', { class: 'label-row' }, name, ...wordHelp(t, unusual, id)) : name,
    said,
    beside ? el('div', { class: 'control-row' }, control, beside) : control,
    problem,
  );
}

/** Says what is wrong with a field, or takes it away. @param {string} controlId @param {string|null} text */
export function setProblem(controlId, text) {
  const control = document.getElementById(controlId);
  const problem = document.getElementById(`${controlId}-problem`);
  if (!control || !problem) return;
  problem.textContent = text ?? '';
  problem.hidden = !text;
  if (text) control.setAttribute('aria-invalid', 'true');
  else control.removeAttribute('aria-invalid');
}

/** Nothing that is typed here goes to a spell-checker in the cloud or into the browser's memory. */
const DISCREET = { spellcheck: 'false', autocomplete: 'off', autocorrect: 'off', autocapitalize: 'off' };

/**
 * @param {{
 *   id: string,
 *   value: string,
 *   oninput: (value: string) => void,
 *   placeholder?: string,
 *   list?: string,
 *   inputmode?: string,
 *   mono?: boolean,
 * }} parts
 * @returns {HTMLInputElement}
 */
export function textInput({ id, value, oninput, mono, ...attributes }) {
  const input = el('input', {
    id,
    name: id,
    type: 'text',
    class: mono ? 'ds-input mono' : 'ds-input',
    ...DISCREET,
    ...attributes,
  });
  input.value = value;
  input.addEventListener('input', () => oninput(input.value));
  return input;
}

/**
 * @param {{id: string, value: string, rows: number, oninput: (value: string) => void, mono?: boolean}} parts
 * @returns {HTMLTextAreaElement}
 */
export function textArea({ id, value, rows, oninput, mono }) {
  const area = el('textarea', { id, name: id, rows, class: mono ? 'ds-input mono' : 'ds-input', ...DISCREET });
  area.value = value;
  area.addEventListener('input', () => oninput(area.value));
  return area;
}
