/**
 * The browser tests in an engine, file by file, without those that cannot run there (cannot.mjs).
 *
 *     node tests/engines/run.mjs firefox|webkit [name of a test file…]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { leftOut } from './cannot.mjs';

const FOLDER = path.resolve(import.meta.dirname, '../browser');
const [engine, ...wanted] = process.argv.slice(2);
if (!['firefox', 'webkit'].includes(engine)) throw new Error('run.mjs firefox|webkit [name…]');

const all = (await readdir(FOLDER)).filter((name) => name.endsWith('.test.mjs')).map((name) => name.replace('.test.mjs', ''));
const files = [];
for (const file of wanted.length > 0 ? wanted : all) {
  const why = leftOut(file, engine);
  if (why) console.log(`${file}: not in ${engine}: ${why}`);
  else files.push(path.join(FOLDER, `${file}.test.mjs`));
}
const child = spawn(
  process.execPath,
  ['--test', '--test-concurrency=1', '--test-force-exit', '--test-timeout=2400000', ...files],
  { stdio: 'inherit', env: { ...process.env, NOKKELSMIE_ENGINE: engine } },
);
const [code] = await once(child, 'exit');
process.exitCode = code ?? 1;
