import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as esbuild from 'esbuild';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** The page of `page.js`: its parts are those of the vault that was built. @returns {Promise<string>} */
export async function keygenPage() {
  const { outputFiles } = await esbuild.build({
    entryPoints: [path.join(import.meta.dirname, 'page.js')],
    bundle: true,
    write: false,
    format: 'iife',
    charset: 'ascii',
    logLevel: 'error',
  });
  const vault = await readFile(path.join(ROOT, 'dist/site/vault.html'), 'utf8');
  const parts = vault.match(/<script type="text\/plain" id="part-[^]*?<\/script>/g) ?? [];
  return `<!doctype html><meta charset="utf-8"><title>keygen</title>${parts.join('')}<script>${outputFiles[0].text}</script>`;
}
