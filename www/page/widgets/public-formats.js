import { el } from '../../shared/dom.js';
import { barChoice } from './choice.js';
import { field } from './field.js';

/**
 * The forms of a public key: what the portal takes stands first, the rest is one
 * choice away.
 *
 * @typedef {'jwk'|'pem'|'jwks'|'jwkArray'|'pkcs1Pem'|'base64Jwk'|'base64Pem'} Format
 * @typedef {NonNullable<import('../types.js').KeyCard['public']>} PublicTexts
 * @typedef {{format: Format, name: string, ending: string}} Form
 */

/** @type {Form[]} */
const FIRST = [
  { format: 'jwk', name: 'JWK', ending: 'public.jwk.json' },
  { format: 'pem', name: 'PEM', ending: 'public.pem' },
];

/** @type {Form[]} */
const MORE = [
  { format: 'jwks', name: 'JWK Set', ending: 'public.jwks.json' },
  { format: 'jwkArray', name: '[JWK]', ending: 'public.jwk-array.json' },
  { format: 'pkcs1Pem', name: 'PEM (PKCS#1)', ending: 'public.pkcs1.pem' },
  { format: 'base64Jwk', name: 'Base64 (JWK)', ending: 'public.jwk.base64.txt' },
  { format: 'base64Pem', name: 'Base64 (PEM)', ending: 'public.pem.base64.txt' },
];

/** Which form the cards show; kept while the page is open. */
export const chosen = new EventTarget();
/** @type {Format} */
let chosenFormat = 'jwk';
/** @type {Format} */
let chosenAmongMore = 'jwks';
let isOwnChoice = false;

/**
 * What the person chose of the two that the portal takes; null when nothing was chosen yet, or another.
 *
 * @returns {'jwk'|'pem'|null}
 */
export function chosenForPortal() {
  return isOwnChoice && (chosenFormat === 'jwk' || chosenFormat === 'pem') ? chosenFormat : null;
}

/**
 * The form to show of a key, with its text. Not every key has every form.
 *
 * @param {PublicTexts} texts
 * @returns {Form & {text: string}}
 */
export function chosenForm(texts) {
  const form = [...FIRST, ...MORE].find(({ format }) => format === chosenFormat) ?? FIRST[0];
  const text = texts[form.format];
  return text === null ? { ...FIRST[0], text: texts.jwk } : { ...form, text };
}

/**
 * JWK, PEM, and all the others in a list.
 *
 * @param {import('../types.js').Context} context
 * @param {number} handle
 * @param {PublicTexts} texts
 * @returns {HTMLElement[]}
 */
export function formatChoice({ t }, handle, texts) {
  const { format } = chosenForm(texts);
  const more = MORE.filter((form) => texts[form.format] !== null);
  const isMore = more.some((form) => form.format === format);
  const bar = barChoice({
    name: `format-${handle}`,
    legend: t('public.format'),
    variant: 'secondary',
    options: [
      ...FIRST.map((form) => ({ value: form.format, label: form.name })),
      { value: 'more', label: t('public.more') },
    ],
    chosen: isMore ? 'more' : format,
    onchange: (value) => choose(value === 'more' ? lastOf(more) : value),
  });
  if (!isMore) return [bar];
  const select = el(
    'select',
    { id: `format-more-${handle}`, name: `format-more-${handle}`, class: 'ds-input' },
    ...more.map((form) => el('option', { value: form.format, selected: form.format === format }, form.name)),
  );
  select.addEventListener('change', () => choose(/** @type {Format} */ (select.value)));
  return [bar, field(t, { label: t('public.more.choose'), control: select })];
}

/** What was chosen last among those of this key. @param {Form[]} more */
function lastOf(more) {
  return more.some(({ format }) => format === chosenAmongMore) ? chosenAmongMore : more[0].format;
}

/** @param {Format} format */
function choose(format) {
  chosenFormat = format;
  isOwnChoice = true;
  if (MORE.some((form) => form.format === format)) chosenAmongMore = format;
  chosen.dispatchEvent(new Event('change'));
}
