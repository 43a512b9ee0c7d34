/**
 * The two ways in which something private leaves the vault, each at the
 * person's click: the clipboard and a file.
 */

/** @param {string} text @returns {Promise<boolean>} whether the browser did it */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** @param {Uint8Array<ArrayBuffer>} octets @param {string} name */
export function saveFile(octets, name) {
  const url = URL.createObjectURL(new Blob([octets], { type: 'application/octet-stream' }));
  octets.fill(0);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has been handed to the browser when the click returns; the
  // address is kept a moment longer because one engine reads it late.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
