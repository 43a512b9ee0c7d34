import { el } from '../../../shared/dom.js';
import { labels, portalLanguage } from '../../portal-labels.js';
import { standingOf } from '../../self-service/scope-standing.js';
import { button } from '../../widgets/button.js';
import { rich } from '../../widgets/rich.js';

/**
 * @typedef {import('../../types.js').Context} Context
 * @typedef {import('../../self-service/scope-standing.js').ClientKind} ClientKind
 */

/**
 * The portal's mark at a scope that the organisation has no access to, and why; null where there is
 * nothing to say, and where it is not known.
 *
 * @param {Context} context
 * @param {ClientKind} client
 * @param {string} scope
 */
export function scopeMark(context, client, scope) {
  const standing = standingIn(context, client, scope);
  if (standing.kind !== 'missing') return null;
  const { t, language, environment } = context;
  const { name } = environment();
  const lang = portalLanguage(language.locale) === 'nb' || name !== 'practice' ? 'nb' : undefined;
  return el('span', { class: 'said', 'data-access': 'missing' },
    el('span', { class: 'ds-tag', 'data-color': 'warning' }, ...rich(labels(language.locale, name).accessMissing, lang)), ' ',
    t(whyMissing(context, standing), {
      state: standing.state ?? '', type: client.type, types: language.list(standing.otherTypes),
    }));
}

/** @param {Context} context @param {Extract<import('../../self-service/scope-standing.js').Standing, {kind: 'missing'}>} standing */
function whyMissing({ language }, { state, otherTypes }) {
  if (state) return language.has(`scopeMark.${state}`) ? `scopeMark.${state}` : 'scopeMark.state';
  return otherTypes.length ? 'scopeMark.otherType' : 'scopeMark.none';
}

/**
 * What the marks rest on, and what they do not say.
 *
 * @param {Context} context
 * @param {ClientKind} client
 * @param {string[]} attached
 * @param {{id: string, read: () => void}} asking  the button's id, and what it does
 */
export function whatMarksRestOn(context, client, attached, { id, read }) {
  const { t, administration, environment } = context;
  const knowledge = administration.scopes.knowledge(environment());
  if (knowledge === 'reading') return [quiet(t('scopeMark.reading'))];
  if (knowledge !== 'all') {
    return [
      quiet(t(knowledge === 'failed' ? 'scopeMark.failed' : 'scopeMark.notRead')),
      el('div', { class: 'actions' }, button(t('scopeList.read'), read, { id, variant: 'tertiary' })),
    ];
  }
  const kinds = new Set(attached.map((scope) => standingIn(context, client, scope).kind));
  return [
    kinds.has('elsewhere') ? quiet(t('scopeMark.elsewhere', { orgno: client.orgno ?? '' })) : null,
    kinds.has('missing') ? quiet(t(client.type === 'maskinporten' ? 'scopeMark.about.maskinporten' : 'scopeMark.about')) : null,
  ];
}

/** @param {Context} context @param {ClientKind} client @param {string} scope */
function standingIn({ administration, environment }, client, scope) {
  const { scopes } = administration;
  return standingOf({ granted: scopes.granted, open: scopes.open(environment()) }, scope, client);
}

/** @param {string} text */
function quiet(text) {
  return el('p', { class: 'ds-paragraph quiet' }, text);
}
