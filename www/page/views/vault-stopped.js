import { fill } from '../../shared/dom.js';
import { alert, p } from '../widgets/alert.js';
import { button } from '../widgets/button.js';
import { viewHeading } from './heading.js';

/**
 * In place of every view when the vault has stopped for good: nothing would work, and what was done there
 * with its keys is lost.
 *
 * @type {import('../shell/shell.js').View}
 */
export function drawVaultStopped({ t }, host) {
  fill(
    host,
    viewHeading(t('stopped.title')),
    alert('danger', null, p(t('stopped.lost')), p(t('stopped.do'))),
    button(t('stopped.reload'), () => location.reload(), { id: 'stopped-reload' }),
  );
}
