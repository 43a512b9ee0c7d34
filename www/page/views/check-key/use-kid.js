import { button } from '../../widgets/button.js';

/**
 * Gives a private key the kid of its public one; nothing where that is none.
 *
 * @param {import('../../types.js').Context} context
 * @param {number} handle  of the private one
 * @param {string} kid
 * @returns {HTMLElement|null}
 */
export function useKidButton({ t, portal, vault, announce }, handle, kid) {
  if (portal.checkKid(kid) !== undefined) return null;
  const use = async () => {
    try {
      await vault.relabel(handle, { kid });
      announce(t('pasted.kid.done', { kid }));
      document.getElementById(`secret-show-${handle}`)?.focus();
    } catch {
      announce(t('verdict.otherKid.failed'));
    }
  };
  return button(t('verdict.otherKid.use', { kid }), use, { id: 'use-other-kid' });
}
