import { el, fill } from '../../shared/dom.js';
import { viewHeading } from './heading.js';
import { handOverSection } from './put-to-use/hand-over.js';
import { recordSection } from './put-to-use/record.js';
import { subjectSection } from './put-to-use/subject.js';
import { tokenCodeSection } from './put-to-use/token-code.js';

/** In this order; each draws itself into a section of its own. @type {((context: import('../types.js').Context, host: HTMLElement, signal: AbortSignal) => void)[]} */
const SECTIONS = [subjectSection, handOverSection, tokenCodeSection, recordSection];

/**
 * A key that works is put to use: where the private part goes, code that fetches a token with it, and a record
 * of what was done.
 *
 * @type {import('../shell/shell.js').View}
 */
export function drawPutToUse(context, host, signal) {
  const { t } = context;
  const sections = SECTIONS.map((draw) => {
    const section = el('section', { class: 'panel stack' });
    draw(context, section, signal);
    return section;
  });
  fill(host, viewHeading(t('use.title'), t('use.lead')), ...sections);
}
