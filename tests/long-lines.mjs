/**
 * Lists lines of JavaScript that are longer than 120 characters. A line that is
 * one text from its beginning has nowhere to break.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const LONGEST = 120;
const ONE_TEXT = /^\s*(\w+: |test\()?['"`]/;

const files = execFileSync('git', ['ls-files', '*.js', '*.mjs'], { encoding: 'utf8' }).trim().split('\n');
const found = files.flatMap((file) =>
  readFileSync(file, 'utf8').split('\n').flatMap((line, index) =>
    (line.length > LONGEST && !ONE_TEXT.test(line) ? [`${file}:${index + 1}: ${line.length}`] : [])));
for (const line of found) console.log(line);
console.log(`${found.length} lines over ${LONGEST} characters in ${files.length} files`);
