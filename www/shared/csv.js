/**
 * Rows as a spreadsheet reads them (RFC 4180 §2), with the mark that tells it that they are UTF-8.
 *
 * @param {string[][]} rows  the first names the columns
 */
export function csv(rows) {
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

/**
 * What a spreadsheet would compute is written as text: also behind a semicolon, where one that is set to
 * Norwegian ends the cell whatever the quotes say.
 *
 * @param {string} text
 */
function cell(text) {
  // Numbers, kids and thumbprints.
  if (/^[\w.-]*$/.test(text)) return text;
  const plain = text.replace(/(^|[;\t\r\n])(?=\s*[=+\-@\t\r])/g, "$1'");
  return /[",;\r\n\t]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
