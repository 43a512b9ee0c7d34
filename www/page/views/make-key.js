import { el, fill } from '../../shared/dom.js';
import { viewHeading } from './heading.js';
import { makeKeyPart } from './make-key/part.js';

/** Makes a key and shows its public part. @type {import('../shell/shell.js').View} */
export function drawMakeKey(context, host, signal) {
  const { t } = context;
  const part = el('div', { class: 'stack' });
  fill(host, viewHeading(t('make.title'), t('make.lead')), part);
  makeKeyPart(context, part, signal, { afterwards: 'link' });
}
