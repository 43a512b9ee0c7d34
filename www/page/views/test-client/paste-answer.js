import { el } from '../../../shared/dom.js';
import { button } from '../../widgets/button.js';
import { field, setProblem, textArea } from '../../widgets/field.js';

/** The text itself may say it: a status line, or what stands in the body. */
const STATUS_UNKNOWN = 0;

/**
 * A field for the answer that came in a terminal: it is explained as if it had come here.
 *
 * @param {import('../../types.js').Context} context
 */
export function pasteAnswer(context) {
  const { t, portal, environment, tokenJob } = context;
  const area = textArea(
    { id: 'pasted-answer', value: '', rows: 4, mono: true, oninput: () => setProblem('pasted-answer', null) },
  );
  const explain = () => {
    if (!area.value.trim()) return setProblem('pasted-answer', t('pasteAnswer.empty'));
    tokenJob.accept(portal.readAnswer(environment(), STATUS_UNKNOWN, area.value));
    document.getElementById('answer-head')?.focus();
  };
  return el(
    'div',
    { class: 'stack-tight' },
    field(t, { label: t('pasteAnswer.label'), control: area, required: false, description: t('pasteAnswer.about') }),
    el(
      'div',
      { class: 'actions' },
      button(t('pasteAnswer.explain'), explain, { id: 'pasted-answer-explain', variant: 'secondary' }),
    ),
  );
}
