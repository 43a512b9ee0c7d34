/**
 * Of hundreds of events a minute, one says them all: three times a second at most.
 *
 * @param {EventTarget} target
 * @param {string} type
 * @param {AbortSignal} signal
 * @param {EventTarget} [heard]  given where several are heard together
 * @returns {EventTarget} says `soon`
 */
export function soon(target, type, signal, heard = new EventTarget()) {
  let due = 0;
  target.addEventListener(type, () => {
    due ||= window.setTimeout(() => { due = 0; heard.dispatchEvent(new Event('soon')); }, 300);
  }, { signal });
  return heard;
}
