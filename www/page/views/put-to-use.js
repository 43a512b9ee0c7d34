import { fill } from '../../shared/dom.js';
import { viewHeading } from './heading.js';
import { tokenCodePart } from './put-to-use/token-code.js';

/**
 * A key that works is put to use: where the private part goes, code that fetches a token with it, and a record
 * of what was done.
 *
 * @type {import('../shell/shell.js').View}
 */
export function drawPutToUse(context, host, signal) {
  const { t } = context;
  fill(host, viewHeading(t('use.title'), t('use.lead')), tokenCodePart(context, signal));
}
