import { el } from '../../../shared/dom.js';
import { labels } from '../../portal-labels.js';
import { panelCopy } from '../../widgets/panel-copy.js';
import { rich } from '../../widgets/rich.js';
import { scopesEditor } from '../../widgets/scopes-editor.js';
import { hereCard } from './here-card.js';

/**
 * The scopes again, for those who did not add them when the client was made.
 *
 * @param {import('../../types.js').Context} context
 * @param {AbortSignal} signal
 */
export function drawScopes(context, signal) {
  const { t, language, environment } = context;
  return hereCard(
    context,
    'scopes-here',
    t('scopes.here'),
    scopesEditor(context, signal),
    panelCopy(context),
    el('p', { class: 'ds-paragraph quiet' }, ...rich(t('scopes.missing', labels(language.locale, environment().name)))),
  );
}
