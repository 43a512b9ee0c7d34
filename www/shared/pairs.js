import { seen } from './seen.js';

/**
 * Which keys of the vault are the same one, said in plain lines: the vault and
 * the page say it alike.
 *
 * @typedef {import('./messages.js').KeyCard} KeyCard
 * @typedef {import('./i18n.js').Translate} Translate
 */

/** More lines than this say no more. */
const MOST = 5;

/**
 * A line for each other key with the same public part; for a public key alone,
 * how to find out; of many, those that clash first. `clash`: kid or alg speak against one another.
 *
 * @param {KeyCard} card
 * @param {Translate} t
 * @returns {{text: string, clash: boolean}[]}
 */
export function pairLines(card, t) {
  const all = card.related.map((other) => line(card, other, t));
  const lines = [...all.filter(({ clash }) => clash), ...all.filter(({ clash }) => !clash)].slice(0, MOST);
  const others = all.length - lines.length + card.relatedBeside;
  if (others > 0) lines.push({ text: t('pair.more', { count: others }), clash: false });
  const alone = !card.private && card.public && !card.related.some(({ relation }) => relation === 'private-part');
  return alone ? [...lines, { text: t('pair.alone'), clash: false }] : lines;
}

/**
 * The public key with another kid than its private one has; null where one has the same.
 *
 * @param {KeyCard} card  the private one
 */
export function otherKid({ kid, related }) {
  const named = related.filter((other) => other.relation === 'public-part' && other.kid !== null);
  if (kid === null || named.some(({ kidDiffers }) => !kidDiffers)) return null;
  return named[0] ?? null;
}

/** @param {KeyCard} card @param {KeyCard['related'][number]} other @param {Translate} t */
function line(card, { relation, kid, kidDiffers, otherAlgorithm }, t) {
  const own = seen(card.kid ?? '');
  const both = card.kid !== null && kid !== null;
  const parts = [
    t(`pair.${relation}`, { other: kid === null ? t('pair.noKid') : seen(kid) }),
    kidDiffers && (both ? t('pair.kid.both', { own, other: seen(kid ?? '') }) : t('pair.kid.one')),
    kidDiffers && both && t('pair.kid.do'),
    otherAlgorithm && t('pair.algorithm', { own: card.algorithm ?? '', other: otherAlgorithm }),
  ];
  return { text: parts.filter(Boolean).join(' '), clash: (kidDiffers && both) || otherAlgorithm !== null };
}
