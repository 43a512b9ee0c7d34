/**
 * What a module with secrets imports is exactly what its list says, one reason a line: `name  reason`. The
 * generated names end in a hash of the library that they come from, which is left out.
 */
import { readFile } from 'node:fs/promises';
import v8 from 'node:v8';

// Node 20 does not take relaxed SIMD by itself.
if (Number(process.versions.node.split('.')[0]) < 22) v8.setFlagsFromString('--experimental-wasm-relaxed-simd');

const MODULES = [
  { name: 'vault.wasm', file: 'dist/module/vault/nokkelsmie_vault_bg.wasm', list: 'crate/vault/imports.txt' },
  { name: 'search.wasm', file: 'dist/search.wasm', list: 'crate/search/imports.txt' },
];

for (const { name, file, list } of MODULES)
  for (const fault of await faults(file, list)) {
    console.error(`imports of ${name}: ${fault}`);
    process.exitCode = 1;
  }

/** @param {string} file @param {string} list */
async function faults(file, list) {
  const module = await WebAssembly.compile(await readFile(file));
  const found = new Set(WebAssembly.Module.imports(module).map(({ name }) => name.replace(/_[0-9a-f]{16}$/, '')));
  const lines = (await readFile(list, 'utf8')).split('\n').filter((line) => line && !line.startsWith('#'));
  const listed = new Map(lines.map((line) => /** @type {[string, string]} */ (line.split(/\s{2,}/))));
  return [
    ...[...found].filter((name) => !listed.has(name)).map((name) => `not listed: ${name}`),
    ...[...listed.keys()].filter((name) => !found.has(name)).map((name) => `listed but not imported: ${name}`),
    ...[...listed].filter(([, reason]) => !reason).map(([name]) => `no reason given: ${name}`),
  ];
}
