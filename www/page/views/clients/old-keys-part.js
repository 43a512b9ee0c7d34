import { el } from '../../../shared/dom.js';
import { p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { listChoice } from '../../widgets/choice.js';

/** Old keys that last longer are those of somebody who renewed them: they stay unless one asks for all. */
const CHOICES = /** @type {const} */ ([60, 366]);

/** Which of the old keys are to go, while one looks at them. It says `change`. */
export class OldKeys extends EventTarget {
  /** @type {number} */
  days = CHOICES[0];
  /** Those that were asked for at the first press; others need a press of their own. */
  asked = '';

  /** @param {Partial<Pick<OldKeys, 'days'|'asked'>>} patch */
  set(patch) {
    Object.assign(this, patch);
    this.dispatchEvent(new Event('change'));
  }
}

/**
 * Taking the old keys of many clients away, once the new ones are in use.
 *
 * @param {import('../../types.js').Context} context
 * @param {import('../../jobs/bulk-job.js').BulkJob} bulk
 * @param {OldKeys} removal
 */
export function oldKeysPart(context, bulk, removal) {
  const { t, administration, survey } = context;
  const ids = bulk.jobs.filter(({ rotation }) => rotation.phase === 'both').map(({ rotation }) => rotation.clientId);
  const unread = ids.filter((id) => !administration.keys.has(id)).length;
  return el('section', { class: 'stack-tight', id: 'old-keys', 'aria-labelledby': 'old-keys-title' },
    el('h3', { class: 'ds-heading', 'data-size': '2xs', id: 'old-keys-title' }, t('bulk.old')),
    p(t('bulk.old.about', { count: ids.length })),
    ...(unread
      ? [button(t('expiry.readRest', { count: unread }), () => void survey.read(ids), { id: 'old-keys-read', variant: 'secondary' })]
      : choice(context, bulk, removal)));
}

/** @param {import('../../types.js').Context} context @param {import('../../jobs/bulk-job.js').BulkJob} bulk @param {OldKeys} removal */
function choice({ t }, bulk, removal) {
  const clients = bulk.oldKeys(removal.days);
  const count = clients.reduce((sum, { names }) => sum + names.length, 0);
  const those = JSON.stringify(clients.map(({ job, names }) => [job.rotation.clientId, names]));
  const isSure = removal.asked === those;
  const press = () => {
    removal.set({ asked: isSure ? '' : those });
    if (isSure) void bulk.removeOld(removal.days);
  };
  const remove = button(t(isSure ? 'bulk.old.sure' : 'bulk.old.remove', { count, clients: clients.length }), press,
    { id: 'old-keys-remove', color: 'danger', variant: isSure ? 'primary' : 'secondary' });
  remove.disabled = count === 0;
  return [
    listChoice({
      name: 'old-keys-which',
      legend: t('bulk.old.which'),
      options: CHOICES.map((days) => ({ value: String(days), label: t(`bulk.old.${days}`) })),
      chosen: String(removal.days),
      onchange: (value) => removal.set({ days: Number(value), asked: '' }),
    }),
    el('div', { class: 'actions' }, remove),
  ];
}
