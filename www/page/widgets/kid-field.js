import { codeOf } from '../error-code.js';
import { button } from './button.js';
import { field, setProblem, textInput } from './field.js';

/**
 * What the person has written in the field of each purpose and key, while it is drawn again.
 *
 * @type {Map<string, string>}
 */
const drafts = new Map();

/**
 * A field that gives a key another kid, with its button.
 *
 * @param {import('../types.js').Context} context
 * @param {import('../types.js').KeyCard} card
 * @param {{
 *   id: string,
 *   use: string,
 *   suggestion: string,
 *   label: string,
 *   about: string,
 *   empty: string,
 *   required?: boolean,
 *   button: string,
 *   done: (kid: string) => void,
 * }} parts  `id` and `use`: of the control and of the button; `empty`: said when nothing is written
 * @returns {HTMLElement}
 */
export function kidField(
  context,
  card,
  { id, use, suggestion, label, about, empty, required = true, button: text, done },
) {
  const place = `${id} ${card.handle}`;
  const input = textInput({
    id,
    value: drafts.get(place) ?? suggestion,
    mono: true,
    oninput: (value) => {
      drafts.set(place, value);
      setProblem(id, null);
    },
  });
  const give = async () => {
    const kid = input.value.trim();
    if (!(await giveKidOf(context, card, id, empty))) return;
    done(kid);
    context.announce(context.t(card.private ? 'pasted.kid.done' : 'public.kid.done', { kid }));
  };
  const apply = button(text, give, { id: use, variant: 'secondary' });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') apply.click();
  });
  return field(context.t, { label, control: input, required, description: about, beside: apply, word: 'kid' });
}

/**
 * What stands in the field becomes the key's kid; where it cannot be, the field says why.
 *
 * @param {import('../types.js').Context} context
 * @param {import('../types.js').KeyCard} card
 * @param {string} id  of the field
 * @param {string} empty  said when nothing is written
 * @returns {Promise<boolean>}
 */
export async function giveKidOf({ t, portal, vault }, card, id, empty) {
  const input = document.getElementById(id);
  const kid = input instanceof HTMLInputElement ? input.value.trim() : '';
  const problem = portal.checkKid(kid);
  if (problem) {
    setProblem(id, problem === 'empty' ? empty : t(`kid.${problem}`));
    input?.focus();
    return false;
  }
  try {
    await vault.relabel(card.handle, { kid });
    return true;
  } catch (error) {
    setProblem(id, t('work.failed', { code: codeOf(error) }));
    return false;
  }
}
