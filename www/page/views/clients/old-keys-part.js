import { el } from '../../../shared/dom.js';
import { p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { listChoice } from '../../widgets/choice.js';

/** Old keys that last longer are those of somebody who renewed them: they stay unless one asks for all. */
const CHOICES = /** @type {const} */ ([60, 366]);

/** Taking the old keys of many clients away, once the new ones are in use. */
export const removal = {
  days: 60,
  sure: false,

  /** @param {import('../../types.js').Context} context @param {import('../../jobs/bulk-job.js').BulkJob} bulk */
  part(context, bulk) {
    const { t, administration, survey } = context;
    const ids = bulk.jobs.filter(({ rotation }) => rotation.phase === 'both').map(({ rotation }) => rotation.clientId);
    const unread = ids.filter((id) => !administration.keys.has(id)).length;
    const host = el('section', { class: 'stack-tight', id: 'old-keys', 'aria-labelledby': 'old-keys-title' });
    const draw = () => host.replaceChildren(
      el('h3', { class: 'ds-heading', 'data-size': '2xs', id: 'old-keys-title' }, t('bulk.old')),
      p(t('bulk.old.about', { count: ids.length })),
      unread
        ? button(t('expiry.readRest', { count: unread }), () => void survey.read(ids), { id: 'old-keys-read', variant: 'secondary' })
        : this.choice(context, bulk, draw));
    draw();
    return host;
  },

  /** @param {import('../../types.js').Context} context @param {import('../../jobs/bulk-job.js').BulkJob} bulk @param {() => void} draw */
  choice({ t }, bulk, draw) {
    const clients = bulk.oldKeys(this.days);
    const count = clients.reduce((sum, { names }) => sum + names.length, 0);
    const remove = button(t(this.sure ? 'bulk.old.sure' : 'bulk.old.remove', { count, clients: clients.length }), () => {
      this.sure = !this.sure;
      if (!this.sure) return void bulk.removeOld(this.days);
      draw();
      document.getElementById('old-keys-remove')?.focus();
    }, { id: 'old-keys-remove', color: 'danger', variant: this.sure ? 'primary' : 'secondary' });
    remove.disabled = count === 0;
    return el('div', { class: 'stack-tight' },
      listChoice({
        name: 'old-keys-which',
        legend: t('bulk.old.which'),
        options: CHOICES.map((days) => ({ value: String(days), label: t(`bulk.old.${days}`) })),
        chosen: String(this.days),
        onchange: (value) => {
          this.days = Number(value);
          this.sure = false;
          draw();
          document.getElementById(`old-keys-which-${value}`)?.focus();
        },
      }),
      remove);
  },
};
