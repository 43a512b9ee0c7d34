import { el } from '../../dom.js';
import { button } from '../../widgets/button.js';
import { field, setProblem, textArea } from '../../widgets/field.js';

/** A field for the answer that came in a terminal: it is explained as if it had come here. @param {import('../../types.js').Context} context */
export function pasteAnswer(context) {
  const { t, portal, environment, tokenJob } = context;
  const area = textArea({ id: 'pasted-answer', value: '', rows: 4, mono: true, oninput: () => setProblem('pasted-answer', null) });
  const explain = () => {
    const { status, body } = takeApart(area.value);
    if (!body) return setProblem('pasted-answer', t('pasteAnswer.empty'));
    tokenJob.accept(portal.readAnswer(environment(), status, body));
    document.getElementById('answer-head')?.focus();
  };
  return el('div', { class: 'stack-tight' }, field(t, { label: t('pasteAnswer.label'), control: area, required: false, description: t('pasteAnswer.about') }), el('div', { class: 'actions' }, button(t('pasteAnswer.explain'), explain, { id: 'pasted-answer-explain', variant: 'secondary' })));
}

/**
 * The body of an answer, and its status: as a status line or a last line says it, else what the body's own form says.
 *
 * @param {string} text
 * @returns {{status: number, body: string}}
 */
export function takeApart(text) {
  const start = text.indexOf('{');
  const end = text.lastIndexOf('}');
  const body = start >= 0 && end > start ? text.slice(start, end + 1) : text.trim();
  const line = /HTTP\/[\d.]+ (\d{3})/.exec(text.slice(0, Math.max(start, 0))) ?? /^\s*(\d{3})\s*$/.exec(end >= 0 ? text.slice(end + 1) : '');
  if (line) return { status: Number(line[1]), body };
  return { status: body.includes('"access_token"') ? 200 : 400, body };
}
