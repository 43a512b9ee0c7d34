/**
 * What was read from a file or a link, as it is: marks that turn the direction of a line, or are not seen at
 * all, are written out.
 *
 * @param {string} text
 */
export function seen(text) {
  return text.replace(/(?! )[\p{C}\p{Z}]/gu, (mark) => `\\u{${mark.codePointAt(0)?.toString(16)}}`);
}
