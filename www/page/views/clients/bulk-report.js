import { csv } from '../../../shared/csv.js';
import { standing } from '../../jobs/bulk-job.js';
import { rotationReport } from './rotation-report.js';

/**
 * The report of many rotations. Nothing in it is private.
 *
 * @param {import('../../types.js').Context} context
 * @param {import('../../jobs/rotation-job.js').RotationJob[]} jobs
 * @param {'md'|'json'|'csv'} form
 */
export function bulkReport(context, jobs, form) {
  const one = (/** @type {typeof jobs[number]} */ job, /** @type {'md'|'json'} */ as) => rotationReport(context, job.client, job.rotation, as);
  if (form === 'md') return jobs.map((job) => one(job, 'md')).join('\n');
  if (form === 'json') return `${JSON.stringify(jobs.map((job) => JSON.parse(one(job, 'json'))), null, 2)}\n`;
  const head = ['client_id', 'client_name', 'standing', 'kid', 'thumbprint', 'last'];
  const rows = jobs.map((job) => {
    const { clientId, newKey, log } = job.rotation;
    const last = log.at(-1);
    return [clientId, String(job.client.client_name ?? ''), standing(job), newKey?.kid ?? '', newKey?.thumbprint ?? '',
      last ? [last.code, ...last.about].join(' ') : ''];
  });
  return csv([head, ...rows]);
}
