/**
 * `node compare.mjs` writes docs/checks.md.
 * `node compare.mjs --why` says instead what each tool said, for whoever wonders about a cell.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { askAll } from './ask-all.mjs';
import { ROWS } from './pairs.mjs';
import { CHECKS, page } from './table.mjs';

const tools = await askAll();
if (process.argv.includes('--why')) {
  for (const [i, { id }] of ROWS.entries()) {
    for (const { name, said } of tools) console.log(`${id}  ${name}  ${JSON.stringify(said[i])}`);
  }
} else {
  writeFileSync(CHECKS, page(tools, new Date().toISOString().slice(0, 10)));
  console.log(fileURLToPath(CHECKS));
}
