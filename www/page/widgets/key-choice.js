import { el } from '../../shared/dom.js';
import { kindName, namelessName } from '../../shared/key-names.js';
import { judgement } from '../../shared/judgement.js';
import { seen } from '../../shared/seen.js';
import { listChoice } from './choice.js';

/**
 * Chooses among the keys in the vault, by what is public about them.
 *
 * @param {import('../types.js').Context} context
 * @param {{name: string, legend: string, keys: import('../types.js').KeyCard[]}} parts
 * @returns {HTMLElement}
 */
export function keyChoice({ t, state }, { name, legend, keys }) {
  const options = keys.map((card) => ({
    value: String(card.handle),
    label: el('span', { class: 'mono' }, card.kid === null ? namelessName(card, t('public.noKid')) : seen(card.kid)),
    about: [
      card.kid === null ? null : kindName(card),
      card.algorithm,
      shortVerdict(t, card),
      card.private ? null : t('key.publicOnly'),
    ].filter(Boolean).join(' · '),
  }));
  const chosen = state.session.keyHandle === null ? null : String(state.session.keyHandle);
  return listChoice(
    {
      name,
      legend,
      options,
      chosen,
      onchange: (handle) => state.updateSession({ keyHandle: Number(handle), kid: null }),
    },
  );
}

/** @param {import('../types.js').Translate} t @param {import('../types.js').KeyCard} card */
function shortVerdict(t, card) {
  switch (judgement(card)) {
    case 'notAnnounced': return t(`verdict.${card.verdict}.notAnnounced`);
    case 'notForSigning': return t('verdict.notForSigning.short');
    case 'otherKid': return t('verdict.otherKid.short');
    case 'noKid': return t('verdict.ready.noKid.short');
    default: return t(`verdict.${card.verdict}`);
  }
}

/** The key that is chosen, or null. @param {import('../types.js').Context} context */
export function chosenKey({ vault, state }) {
  return vault.keys.find(({ handle }) => handle === state.session.keyHandle) ?? null;
}

/**
 * Keeps the choice sensible: a key that is gone is not chosen, an only key is, and so is one that has just come.
 * A key that got another kid or alg is not the one the person's words were about.
 * The vault may have taken in keys before the page could listen.
 *
 * @param {import('../types.js').Context} context
 */
export function followKeys({ vault, state }) {
  /** @type {Map<number, string>} */
  let known = new Map();
  const follow = () => {
    const before = known;
    known = labelsOf(vault.keys);
    const now = [...known.keys()];
    const fresh = now.filter((handle) => !before.has(handle));
    const renamed = now.filter((handle) => before.has(handle) && before.get(handle) !== known.get(handle));
    const { keyHandle, savedByOwnWord } = state.session;
    if (renamed.length > 0) {
      state.updateSession(
        { kid: null, savedByOwnWord: savedByOwnWord.filter((handle) => !renamed.includes(handle)) },
      );
    }
    if (fresh.length > 0) state.updateSession({ keyHandle: fresh[fresh.length - 1], kid: null, makeAnother: false });
    else if (keyHandle !== null && !now.includes(keyHandle)) {
      state.updateSession({ keyHandle: now[0] ?? null, kid: null });
    }
  };
  vault.addEventListener('keys', follow);
  follow();
}

/** kid and alg by handle. @param {import('../types.js').KeyCard[]} cards @returns {Map<number, string>} */
function labelsOf(cards) {
  return new Map(cards.map(({ handle, kid, algorithm }) => [handle, JSON.stringify([kid, algorithm])]));
}
