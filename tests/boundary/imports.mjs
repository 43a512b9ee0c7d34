/**
 * What vault.wasm imports is exactly what crate/vault/imports.txt lists, one
 * reason a line: `name  reason`. The generated names end in a hash of the
 * library that they come from, which is left out.
 */
import { readFile } from 'node:fs/promises';

const module = await WebAssembly.compile(await readFile('dist/module/vault/nokkelsmie_vault_bg.wasm'));
const found = new Set(WebAssembly.Module.imports(module).map(({ name }) => name.replace(/_[0-9a-f]{16}$/, '')));
const lines = (await readFile('crate/vault/imports.txt', 'utf8')).split('\n').filter((line) => line && !line.startsWith('#'));
const listed = new Map(lines.map((line) => /** @type {[string, string]} */ (line.split(/\s{2,}/))));

const faults = [
  ...[...found].filter((name) => !listed.has(name)).map((name) => `not listed: ${name}`),
  ...[...listed.keys()].filter((name) => !found.has(name)).map((name) => `listed but not imported: ${name}`),
  ...[...listed].filter(([, reason]) => !reason).map(([name]) => `no reason given: ${name}`),
];
for (const fault of faults) console.error(`imports of vault.wasm: ${fault}`);
process.exitCode = faults.length > 0 ? 1 : 0;
