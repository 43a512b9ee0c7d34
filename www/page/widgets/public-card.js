import { el } from '../../shared/dom.js';
import { seen } from '../../shared/seen.js';
import { judgement } from '../../shared/judgement.js';
import { kindName } from '../../shared/key-names.js';
import { needsKid, suggestKid } from '../kid-suggestion.js';
import { labels } from '../portal-labels.js';
import { isUnsaved } from '../leave-guard.js';
import { button } from './button.js';
import { codeBlock } from './code-block.js';
import { copyButton } from './copy-button.js';
import { icon } from './icon.js';
import { giveKidOf, kidField } from './kid-field.js';
import { live } from './live.js';
import { chosen, chosenForm, formatChoice } from './public-formats.js';
import { rich } from './rich.js';
import { saveFile } from './save-file.js';

/**
 * The public part of a key: open, made to be handed out.
 *
 * @param {import('../types.js').Context} context
 * @param {import('../types.js').KeyCard} card
 * @param {AbortSignal} signal
 * @returns {HTMLElement}
 */
export function publicCard(context, card, signal) {
  const { t } = context;
  const parts = card.public;
  if (!parts) return el('p', { class: 'ds-paragraph' }, t('public.none'));
  const body = el('div', { class: 'stack' });
  live(body, signal, [[chosen, 'change']], () => formatBody(context, card, parts));
  return el(
    'section',
    { class: 'key-card key-card-public', 'aria-labelledby': `public-${card.handle}` },
    el(
      'div',
      { class: 'key-card-head' },
      icon('share'),
      el('h3', { class: 'ds-heading', 'data-size': '2xs', id: `public-${card.handle}` }, t('public.title')),
      el('span', { class: 'ds-tag', 'data-color': 'success' }, t('public.tag')),
    ),
    facts(t, card),
    body,
  );
}

/** @param {import('../types.js').Translate} t @param {import('../types.js').KeyCard} card */
function facts(t, card) {
  /** @type {[string, string][]} */
  const rows = [
    ['kid', card.kid === null ? t('public.noKid') : seen(card.kid)],
    [t('public.kind'), card.algorithm ? `${kindName(card)} · ${card.algorithm}` : kindName(card)],
  ];
  return el(
    'dl',
    { class: 'facts' },
    ...rows.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', { class: 'mono' }, value))),
  );
}

/**
 * A key that was read may have no kid, and a JWK without one is of little use in the portal.
 *
 * @param {import('../types.js').Context} context
 * @param {import('../types.js').KeyCard} card
 * @param {import('./public-formats.js').Format} format  that is shown
 */
function giveKid(context, card, format) {
  const { t } = context;
  const { kid, from } = suggestKid(context, card);
  const required = card.kid !== null || format !== 'pem' || (from !== 'new' && from !== 'file');
  const done = () => document.getElementById(`public-copy-${card.handle}`)?.focus();
  return kidField(
    context,
    card,
    {
      id: kidFieldId(card),
      use: `give-kid-use-${card.handle}`,
      suggestion: kid,
      label: t('public.kid'),
      about: from === 'new' ? t(aboutNewKid(card, required)) : t(`public.kid.about.${from}`, { kid }),
      required,
      empty: t('public.kid.empty'),
      button: t('public.kid.use'),
      done,
    },
  );
}

/** @param {import('../types.js').KeyCard} card @param {boolean} required */
function aboutNewKid({ kid }, required) {
  if (kid !== null) return 'public.kid.about.unusable';
  return required ? 'public.kid.about' : 'public.kid.about.pem';
}

/** @param {import('../types.js').KeyCard} card */
function kidFieldId({ handle }) {
  return `give-kid-${handle}`;
}

/**
 * The kid that stands in the field becomes the key's; where it cannot be one, the field says so.
 *
 * @param {import('../types.js').Context} context
 * @param {import('../types.js').KeyCard} card
 * @returns {Promise<boolean>}  whether the key has a kid that can be used
 */
export async function giveKidOfField(context, card) {
  return !needsKid(card) || giveKidOf(context, card, kidFieldId(card), context.t('public.kid.empty'));
}

/**
 * What the form is good for, as far as this key is. A PEM holds nothing of what can be mended.
 *
 * @param {import('../types.js').KeyCard} card
 * @param {import('./public-formats.js').Format} format
 */
function aboutForm({ verdict, kid }, format) {
  if (verdict === 'refused') return 'public.about.refused';
  if (format === 'jwk' && kid === null) return 'public.about.jwk.noKid';
  if (format === 'jwk' && verdict === 'repairable') return 'public.about.jwk.faulty';
  return `public.about.${format}`;
}

/**
 * @param {import('../types.js').Context} context
 * @param {import('../types.js').KeyCard} card
 * @param {import('./public-formats.js').PublicTexts} parts
 */
function formatBody(context, card, parts) {
  const { t, language } = context;
  const { format, name, ending, text } = chosenForm(parts);
  const isFit = judgement(card) === 'ready';
  const about = aboutForm(card, format);
  const recommended = isFit && format === 'jwk' ? el('strong', {}, `${t('public.recommended')} `) : null;
  return [
    needsKid(card) && card.verdict !== 'refused' ? giveKid(context, card, format) : null,
    ...formatChoice(context, card.handle, parts),
    el('p', { class: 'ds-paragraph quiet' }, recommended, ...rich(t(about, labels(language.locale)))),
    codeBlock(t('public.code', { format: name }), text, { id: `public-text-${card.handle}` }),
    el(
      'div',
      { class: 'actions' },
      copyButton(
        context,
        t('public.copy', { format: name }),
        () => text,
        {
          id: `public-copy-${card.handle}`,
          variant: isFit && !isUnsaved(card, context.state) ? 'primary' : 'secondary',
        },
      ),
      button(
        t('save.file'),
        () => saveFile(`${fileName(card)}.${ending}`, text),
        { id: `public-save-${card.handle}`, variant: 'secondary', icon: 'save' },
      ),
    ),
  ];
}

/** @param {import('../types.js').KeyCard} card */
function fileName(card) {
  return card.kid ?? `nokkel-${card.thumbprint.slice(0, 8)}`;
}
