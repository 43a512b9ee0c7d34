/**
 * Makes dist/module/ a package for npm, and writes dist/SHA256SUMS: what was built, to hold a download against.
 */
import { createHash } from 'node:crypto';
import { cp, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

const MODULE = 'dist/module';

const entries = (/** @type {string} */ name) => ({
  [`./${name}`]: { types: `./${name}/nokkelsmie_${name}.d.ts`, default: `./${name}/nokkelsmie_${name}.js` },
  [`./${name}.wasm`]: `./${name}/nokkelsmie_${name}_bg.wasm`,
});

const files = (/** @type {string} */ name) =>
  ['.js', '.d.ts', '_bg.wasm'].map((ending) => `${name}/nokkelsmie_${name}${ending}`);

const manifest = {
  name: 'nokkelsmie',
  version: await version(),
  description: 'Keys for Maskinporten: make, check, convert and sign with them, and ask for tokens. Rust in WebAssembly.',
  keywords: ['maskinporten', 'jwk', 'jose', 'altinn', 'wasm'],
  license: 'MIT OR Apache-2.0',
  type: 'module',
  engines: { node: '>=20' },
  exports: { ...entries('portal'), ...entries('vault'), './package.json': './package.json' },
  files: ['LICENCES.txt', 'LICENSE-APACHE', 'LICENSE-MIT', ...files('portal'), ...files('vault')],
  sideEffects: false,
};

/** After everything else is in its place. */
export async function layOutPackage() {
  await writeFile(path.join(MODULE, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await cp('www/module/README.md', path.join(MODULE, 'README.md'));
  for (const licence of ['LICENSE-APACHE', 'LICENSE-MIT']) await cp(licence, path.join(MODULE, licence));
  await writeFile('dist/SHA256SUMS', await sums());
}

/** That of the crates. */
async function version() {
  const found = /^\[workspace\.package\]\nversion = "(.+)"$/m.exec(await readFile('Cargo.toml', 'utf8'));
  if (!found) throw new Error('Cargo.toml: [workspace.package] does not begin with the version');
  return found[1];
}

/** As `sha256sum --check` reads them. */
async function sums() {
  const inSite = (await readdir('dist/site')).map((name) => `site/${name}`);
  const inModule = ['README.md', 'package.json', ...manifest.files].map((name) => `module/${name}`);
  const bookmarks = (await readdir('dist/bookmarklet')).map((name) => `bookmarklet/${name}`);
  const lines = ['nokkelsmie.html', 'policy.txt', 'LICENCES.txt', ...bookmarks, ...inSite, ...inModule].sort().map(async (name) => {
    const sum = createHash('sha256').update(await readFile(path.join('dist', name))).digest('hex');
    return `${sum}  ${name}\n`;
  });
  return (await Promise.all(lines)).join('');
}
