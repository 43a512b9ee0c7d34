/**
 * The texts of a topic as one table for all languages: each key once, and beside it what
 * it says in each. What is alike stands close enough for gzip to see it, however long the
 * topic is.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { LOCALES } from './shared/i18n.js';

/** For esbuild. @type {import('esbuild').Plugin} */
export const sideBySide = {
  name: 'side-by-side',
  setup(build) {
    build.onLoad({ filter: /[\\/]locales[\\/]\w+[\\/]\w+\.json$/ }, ({ path: file }) => ({
      contents: `export { ${path.basename(file, '.json')} as default } from ${JSON.stringify(path.dirname(file))}`,
      loader: 'js',
    }));
    build.onResolve({ filter: /[\\/]locales[\\/]\w+$/ }, (topic) => ({ path: topic.path, namespace: 'texts' }));
    build.onLoad({ filter: /./, namespace: 'texts' }, async ({ path: folder }) => ({
      contents: await table(folder),
      loader: 'js',
    }));
  },
};

/** @param {string} folder */
async function table(folder) {
  const read = async (/** @type {string} */ locale) =>
    JSON.parse(await readFile(path.join(folder, `${locale}.json`), 'utf8'));
  const texts = await Promise.all(LOCALES.map(read));
  const rows = Object.keys(texts[0]).map((key) => [key, ...texts.map((its) => its[key])]);
  return [
    `const rows = ${JSON.stringify(rows)};`,
    ...LOCALES.map((locale, index) =>
      `export const ${locale} = Object.fromEntries(rows.map((row) => [row[0], row[${index + 1}]]));`),
  ].join('\n');
}
