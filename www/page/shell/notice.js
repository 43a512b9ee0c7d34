import { el, fill } from '../../shared/dom.js';
import { alert, p } from '../widgets/alert.js';
import { button } from '../widgets/button.js';

/**
 * Tells that a private key was on its way into the page, and that it did not come in.
 *
 * @param {import('../types.js').Context} context
 * @param {string} kind
 */
export function tellAboutSecret({ t, vault }, kind) {
  const host = noticeHost();
  const close = () => host.remove();
  fill(
    host,
    alert(
      'warning',
      null,
      el('p', { class: 'ds-paragraph' }, el('strong', {}, t('guard.title'))),
      p(t(`guard.${['file', 'emptied'].includes(kind) ? kind : 'text'}`)),
      el('div', { class: 'actions' },
        button(
          t('guard.go'),
          () => {
            vault.show('paste');
            close();
          },
          { id: 'guard-go', icon: 'lock', color: 'brand2' },
        ),
        button(t('guard.close'), close, { id: 'guard-close', variant: 'tertiary' }),
      ),
    ),
  );
  vault.show('paste');
}

/** The notice lies over the page's foot, where it is seen in any view and covers no field for long. */
function noticeHost() {
  const old = document.getElementById('notice');
  if (old) return old;
  const host = el('div', { id: 'notice', role: 'alert' });
  document.body.append(host);
  return host;
}
