/** Finds its way on a page that is not ours, by what is written on it. */
import { LABELS } from './labels.js';

/** The field with this label. @param {string} name  in the table of labels @returns {any} */
export function fieldOf(name) {
  return allFields().find((field) => isSeen(field) && namesOf(field).some((text) => isCalled(text, name)));
}

/** All fields, seen or not. @returns {any[]} */
export function allFields() {
  return all('textarea,[contenteditable],input:not([type=hidden],[type=checkbox],[type=radio],[type=file])');
}

/** What is ticked or chosen for a scope. @param {string} scope @returns {any} */
export function choiceOf(scope) {
  return all('[type=checkbox],[role=checkbox],option,[role=option]').find((choice) =>
    [...namesOf(choice), choice.textContent].some((text) => text?.match(/\S+/g)?.includes(scope)));
}

/** @param {string} name */
export function hasHeading(name) {
  return all('h1,h2,h3,h4,legend,[role=heading]').some((it) => isSeen(it) && isCalled(it.textContent, name));
}

/** @param {string} name */
export function hasButton(name) {
  return all('button,a,[role=button],[role=tab],[type=submit]').some((it) =>
    isSeen(it) && isCalled(it.textContent || it.value, name));
}

/** @param {string} selector @returns {any[]} */
function all(selector) {
  return [...document.querySelectorAll(selector)];
}

/** @param {Element} element */
function isSeen(element) {
  return element.getClientRects().length;
}

/** All that may name a control: labels around it or for it, whole or their beginning; ARIA; what stands in it. */
function namesOf(/** @type {any} */ control) {
  const by = (control.getAttribute('aria-labelledby') || '').split(' ').map((/** @type {string} */ id) => document.getElementById(id));
  return [...control.labels || [], ...by]
    .flatMap((label) => label && [label.textContent, (label.firstChild || label).textContent])
    .concat(control.ariaLabel, control.placeholder);
}

/** @param {string|null|undefined} text @param {string} name */
function isCalled(text, name) {
  return LABELS[name].some((/** @type {string} */ label) => label && bare(label) === bare(text || ''));
}

/** Without marks of what is required or optional. @param {string} text */
function bare(text) {
  return text.toLowerCase().replace(/\(.*\)|[*:]/g, '').replace(/\s+/g, ' ').trim();
}
