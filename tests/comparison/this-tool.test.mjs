/** The column of this tool: it finds each fault by its code, and nothing wrong with the twin. Asks no other tool. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { mark } from './answer.mjs';
import { ROWS } from './pairs.mjs';
import { findings, found, thisTool } from './tools/this-tool.mjs';

/** Rules that no key breaks: what it found is a limit of this tool's own, or no fault. */
const WITHOUT_A_PAIR = ['not-usable', 'kid-from-portal', 'certificate-present'];

/** What a key cannot have its fault without. @type {Record<string, string[]>} */
const COMES_WITH = {
  'small-d': ['exponent-unusual'],
  'equal-primes': ['crt-wrong', 'primes-too-close', 'private-exponent-small'],
  'alg-kty': ['alg-not-announced'],
};

for (const row of ROWS) {
  describe(row.rule, () => {
    const { id, code, severity, shown } = row;

    test(`is found: ${code}`, async () => {
      assert.equal(mark(await thisTool.ask(row.bad, row), await thisTool.ask(row.good, row)), severity);
    });

    test(`stands in ${row.source}, as the card says`, () => {
      const said = found(row.bad.jwk ?? row.bad.pem ?? '', shown).filter((it) => it.code === code);
      // What is refused before it is read has no card.
      for (const { source } of said) assert.equal(source ?? row.source, row.source);
    });

    for (const form of /** @type {const} */ (['jwk', 'pem'])) {
      const { bad, good } = { bad: row.bad[form], good: row.good[form] };
      if (bad === undefined || good === undefined) continue;
      test(`the twin has no fault as ${form}`, () => assert.deepEqual(findings(good, shown).error, []));
      test(`is the only fault as ${form}`, () => {
        const found = findings(bad, shown);
        const twins = codes(findings(good, shown));
        const alone = codes(found).filter((it) => !twins.includes(it)).sort();
        // In PEM some faults leave no key to judge: they are faults of its DER.
        if (form === 'pem' && found.error.includes('der')) assert.deepEqual(alone, ['der']);
        else assert.deepEqual(alone, [code, ...COMES_WITH[id] ?? []].sort());
      });
    }
  });
}

const codes = (/** @type {import('./answer.mjs').Answer} */ answer) => Object.values(answer).flat();

test('every rule has its pair', () => {
  const texts = JSON.parse(readFileSync(new URL('../../www/locales/findings/en.json', import.meta.url), 'utf8'));
  const rules = new Set(Object.keys(texts).map((key) => key.split('.')[1]));
  const paired = new Set([...ROWS.map(({ code }) => code), ...WITHOUT_A_PAIR]);
  assert.deepEqual([...rules].filter((code) => !paired.has(code)), []);
});
