import { commonSuggestions } from '../../widgets/scopes-editor.js';
import { isFor } from '../../self-service/scope-standing.js';

/**
 * Scopes that a client of this type may be given: those that the organisation has, those that are open
 * to all, and the common ones, each once.
 *
 * @param {import('../../types.js').Context} context
 * @param {string} type  `integration_type`
 * @returns {import('../../widgets/scopes-editor.js').Suggestion[]}
 */
export function scopeSuggestions(context, type) {
  const { t, administration, environment } = context;
  const { scopes } = administration;
  const common = type === 'maskinporten' ? commonSuggestions(context) : [];
  const granted = (scopes.granted ?? []).filter(({ state }) => state === 'APPROVED')
    .map(({ scope }) => ({ scope, label: t('scopeList.ours') }));
  const open = (scopes.open(environment()) ?? []).filter((scope) => isFor(scope, type))
    .map(({ name, description }) => ({ scope: name, label: description || t('scopeList.forAll') }));
  return [...new Map([...granted, ...open, ...common].map((one) => [one.scope, one])).values()];
}
