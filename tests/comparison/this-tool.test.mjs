/** The column of this tool: it finds each fault by its code, and nothing wrong with the twin. Asks no other tool. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { mark } from './answer.mjs';
import { ROWS } from './pairs.mjs';
import { findings, thisTool } from './tools/this-tool.mjs';

/** Rules that no key breaks: what it found is a limit of this tool's own, or no fault. */
const WITHOUT_A_PAIR = ['not-usable', 'kid-from-portal', 'certificate-present'];

for (const row of ROWS) {
  describe(row.rule, () => {
    const { code, severity, shown } = row;

    // The day the rule is there, its row gets the code.
    test(`is found: ${code ?? 'not yet'}`, { todo: code === null }, async () => {
      assert.equal(mark(await thisTool.ask(row.bad, row), await thisTool.ask(row.good, row)), severity);
    });

    for (const form of /** @type {const} */ (['jwk', 'pem'])) {
      const { bad, good } = { bad: row.bad[form], good: row.good[form] };
      if (bad === undefined || good === undefined || code === null) continue;
      test(`as ${form}, and not in its twin`, () => {
        const found = findings(bad, shown);
        // In PEM some faults leave no key to judge: they are faults of its DER.
        assert.ok([code, 'der'].some((it) => found[severity].includes(it)), JSON.stringify(found));
        const { error, ...others } = findings(good, shown);
        assert.deepEqual(error, []);
        assert.ok(!Object.values(others).flat().includes(code));
      });
    }
  });
}

test('every rule has its pair', () => {
  const texts = JSON.parse(readFileSync(new URL('../../www/locales/findings/en.json', import.meta.url), 'utf8'));
  const codes = new Set(Object.keys(texts).map((key) => key.split('.')[1]));
  const paired = new Set([...ROWS.map(({ code }) => code), ...WITHOUT_A_PAIR]);
  assert.deepEqual([...codes].filter((code) => !paired.has(code)), []);
});
