import { CallError } from '../shared/messenger.js';

/** Larger files are no keys; reading them would only take time. In octets, as in the reader (crate/keys). */
const MAXIMUM_SIZE = 1024 * 1024;

/**
 * What comes in to be read: a file, or a text that was pasted or dropped.
 *
 * @typedef {{name?: string, text?: string, octets: () => Promise<Uint8Array<ArrayBuffer>>}} Source
 *
 * What became of one: why it was not read (`trouble`), or what was found in the set as a whole.
 *
 * @typedef {{code: string, line?: number, column?: number}} Trouble
 * @typedef {{trouble?: Trouble, findings: import('../shared/messages.js').KeyCard['findings']}} Outcome
 */

/** @param {File} file @returns {Source} */
export function sourceOfFile(file) {
  const octets = async () => {
    if (file.size > MAXIMUM_SIZE) throw { code: 'file-too-long' };
    const octets = new Uint8Array(await file.arrayBuffer());
    if (octets.every(isSpace)) throw { code: 'file-empty' };
    return octets;
  };
  return { name: file.name, octets };
}

/** @param {number} octet */
function isSpace(octet) {
  return [0x20, 0x0a, 0x0d, 0x09].includes(octet);
}

/**
 * Its name alone is kept of what is not read again: a text that was pasted may be a private key.
 *
 * @param {Source} source
 */
export function spend(source) {
  delete source.text;
  source.octets = async () => new Uint8Array();
}

/** @param {string} text @returns {Source} */
export function sourceOfText(text) {
  return { text, octets: async () => new TextEncoder().encode(text) };
}

/**
 * A file that the browser cannot read (a folder, say) has no code of ours.
 *
 * @param {unknown} error
 * @param {Source} source
 * @returns {Trouble}
 */
export function troubleOf(error, { name }) {
  // Nothing but a list without keys: a file that holds nothing at all does not come that far.
  if (error instanceof CallError && error.code === 'empty' && name !== undefined) return { code: 'file-without-keys' };
  if (error instanceof CallError) return error.failure;
  if (error && typeof error === 'object' && 'code' in error && typeof error.code === 'string')
    return { code: error.code };
  return { code: 'file-unreadable' };
}

/** Does it wait for a password? @param {Outcome} outcome */
export function isLocked({ trouble }) {
  return trouble?.code === 'password-needed' || trouble?.code === 'password-wrong';
}
