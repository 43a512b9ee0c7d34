import { readEnvelope } from '../shared/envelope.js';
import { findPrivate } from './find-private.js';
import { textIn, write } from './fill.js';
import { allFields } from './portal-page.js';
import { publicPart } from './public-part.js';

/**
 * Stops private keys on their way into any field of the page, before the page's own listeners hear of them: pasted,
 * dropped or typed. What came in without an event to stop is taken out again, and what stood in the field put back.
 * An envelope is for the panel, and in a field of the page a mistake.
 *
 * @param {AbortSignal} signal  ends it
 * @param {(field: any, text?: string, publicPart?: string) => void} tell  `text`: undefined for a file
 * @param {(envelope: string) => void} take
 * @returns {[look: () => void, release: () => void]}
 *   `look`: at what stands in the fields already; `release`: the person has read what was told
 */
export function guard(signal, tell, take) {
  /** The field that has the focus, and what stood there before it was typed in. @type {[any, string]} */
  let before = [document.activeElement, textIn(document.activeElement)];
  /** No more is typed here: the rest of a key would look like nothing. @type {any} */
  let held = null;
  /** What is heard now is our own doing. */
  let ours = false;

  const listen = (/** @type {string} */ type, /** @type {(event: any, field: any) => void} */ hear) =>
    addEventListener(type, (event) => hear(event, event.composedPath()[0]), { capture: true, signal });
  const remember = (/** @type {any} */ _, /** @type {any} */ field) => { before = [field, textIn(field)]; };
  const stop = (/** @type {Event} */ event) => { event.preventDefault(); event.stopImmediatePropagation(); };
  const say = (/** @type {any} */ field, /** @type {string|undefined} */ text) => tell(field, text, text && publicPart(text));
  const empty = (/** @type {any} */ field) => {
    const text = textIn(field);
    const [of, stood] = before;
    held = field;
    ours = true;
    write(field, of === field && !findPrivate(stood) ? stood : '');
    ours = false;
    say(field, text);
  };
  const carry = (/** @type {any} */ event, /** @type {any} */ field) => {
    const carried = event.clipboardData || event.dataTransfer;
    const text = carried ? carried.getData('text') : event.data || '';
    const isPrivate = findPrivate(text);
    // Spreadsheets put a picture of the cells beside their text.
    if (isPrivate || (carried && carried.files.length && !(text && event.clipboardData))) {
      stop(event);
      say(field, isPrivate ? text : undefined);
    } else if (readEnvelope(text) !== 'not-envelope') {
      stop(event);
      take(text);
    } else if (event.type !== 'beforeinput') {
      held = null;
    } else if (field === held) {
      stop(event);
    }
  };
  listen('paste', carry);
  listen('drop', carry);
  listen('beforeinput', carry);
  listen('dragover', (event) => { if (event.dataTransfer.types.includes('Files')) event.preventDefault(); });
  listen('focusin', remember);
  listen('input', (event, field) => {
    if (!ours && findPrivate(textIn(field))) {
      event.stopImmediatePropagation();
      empty(field);
    } else if (event.inputType !== 'insertText') {
      remember(event, field);
    }
  });
  return [
    () => { for (const field of allFields()) if (findPrivate(textIn(field))) empty(field); },
    () => { held = null; },
  ];
}
