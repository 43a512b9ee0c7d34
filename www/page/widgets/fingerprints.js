import { el } from '../../shared/dom.js';
import { p } from './alert.js';
import { copyButton } from './copy-button.js';
import { fold } from './fold.js';

/**
 * What others call the key and its certificate by, and the chain as x5c.
 *
 * @param {import('../types.js').Context} context
 * @param {import('../types.js').KeyCard} card
 * @returns {HTMLElement}
 */
export function fingerprints(context, { handle, thumbprint, spkiFingerprint, certificate }) {
  const { t } = context;
  /** @type {[string, string, string][]} */
  const rows = [
    ['thumbprint', t('fingerprints.thumbprint'), thumbprint],
    ['spki', t('fingerprints.spki'), spkiFingerprint],
    ...(certificate ? /** @type {[string, string, string][]} */ ([
      ['sha1', t('fingerprints.sha1'), certificate.sha1],
      ['x5t', 'x5t', certificate.x5t],
      ['sha256', t('fingerprints.sha256'), certificate.sha256],
      ['x5t-s256', 'x5t#S256', certificate.x5tS256],
      ['x5c', t('fingerprints.x5c'), certificate.x5c],
    ]) : []),
  ];
  return fold(
    { summary: t('fingerprints.title'), id: `fingerprints-${handle}` },
    p(t('fingerprints.about')),
    el(
      'dl',
      { class: 'facts fingerprints' },
      ...rows.map(([id, name, value]) =>
        el(
          'div',
          {},
          el('dt', {}, name),
          el('dd', { class: 'mono' }, value.length > 100 ? `${value.slice(0, 60)}…` : value),
          el(
            'dd',
            {},
            copyButton(context, t('copy'), () => value, {
              id: `copy-${id}-${handle}`,
              what: name,
              variant: 'tertiary',
            }),
          ),
        ),
      ),
    ),
  );
}
