/** The shipped modules: the vault reads and judges a key, the page's module looks at what is to be shown. */
import { readFileSync } from 'node:fs';
import { findPrivateMaterial, initSync as initPortal } from '../../../dist/module/portal/nokkelsmie_portal.js';
import { initSync as initVault, Vault } from '../../../dist/module/vault/nokkelsmie_vault.js';
import { nothing } from '../answer.mjs';
import { NOW } from '../pairs.mjs';

const shipped = (/** @type {string} */ file) => readFileSync(new URL(`../../../dist/module/${file}`, import.meta.url));
initVault({ module: shipped('vault/nokkelsmie_vault_bg.wasm') });
initPortal({ module: shipped('portal/nokkelsmie_portal_bg.wasm') });

const vault = new Vault();

/** @typedef {import('../answer.mjs').Answer} Answer */

/** Everything that it finds, by codes. @returns {Answer} */
export function findings(/** @type {string} */ text, shown = false) {
  // The page refuses to show what holds a private part before any key is read.
  if (shown) return findPrivateMaterial(text) ? { ...nothing(), error: ['private-part'] } : nothing();
  const known = judged.get(text) ?? judge(text);
  judged.set(text, known);
  return known;
}

/** Many rows have the same twin, and two proofs of primality take their time. @type {Map<string, Answer>} */
const judged = new Map();

/** @returns {Answer} */
function judge(/** @type {string} */ text) {
  try {
    const { cards, findings: ofSet } = vault.read(Buffer.from(text), undefined, NOW * 1000);
    const all = [...ofSet, ...cards.flatMap((card) => card.findings)];
    const codes = (/** @type {string} */ severity) =>
      all.filter((it) => it.severity === severity).map(({ code }) => String(code));
    return { error: codes('error'), warning: codes('warning'), note: codes('note') };
  } catch (/** @type {any} */ failure) {
    if (!failure.code) throw failure;
    return { ...nothing(), error: [failure.code] };
  } finally {
    vault.clear();
  }
}

/** @type {import('../answer.mjs').Tool} */
export const thisTool = {
  name: 'this tool',
  version: vault.version(),
  async ask(key, { code, shown }) {
    const answer = findings(key.jwk ?? key.pem ?? '', shown);
    // Nothing but the rule's own code counts.
    const own = (/** @type {string[]} */ codes) => codes.filter((it) => it === code);
    return { error: own(answer.error), warning: own(answer.warning), note: own(answer.note) };
  },
};
