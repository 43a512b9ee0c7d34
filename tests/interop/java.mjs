/** Java: its keytool, and what a program of a few lines gets out of a file. */
import path from 'node:path';
import { withFiles } from './files.mjs';
import { derToJwk } from './node-crypto.mjs';
import { numbersOf } from './numbers.mjs';
import { run } from './program.mjs';

const PROGRAM = path.join(import.meta.dirname, 'peers/KeyFiles.java');

/** One command of keytool; what it prints. @param {string} command @param {string[]} more  what may have spaces */
export async function keytool(command, ...more) {
  // Its messages are in the language of the machine otherwise.
  const english = ['-J-Duser.language=en', '-J-Dfile.encoding=UTF-8'];
  return String(await run('keytool', [...command.split(' '), ...more, ...english]));
}

/**
 * `with`: the password of PKCS#12, the algorithm of PKCS#8.
 *
 * @typedef {{kind: 'pkcs12' | 'pkcs8', octets: Uint8Array, with: string}} Asked
 * @typedef {{alias: string, chain: number, numbers: import('./python-peers.mjs').Numbers}} Found
 */

/** The private key of each file, or why Java refuses it; one start of Java for all. @param {Asked[]} asked */
export function privateKeys(asked) {
  const contents = Object.fromEntries(asked.map(({ octets }, i) => [`file-${i}`, octets]));
  return withFiles(contents, async (paths) => {
    const lines = asked.map(({ kind, with: word }, i) => `${kind}\t${paths[`file-${i}`]}\t${word}\n`);
    const answers = String(await run('java', [PROGRAM], lines.join(''))).trimEnd().split('\n');
    return answers.map(found);
  });
}

/** @returns {Found | {refused: string}} */
function found(/** @type {string} */ line) {
  const [what, alias, chain, pkcs8] = line.split('\t');
  if (what !== 'key') return { refused: alias };
  return { alias, chain: Number(chain), numbers: numbersOf(derToJwk(Buffer.from(pkcs8, 'base64'))) };
}
