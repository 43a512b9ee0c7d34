/**
 * The script of the build `react` of the practice portal.
 *
 *     node tests/practice-portal/react/build.mjs FILE
 */
import path from 'node:path';
import * as esbuild from 'esbuild';

/** @param {string} file  where to write it */
export async function buildReact(file) {
  await esbuild.build({
    entryPoints: [path.join(import.meta.dirname, 'forms.js')],
    bundle: true,
    outfile: file,
    format: 'iife',
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
}

if (process.argv[1] === import.meta.filename) await buildReact(process.argv[2]);
