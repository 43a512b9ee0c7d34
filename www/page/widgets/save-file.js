import { el } from '../../shared/dom.js';

/** Gives a public text to the person as a file. @param {string} name @param {string} text @param {string} [type] */
export function saveFile(name, text, type = 'text/plain;charset=utf-8') {
  const url = URL.createObjectURL(new Blob([text], { type }));
  el('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
