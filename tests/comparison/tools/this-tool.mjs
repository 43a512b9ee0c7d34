/** The shipped modules: the vault reads and judges a key, the page's module looks at what is to be shown. */
import { readFileSync } from 'node:fs';
import { findPrivateMaterial, initSync as initPortal } from '../../../dist/module/portal/nokkelsmie_portal.js';
import { initSync as initVault, Vault } from '../../../dist/module/vault/nokkelsmie_vault.js';
import { NOW } from '../pairs.mjs';

const shipped = (/** @type {string} */ file) => readFileSync(new URL(`../../../dist/module/${file}`, import.meta.url));
initVault({ module: shipped('vault/nokkelsmie_vault_bg.wasm') });
initPortal({ module: shipped('portal/nokkelsmie_portal_bg.wasm') });

const vault = new Vault();

/** @typedef {import('../answer.mjs').Answer} Answer */

/** @typedef {{code: string, severity: 'error' | 'warning' | 'note', source?: string}} Finding */

/** Everything that it finds, by codes. @returns {Answer} */
export function findings(/** @type {string} */ text, shown = false) {
  const all = found(text, shown);
  const codes = (/** @type {string} */ severity) =>
    all.filter((it) => it.severity === severity).map(({ code }) => code);
  return { error: codes('error'), warning: codes('warning'), note: codes('note') };
}

/** @returns {Finding[]} */
export function found(/** @type {string} */ text, shown = false) {
  // The page refuses to show what holds a private part before any key is read.
  if (shown) return findPrivateMaterial(text) ? [{ code: 'private-part', severity: 'error' }] : [];
  const known = judged.get(text) ?? judge(text);
  judged.set(text, known);
  return known;
}

/** Many rows have the same twin, and two tests of primality take their time. @type {Map<string, Finding[]>} */
const judged = new Map();

/** @returns {Finding[]} */
function judge(/** @type {string} */ text) {
  try {
    const { cards, findings: ofSet } = vault.read(Buffer.from(text), undefined, NOW * 1000);
    return [...ofSet, ...cards.flatMap((card) => card.findings)];
  } catch (/** @type {any} */ failure) {
    if (!failure.code) throw failure;
    return [{ code: failure.code, severity: 'error' }];
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
