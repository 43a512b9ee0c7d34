/** The tools that are written in Python: one process answers for all of them and all pairs. */
import path from 'node:path';
import { run } from '../../interop/program.mjs';
import { ROWS } from '../pairs.mjs';

const PYTHON = process.env.PYTHON_PEERS ?? 'python3';

/** @returns {Promise<import('../answer.mjs').Tool[]>} */
export async function pythonTools() {
  const keys = ROWS.flatMap(({ bad, good }) => [bad, good]);
  const said = await run(PYTHON, ['-B', path.join(import.meta.dirname, 'tools.py')], JSON.stringify(keys));
  const tools = JSON.parse(said.toString());
  return tools.map((/** @type {any} */ { name, version, answers }) => ({
    name,
    version,
    ask: async (/** @type {any} */ key) => answers[keys.indexOf(key)],
  }));
}
