let pressed = false;
document.addEventListener('mousedown', () => { pressed = true; }, { capture: true });
for (const type of ['mouseup', 'dragend'])
  document.addEventListener(
    type,
    () => {
      pressed = false;
    },
    { capture: true },
  );

/**
 * Does what makes the page longer or shorter: now, or when a mouse or finger that is down has clicked,
 * so that nothing moves away from under it. A field that is left by a press says `change` in the middle of it.
 *
 * @param {() => void} work
 */
export function afterPress(work) {
  if (!pressed) return work();
  // Before what was clicked hears of it: it may lead away from here.
  document.addEventListener('click', work, { capture: true, once: true });
}
