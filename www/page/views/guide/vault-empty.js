import { el } from '../../../shared/dom.js';
import { alert, p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';

/**
 * Why the key is gone that was there, what the portal still knows, and what to do now.
 *
 * @param {import('../../types.js').Context} context
 */
export function vaultEmpty({ t, vault, state, makeJob }) {
  const { kid } = state.client;
  if (vault.keys.length > 0 || makeJob.phase === 'working' || !(kid || wasReloaded())) return null;
  const box = alert(
    'info',
    null,
    el('h2', { class: 'ds-heading', 'data-size': '2xs' }, t('empty.title')),
    p(t('empty.about'), kid ? ` ${t('empty.kid', { kid })}` : ''),
    p(el('strong', {}, `${t('reply.do')} `), t(kid ? 'empty.do.kid' : 'empty.do')),
    el(
      'div',
      { class: 'actions' },
      button(t('empty.takeIn'), () => vault.show('paste'), { id: 'empty-take-in', icon: 'lock', color: 'brand2' }),
    ),
  );
  box.id = 'vault-empty';
  return box;
}

/** Somebody who has just come has lost nothing. */
function wasReloaded() {
  const [navigation] = performance.getEntriesByType('navigation');
  return navigation instanceof PerformanceNavigationTiming && navigation.type === 'reload';
}
