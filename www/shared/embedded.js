/**
 * Parts that the build lays into the document as data: `<script type="text/plain" id="part-…">`.
 * They are data to the browser, never run; see www/bundle.mjs for how they get there.
 */

/** Is there such a part? @param {string} name */
export function hasPart(name) {
  return document.getElementById(`part-${name}`) !== null;
}

/** The text of a part, JSON-encoded so that it cannot end its element. @param {string} name @returns {string} */
export function textPart(name) {
  return JSON.parse(document.getElementById(`part-${name}`)?.textContent ?? '""');
}

/**
 * The octets of a part: gzip in base64. `fetch` of data: is not allowed by the
 * policy, so it is unpacked here.
 *
 * @param {string} name
 * @returns {Promise<ArrayBuffer>}
 */
export async function binaryPart(name) {
  const packed = Uint8Array.from(atob(textPart(name)), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}
