import { textArea, textInput } from '../../widgets/field.js';
import { clientIdField } from '../../widgets/client-id-field.js';
import { panelCopy } from '../../widgets/panel-copy.js';
import { copyField } from '../../widgets/copy-field.js';
import { scopesEditor } from '../../widgets/scopes-editor.js';
import { rich } from '../../widgets/rich.js';
import { labels, portalLanguage } from '../../portal-labels.js';
import { el } from '../../../shared/dom.js';
import { hereCard } from './here-card.js';

/**
 * Name, description and scopes, put together here and carried over; the client_id, carried back.
 *
 * @param {import('../../types.js').Context} context
 * @param {AbortSignal} signal
 */
export function drawCompose(context, signal) {
  const { t, state, language, environment } = context;
  const lang = language.locale === portalLanguage(language.locale) ? undefined : portalLanguage(language.locale);
  const whenToCome = el(
    'span',
    {},
    ...rich(t('clientId.fromCreate', labels(language.locale, environment().name)), lang),
  );
  const name = textInput(
    { id: 'client-name', value: state.client.name, oninput: (value) => state.updateClient({ name: value }) },
  );
  const description = textArea({
    id: 'client-description',
    value: state.client.description,
    rows: 2,
    oninput: (value) => state.updateClient({ description: value }),
  });
  return el(
    'div',
    { class: 'stack' },
    hereCard(
      context,
      'compose',
      t('compose.title'),
      copyField(context, {
        label: t('compose.name'),
        control: name,
        required: false,
        description: t('compose.name.about'),
      }),
      copyField(context, {
        label: t('compose.description'),
        control: description,
        required: false,
        description: t('compose.description.about'),
      }),
      el('h3', { class: 'ds-heading', 'data-size': '2xs' }, t('scopes.label')),
      scopesEditor(context, signal),
      panelCopy(context),
    ),
    hereCard(
      context,
      'bring-back',
      t('compose.back'),
      clientIdField(context, 'guide-client-id', { about: whenToCome }),
    ),
  );
}
