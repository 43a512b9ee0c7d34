/** The event by which an element asks to be seen without the focus. */
const SOUGHT = 'nokkelsmie-sought';

/** Scrolled into sight, in the panel and on the page around it. @param {HTMLElement} element */
export function bringIntoSight(element) {
  element.scrollIntoView({ block: 'nearest' });
  element.dispatchEvent(new Event(SOUGHT, { bubbles: true }));
}

/**
 * What is to be in sight: whatever gets the focus, and what asks for it. What is pressed is seen already, and is
 * not to move under the finger.
 *
 * @param {(place: {top: number, bottom: number}) => void} follow  how far down in the panel it is, in CSS pixels
 */
export function whatIsSought(follow) {
  let pressed = false;
  const press = (/** @type {Event} */ { type }) => { pressed = type === 'pointerdown'; };
  for (const type of ['pointerdown', 'pointerup', 'pointercancel']) addEventListener(type, press, { capture: true });
  for (const type of ['focusin', SOUGHT])
    document.addEventListener(type, ({ target }) => {
      if (pressed || !(target instanceof Element)) return;
      const { top, bottom } = target.getBoundingClientRect();
      follow({ top: top + scrollY, bottom: bottom + scrollY });
    });
}
