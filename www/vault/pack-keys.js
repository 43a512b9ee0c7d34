import { csv } from '../shared/csv.js';
import { CallError } from '../shared/messenger.js';
import { fileName } from './file-name.js';
import { zip } from './zip.js';

/**
 * Many private keys in one ZIP, each in a file of its own that the password locks. What comes in here is
 * locked already: the worker is asked for nothing else.
 *
 * @typedef {import('./panel.js').KeyCard} KeyCard
 *
 * What was asked for: which keys, what the page calls them, and what locks them.
 *
 * @typedef {{handles: number[], names: string[], format: string, password: Uint8Array<ArrayBuffer>}} Order
 *
 * @param {Pick<import('./panel.js').Panel, 'cards'|'worker'>} panel
 * @param {Order} order  its password is overwritten
 * @param {(done: number) => void} onProgress  keys that are locked
 * @param {AbortSignal} signal  stops it before the next key; it then fails with code `cancelled`
 * @returns {Promise<{octets: Uint8Array<ArrayBuffer>, packed: KeyCard[]}>}  the ZIP, and the keys as they are in it
 */
export async function packKeys(panel, { handles, names, format, password }, onProgress, signal) {
  /** @type {KeyCard[]} */
  const packed = [];
  const files = [];
  /** @type {string[][]} */
  const overview = [];
  const taken = new Set([OVERVIEW]);
  try {
    for (const [at, handle] of handles.entries()) {
      if (signal.aborted) throw new CallError({ code: 'cancelled' });
      const card = panel.cards.find((one) => one.handle === handle);
      if (!card) continue;
      const word = password.slice();
      const octets = await panel.worker.request('protect', { handle, format, password: word }, { transfer: [word.buffer] });
      const name = unused(fileName(card, format), taken);
      files.push({ name, octets });
      overview.push([card.kid ?? '', card.algorithm ?? '', card.thumbprint, name, names[at] ?? '']);
      packed.push(card);
      onProgress(packed.length);
    }
  } finally {
    password.fill(0);
  }
  const table = new TextEncoder().encode(csv([['kid', 'alg', 'thumbprint', 'file', 'name'], ...overview]));
  return { octets: zip([{ name: OVERVIEW, octets: table }, ...files]), packed };
}

const OVERVIEW = 'oversikt.csv';

/**
 * With a number before what it ends in, when another file has the name; many systems take capitals for the same.
 *
 * @param {string} name @param {Set<string>} taken
 */
function unused(name, taken) {
  let own = name;
  for (let count = 2; taken.has(own.toLowerCase()); count += 1) own = name.replace('.private', `-${count}.private`);
  taken.add(own.toLowerCase());
  return own;
}
