/**
 * Catches a private key on its way into a field of the page, before it is there.
 * The vault's frame is another document: what is pasted there does not pass here.
 *
 * @param {import('./types.js').Portal} portal
 * @param {(found: {kind: string, label: string}) => void} tell
 */
export function guardPastes(portal, tell) {
  for (const type of /** @type {const} */ (['paste', 'drop', 'beforeinput'])) {
    document.addEventListener(type, (event) => refuseSecret(event, portal, tell), { capture: true });
  }
  document.addEventListener('input', (event) => emptySecret(event, portal, tell), { capture: true });
  document.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
}

/**
 * @param {ClipboardEvent|DragEvent|InputEvent} event
 * @param {import('./types.js').Portal} portal
 * @param {(found: {kind: string, label: string}) => void} tell
 */
function refuseSecret(event, portal, tell) {
  if (event.type === 'drop' && hasFiles(event)) return refuseFiles(event, tell);
  const found = portal.findPrivateMaterial(textOf(event));
  if (!found) return;
  event.preventDefault();
  event.stopPropagation();
  tell(found);
}

/**
 * What came in piece by piece, or in a way that no event announced. The field's own listeners
 * come afterwards and see it empty.
 *
 * @param {Event} event
 * @param {import('./types.js').Portal} portal
 * @param {(found: {kind: string, label: string}) => void} tell
 */
function emptySecret({ target }, portal, tell) {
  const holdsText =
    target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === 'text');
  if (!holdsText || !portal.findPrivateMaterial(target.value)) return;
  target.value = '';
  tell({ kind: 'emptied', label: '' });
}

/**
 * A file dropped outside the vault would be opened by the browser and the page with its keys lost.
 *
 * @param {Event} event
 * @param {(found: {kind: string, label: string}) => void} tell
 */
function refuseFiles(event, tell) {
  event.preventDefault();
  tell({ kind: 'file', label: '' });
}

/** @param {ClipboardEvent|DragEvent|InputEvent} event @returns {string} */
function textOf(event) {
  if (event instanceof ClipboardEvent) return event.clipboardData?.getData('text') ?? '';
  if (event instanceof DragEvent) return event.dataTransfer?.getData('text') ?? '';
  const inserted = event.data ?? event.dataTransfer?.getData('text') ?? '';
  return inserted.length < SHORTEST_INSERTED ? '' : inserted;
}

/** Fewer characters than this are typed, and hold no key. Keyboards on phones call a paste typing too. */
const SHORTEST_INSERTED = 16;

/** @param {Event} event */
function hasFiles(event) {
  return event instanceof DragEvent && (event.dataTransfer?.files.length ?? 0) > 0;
}
