import { el } from '../dom.js';
import { copyButton } from './copy-button.js';
import { field } from './field.js';

/**
 * A field whose content is meant to be carried to the portal, with its copy button beside it.
 *
 * @param {import('../types.js').Context} context
 * @param {{label: string, control: HTMLInputElement|HTMLTextAreaElement, required?: boolean, description?: string|Node}} parts
 */
export function copyField(context, parts) {
  const { t } = context;
  return el('div', { class: 'input-with-button' }, field(t, parts), copyButton(context, t('copy'), () => parts.control.value, { id: `${parts.control.id}-copy`, what: parts.label }));
}
