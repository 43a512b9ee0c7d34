import { el } from '../../../shared/dom.js';
import { kindOf } from '../../self-service/scope-standing.js';
import { copyButton } from '../../widgets/copy-button.js';
import { commonSuggestions, scopeName } from '../../widgets/scopes-editor.js';
import { scopeMark, whatMarksRestOn } from './scope-mark.js';

/**
 * The scopes of a client, those marked that the organisation has no access to.
 *
 * @param {import('../../types.js').Context} context
 * @param {Record<string, any>} client
 * @param {() => void} read  the lists
 */
export function scopesPart(context, client, read) {
  const { t } = context;
  /** @type {string[]} */
  const scopes = client.scopes ?? [];
  const kind = kindOf(client);
  const texts = new Map(commonSuggestions(context).map(({ scope, label }) => [scope, label]));
  return [
    el('h3', { class: 'ds-heading', 'data-size': 'xs' }, t('scopes.label')),
    scopes.length === 0
      ? el('p', { class: 'empty' }, t('client.scopes.none'))
      : el('ul', { class: 'rows' }, ...scopes.map((scope) => el('li', { 'data-scope': scope },
        scopeName(scope, texts.get(scope), scopeMark(context, kind, scope)),
        copyButton(context, t('copy'), () => scope, { id: `client-copy-${scope}`, variant: 'tertiary', what: scope })))),
    ...(scopes.length ? whatMarksRestOn(context, kind, scopes, { id: 'client-scopes-read', read }) : []),
  ];
}
