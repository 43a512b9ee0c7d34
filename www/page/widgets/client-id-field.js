import { el } from '../../shared/dom.js';
import { bindToClient } from '../progress.js';
import { afterPress } from './after-press.js';
import { field, textInput } from './field.js';

/**
 * The client_id, wherever it is asked for: the same value, kept for the environment. One that does not look like
 * Digdir's is noted and taken all the same.
 *
 * @param {import('../types.js').Context} context
 * @param {string} id  of the control
 * @param {{required?: boolean, about?: string|Node}} [look]  `about`: other words than that it is on the client's page
 */
export function clientIdField(context, id, { required, about } = {}) {
  const { t, state } = context;
  const input = textInput(
    {
      id,
      value: state.client.clientId,
      mono: true,
      oninput: (value) => {
        state.updateClient({ clientId: value.trim() });
        note.hidden = beginsLikeOne(state.client.clientId);
      },
    },
  );
  const note = el('p', { id: `${id}-note`, class: 'client-id-note', role: 'status' }, t('clientId.unlike'));
  const judge = () => { note.hidden = state.client.clientId === '' || looksLikeOne(state.client.clientId); };
  judge();
  // Both draw: in WebKit a press of what is drawn anew before it is let go is no click.
  input.addEventListener('change', () => afterPress(() => { bindToClient(context); judge(); }));
  const description = about ?? t('clientId.about');
  const whole = field(t, { label: 'client_id', control: input, required, description, word: 'client_id' });
  input.setAttribute('aria-describedby', `${input.getAttribute('aria-describedby')} ${note.id}`);
  whole.append(note);
  return whole;
}

/** Digdir's are UUIDs (RFC 9562 §4). */
const FORM = '00000000-0000-0000-0000-000000000000';

/** @param {string} text */
function looksLikeOne(text) {
  return text.length === FORM.length && beginsLikeOne(text);
}

/** While it is being typed. @param {string} text */
function beginsLikeOne(text) {
  return (
    text.length <= FORM.length &&
    [...text].every((sign, at) => (FORM[at] === '-' ? sign === '-' : /[0-9a-f]/i.test(sign)))
  );
}
