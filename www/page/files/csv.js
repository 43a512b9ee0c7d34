/**
 * Rows as a spreadsheet reads them (RFC 4180 §2), with the mark that tells it that they are UTF-8.
 *
 * @param {string[][]} rows  the first names the columns
 */
export function csv(rows) {
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** What a spreadsheet would take for a formula begins with an apostrophe. @param {string} text */
function cell(text) {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
