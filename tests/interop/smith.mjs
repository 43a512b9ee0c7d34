/** The keys crate by its command for tests, for what the vault does not offer. */
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { withFiles, withFolder } from './files.mjs';
import { run } from './program.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const TARGET = path.resolve(ROOT, process.env.CARGO_TARGET_DIR ?? 'target');
const SMITH = path.join(TARGET, 'debug/examples/smith');

export const build = () => run('cargo', ['build', '-q', '--manifest-path', path.join(ROOT, 'Cargo.toml'), '-p', 'nokkelsmie-keys', '--example', 'smith']);

/** A new key in every form: `private.pkcs8-pem`, `private.pkcs8-pem.der`, `public.spki-pem` … */
export function generate(/** @type {string} */ kind, /** @type {string} */ alg, /** @type {string} */ kid) {
  return withFolder(async (folder) => {
    await run(SMITH, ['generate', kind, alg, kid, folder]);
    const names = await readdir(folder);
    return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(path.join(folder, name))])));
  });
}

/** Whether a JWS is the key's. */
export const verify = (/** @type {string} */ key, /** @type {string} */ token) =>
  withFiles({ key }, async (file) => { await run(SMITH, ['verify', file.key], token); });
