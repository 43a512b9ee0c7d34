import { el, fill } from '../../shared/dom.js';
import { viewHeading } from './heading.js';
import { tokenCodeSection } from './put-to-use/token-code.js';

/** In this order; each draws itself into a section of its own. @type {((context: import('../types.js').Context, host: HTMLElement, signal: AbortSignal) => void)[]} */
const SECTIONS = [tokenCodeSection];

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
