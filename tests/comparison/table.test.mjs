/** The table in the documentation is what the tools say today. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { run } from '../interop/program.mjs';
import { askAll } from './ask-all.mjs';
import { CHECKS, page } from './table.mjs';

test('docs/checks.md is what ./build.sh compare writes, but for date and versions', async () => {
  const lines = (/** @type {string} */ text) => text.replace(/^Made on .*$/m, '').split('\n');
  assert.deepEqual(lines(page(await askAll(), '')), lines(readFileSync(CHECKS, 'utf8')));
});

test('the pairs are what fixtures/make.py makes', async () => {
  const folder = path.join(import.meta.dirname, 'fixtures');
  const made = await run(process.env.PYTHON_PEERS ?? 'python3', ['-B', path.join(folder, 'make.py')]);
  assert.ok(made.equals(readFileSync(path.join(folder, 'pairs.json'))), 'run it: python3 -B make.py > pairs.json');
});
