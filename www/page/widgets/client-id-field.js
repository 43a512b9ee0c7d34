import { bindToClient } from '../progress.js';
import { field, textInput } from './field.js';

/**
 * The client_id, wherever it is asked for: the same value, kept for the environment.
 *
 * @param {import('../types.js').Context} context
 * @param {string} id  of the control
 */
export function clientIdField(context, id, required = false) {
  const { t, state } = context;
  const input = textInput(
    {
      id,
      value: state.client.clientId,
      mono: true,
      oninput: (value) => state.updateClient({ clientId: value.trim() }),
    },
  );
  input.addEventListener('change', () => bindToClient(context));
  return field(t, { label: 'client_id', control: input, required, description: t('clientId.about') });
}
