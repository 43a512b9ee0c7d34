import { choiceOf, fieldOf } from './portal-page.js';

/**
 * What of the envelope has a place on this page, and how it is put there.
 *
 * @param {import('../shared/envelope.js').Envelope} envelope
 * @returns {[name: string, put: () => void, stays: () => boolean][]}  `name`: in the table of the portal's labels
 */
export function places({ name, description, scopes, publicKey }) {
  const free = scopes.filter((scope) => !choiceOf(scope));
  return [
    ...[['displayName', name], ['description', description], ['scopesField', free.join('\n')], ['keyField', keyText(publicKey)]]
      .filter(([field, value]) => value && fieldOf(field)).map(inField),
    ...scopes.map(choiceOf).filter(Boolean).map(asChoice),
  ];
}

/** @param {import('../shared/envelope.js').Envelope['publicKey']} key @returns {string} */
export function keyText(key) {
  return /** @type {string} */ (key && key.at ? key : key && JSON.stringify(key, null, 1));
}

/** @param {string[]} place @returns {[string, () => void, () => boolean]} */
function inField([name, value]) {
  return [name, () => write(fieldOf(name), value), () => flat(textIn(fieldOf(name))) === flat(value)];
}

/** @param {any} choice @returns {[string, () => void, () => boolean]} */
function asChoice(choice) {
  const isChosen = () =>
    choice.checked || choice.selected || choice.ariaChecked === 'true' || choice.ariaSelected === 'true';
  return ['scopesField', () => { if (!isChosen()) choose(choice); }, isChosen];
}

/** @param {any} choice */
function choose(choice) {
  const list = choice.closest('select');
  if (!list) return choice.click();
  choice.selected = true;
  tell(list);
}

/**
 * As if it had been typed: by the setter of the browser's own, because frameworks put one of theirs before it, and
 * with the events that they listen for.
 *
 * @param {any} field
 * @param {string} value
 */
export function write(field, value) {
  const own = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value');
  if (own) own.set?.call(field, field.tagName === 'INPUT' ? value.replace(/\n/g, ' ') : value);
  else if (field.isContentEditable) field.textContent = value;
  tell(field);
}

/** @param {HTMLElement} control */
function tell(control) {
  for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, { bubbles: true }));
}

/** What stands in a field, or in what is edited like one. @param {any} field @returns {string} */
export function textIn(field) {
  return field.value ?? field.textContent;
}

/** A field of one line has no line breaks, and others may end lines in other ways. @param {string} text */
function flat(text) {
  return text.replace(/\s+/g, ' ').trim();
}
