import { copyButton } from './copy-button.js';
import { field } from './field.js';

/**
 * A field whose content is meant to be carried to the portal, with its copy button beside it.
 *
 * @param {import('../types.js').Context} context
 * @param {{
 *   label: string,
 *   control: HTMLInputElement|HTMLTextAreaElement,
 *   required?: boolean,
 *   description?: string|Node,
 * }} parts
 */
export function copyField(context, parts) {
  const { t } = context;
  return field(t, {
    ...parts,
    beside: copyButton(context, t('copy'), () => parts.control.value, {
      id: `${parts.control.id}-copy`,
      what: parts.label,
    }),
  });
}
