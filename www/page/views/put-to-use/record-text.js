/**
 * @typedef {object} Record
 * @property {string} title
 * @property {{label: string, value: string, isCode: boolean}[]} rows
 * @property {string} rotate
 * @property {string[]} steps
 * @property {string} day
 */

/** As Markdown (CommonMark). @param {Record} record @returns {string} */
export function markdown({ title, rows, rotate, steps, day }) {
  const lines = rows.map(({ label, value, isCode }) => `- **${plain(label)}:** ${isCode ? code(value) : plain(value)}`);
  const numbered = steps.map((step, at) => `${at + 1}. ${plain(step)}`);
  return [`# ${plain(title)}`, '', ...lines, '', `## ${plain(rotate)}`, '', ...numbered, '', plain(day), ''].join('\n');
}

/** What a person typed stands there as it is, on one line. @param {string} text */
function plain(text) {
  return text.replace(/[\\`*_{}[\]<>#|~!]/g, '\\$&').replace(/\s*[\r\n]\s*/g, '; ');
}

/** @param {string} text */
function code(text) {
  return /[`\r\n]/.test(text) ? plain(text) : `\`${text}\``;
}
