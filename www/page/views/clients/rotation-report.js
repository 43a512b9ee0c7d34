/**
 * The report of a rotation: what was done and when. Nothing in it is private.
 *
 * @param {import('../../types.js').Context} context
 * @param {Record<string, any>} client
 * @param {import('../../types.js').Rotation} rotation
 * @param {'md'|'json'} form
 */
export function rotationReport({ t, environment, portal }, client, rotation, form) {
  const { clientId, phase, newKey, old, removed, log } = rotation;
  const problem = portal.rotationProblem(rotation);
  const lines = log.map(({ at, code, about }) => ({ at: new Date(at * 1000).toISOString(), code, about }));
  const name = String(client.client_name ?? '');
  if (form === 'json') {
    const report = {
      environment: environment().name, client_id: clientId, client_name: name, phase,
      kid: newKey?.kid ?? null, thumbprint: newKey?.thumbprint ?? null, old, removed,
      problem: problem && { code: problem.code, status: problem.status, correlation_id: problem.correlationId, about: problem.about },
      log: lines,
    };
    return `${JSON.stringify(report, null, 2)}\n`;
  }
  const cell = (/** @type {string} */ text) => text.replace(/[\p{C}\s]+/gu, ' ').replace(/[\\`*_{}[\]()#!|<>&@~:]/g, '\\$&');
  const rows = lines.map(({ at, code, about }) => `| ${at} | ${cell(t(`rotation.log.${code}`))} | ${cell(about.join(' '))} |`);
  return [
    `# ${t('rotation.title')}: ${cell(name || clientId)}`, '',
    `- ${t('environment.legend')}: ${t(`environment.${environment().name}`)}`,
    `- client_id: ${clientId}`,
    `- kid: ${cell(newKey?.kid ?? '–')}`,
    `- thumbprint: ${newKey?.thumbprint ?? '–'}`,
    ...(problem ? [`- ${t('rotation.report.problem')}: ${cell(inWords(problem))}`] : []), '',
    `| ${t('rotation.report.when')} | ${t('rotation.report.what')} | |`, '|---|---|---|', ...rows, '',
  ].join('\n');
}

/** @param {import('../../types.js').ProblemFacts} problem */
function inWords({ code, status, correlationId, about }) {
  return [code, status ? `HTTP ${status}` : '', correlationId ?? '', ...about].filter(Boolean).join(' ');
}
