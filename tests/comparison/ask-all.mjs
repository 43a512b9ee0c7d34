/** Asks every tool about every pair. */
import { ROWS } from './pairs.mjs';
import { openSsl } from './tools/openssl.mjs';
import { panva } from './tools/panva.mjs';
import { pythonTools } from './tools/python.mjs';
import { thisTool } from './tools/this-tool.mjs';
import { webCryptoInNode, withWebCryptoInChromium } from './tools/webcrypto.mjs';

/** @typedef {import('./answer.mjs').Answer} Answer */
/** @typedef {{bad: Answer | null, good: Answer | null}} Said */
/** @typedef {{name: string, version: string, said: Said[]}} Asked  in the order of the rows */

/** @returns {Promise<Asked[]>} in the order of the columns */
export async function askAll() {
  const tools = [thisTool, openSsl, ...await pythonTools(), panva, webCryptoInNode];
  return Promise.all([...tools.map(ask), withWebCryptoInChromium(ask)]);
}

/** @returns {Promise<Asked>} */
async function ask(/** @type {import('./answer.mjs').Tool} */ tool) {
  const said = [];
  for (const row of ROWS) said.push({ bad: await tool.ask(row.bad, row), good: await tool.ask(row.good, row) });
  return { name: tool.name, version: tool.version, said };
}
