/** What the relay is for: hosts, paths and methods, as the task of the page needs them. */

const MASKINPORTEN = [
  ['GET', '/.well-known/oauth-authorization-server'],
  ['POST', '/token'],
];
const SELF_SERVICE = [
  ['GET', '/api/v1/clients'], ['POST', '/api/v1/clients'],
  ...['GET', 'PUT', 'DELETE'].map((method) => [method, '/api/v1/clients/3a82db95-d8a7-4d4f-b96a-a942aabbba51']),
  ...['GET', 'POST', 'PUT', 'DELETE'].map((method) => [method, '/api/v1/clients/a.b_c-D9/jwks']),
  ['GET', '/api/v1/scopes/access/all'],
  ['GET', '/api/v1/scopes/all'],
  ['GET', '/api/v1/scopes/all?accessible_for_all=true'],
];
const ALTINN = [['GET', '/authentication/api/v1/exchange/maskinporten']];

/** @type {Record<string, string[][]>} */
export const CALLS = {
  'test.maskinporten.no': MASKINPORTEN,
  'maskinporten.no': MASKINPORTEN,
  'api.test.samarbeid.digdir.no': SELF_SERVICE,
  'api.samarbeid.digdir.no': SELF_SERVICE,
  'platform.tt02.altinn.no': ALTINN,
  'platform.altinn.no': ALTINN,
};

export const HOSTS = Object.keys(CALLS);
