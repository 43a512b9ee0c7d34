/**
 * The bookmarklet's code: one script without its texts, which the page and the build put in for one language
 * (www/shared/bookmarklet-address.js).
 */
import { readFile } from 'node:fs/promises';
import * as esbuild from 'esbuild';
import { LABELS } from './bookmarklet/labels.js';
import { HOLE, LABEL_NAMES } from './shared/bookmarklet-address.js';

/** @returns {Promise<string>}  with one hole for the texts */
export async function bookmarkletCode() {
  const keys = Object.keys(JSON.parse(await readFile('www/locales/bookmarklet/nb.json', 'utf8')));
  const { outputFiles } = await esbuild.build({
    entryPoints: ['www/bookmarklet/main.js'],
    bundle: true,
    write: false,
    format: 'iife',
    target: ['chrome120', 'firefox121', 'safari17'],
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    plugins: [small(keys)],
    inject: ['www/bookmarklet/short-names.js'],
    logLevel: 'error',
  });
  // Once more: what each file declares becomes one declaration.
  const again = await esbuild.transform(outputFiles[0].text, { minify: true, charset: 'utf8', target: 'es2022' });
  const code = again.code.trim().replace(/^"use strict";/, '');
  if (code.split(HOLE).length !== 2) throw new Error('the bookmarklet has not exactly one place for its texts');
  return code;
}

/**
 * What makes it fit into a bookmark: texts go along in order, without their keys (`t('key')` becomes `t(7)`), labels
 * as the table that they come to, by number, functions as arrows, the style without white space.
 *
 * @param {string[]} keys
 * @returns {esbuild.Plugin}
 */
function small(keys) {
  return {
    name: 'small',
    setup(build) {
      build.onLoad({ filter: /[\\/]bookmarklet[\\/]labels\.js$/ }, () => ({
        contents: `export const LABELS = ${JSON.stringify(LABELS)}`,
        loader: 'js',
      }));
      build.onLoad({ filter: /[\\/]envelope\.js$/ }, async ({ path }) => ({
        contents: arrows(await readFile(path, 'utf8')),
        loader: 'js',
      }));
      build.onLoad({ filter: /[\\/]bookmarklet[\\/][\w-]+\.js$/ }, async ({ path }) => ({
        contents: arrows(await readFile(path, 'utf8')).replace(/\bt\('([^']+)'/g, (_, key) => {
          if (!keys.includes(key)) throw new Error(`${path}: no text ${key}`);
          return `t(${keys.indexOf(key)}`;
        }).replace(/'(\w+)'/g, (whole, name) => (LABEL_NAMES.includes(name) ? LABEL_NAMES.indexOf(name) : whole))
          .replace('(globalThis).NOKKELSMIE_TEXTS', HOLE),
        loader: 'js',
      }));
      build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
        const { code } = await esbuild.transform(await readFile(path, 'utf8'), { loader: 'css', minify: true });
        return { contents: code.trim(), loader: 'text' };
      });
    },
  };
}

/** Functions as arrows, which are shorter: none of them is called before all are there. @param {string} code */
function arrows(code) {
  return code.replace(/^(export )?function (\w+)\((.*)\) \{$/gm, (_, exported = '', name, parameters) =>
    `${exported}const ${name} = (${parameters}) => {`);
}
