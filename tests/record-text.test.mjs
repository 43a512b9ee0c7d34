/** The record of a client in Markdown: what a value holds is no part of its structure. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markdown } from '../www/page/views/put-to-use/record-text.js';

const EVIL = 'a\r\r# Overskrift\r\n\r\n<img src=x>\n[her](https://example.no) `b`';

test('a value stays on its line, whatever ends lines', () => {
  for (const value of [EVIL, EVIL.replaceAll('`', ''), 'a\rb', 'a\nb']) {
    for (const isCode of [true, false]) {
      const text = markdown({ title: value, rows: [{ label: 'client_id', value, isCode }], rotate: 'r', steps: [value], day: value });
      assert.doesNotMatch(text, /\r/, value);
      const lines = text.split('\n');
      assert.deepEqual(lines.map((line) => line.slice(0, 2)), ['# ', '', '- ', '', '##', '', '1.', '', 'a;', ''], text);
      assert.doesNotMatch(text, /(^|[^\\])[<[]/);
    }
  }
});

test('a value without marks is code', () => {
  const rows = [{ label: 'kid', value: 'a_b', isCode: true }];
  assert.match(markdown({ title: 't', rows, rotate: 'r', steps: [], day: 'd' }), /^- \*\*kid:\*\* `a_b`$/m);
});
