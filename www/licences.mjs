/**
 * Whose work is in the build, and under which licence: the text of each licence
 * once, with all that it covers. For dist/LICENCES.txt.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const PACKAGES = ['@digdir/designsystemet-css', '@fontsource-variable/inter'];

/** The licence of the font, which must go with it wherever it goes. */
export function fontLicence() {
  return readFileSync('node_modules/@fontsource-variable/inter/LICENSE', 'utf8').trim();
}

/** @returns {string} */
export function licences() {
  /** @type {Map<string, string[]>} */
  const covered = new Map();
  for (const { name, folder, terms } of [...crates(), ...packages()]) {
    for (const text of texts(folder, terms)) covered.set(text, [...(covered.get(text) ?? []), name]);
  }
  const rule = '='.repeat(76);
  return [...covered].map(([text, names]) => `${rule}\n${names.join('\n')}\n${rule}\n\n${text}\n`).join('\n');
}

/** The crates of the two modules. */
function crates() {
  const run = (/** @type {string[]} */ args) => execFileSync('cargo', args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const tree = run([
    'tree',
    '--target',
    'wasm32-unknown-unknown',
    '-e',
    'normal',
    '--prefix',
    'none',
    '-f',
    '{p}',
    '-p',
    'nokkelsmie-vault',
    '-p',
    'nokkelsmie-portal',
  ]);
  const shipped = new Set(tree.split('\n').map((line) => line.split(' ').slice(0, 2).join(' v').replace('vv', 'v')));
  const { packages } = JSON.parse(run(['metadata', '--format-version', '1', '--locked']));
  return packages
    .filter((/** @type {any} */ crate) => crate.source && shipped.has(`${crate.name} v${crate.version}`))
    .map((/** @type {any} */ crate) => ({
      name: `${crate.name} ${crate.version} (${crate.license})`,
      folder: path.dirname(crate.manifest_path),
      terms: String(crate.license),
    }))
    .sort((/** @type {any} */ a, /** @type {any} */ b) => (a.name < b.name ? -1 : 1));
}

function packages() {
  return PACKAGES.map((name) => {
    const folder = path.join('node_modules', name);
    const { version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    return { name: `${name} ${version} (${license})`, folder, terms: String(license) };
  });
}

/** Of two licences to choose from, MIT; where no text is given, the terms themselves. */
function texts(/** @type {string} */ folder, /** @type {string} */ terms) {
  const files = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => /^(licen[cs]e|copying)/i.test(file))
        .sort()
    : [];
  const mit = files.filter((file) => /mit/i.test(file));
  const chosen = mit.length > 0 ? mit : files;
  const found = chosen.flatMap((file) => {
    try {
      return [readFileSync(path.join(folder, file), 'utf8').replaceAll('\r', '').trim()];
    } catch {
      return []; // a folder of licences
    }
  });
  return found.length > 0 ? found : [`Licence: ${terms}`];
}
