/** What Maskinporten would see of a grant (`JWT-grants` in Digdir's documentation). */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as panva from './panva.mjs';
import { REQUEST, TEST } from './signatures.mjs';
import * as vault from './vault.mjs';

const card = vault.generate('rsa-2048', 'RS256', 'interop-grant');
const jwks = JSON.parse(card.public?.jwks ?? '');
const NOW = 1_795_411_859;

describe('a grant', () => {
  test('is found by its kid, and says who, whom, what and when', async () => {
    const grant = sign(REQUEST);
    const { protectedHeader, payload } = await accept(grant);
    assert.deepEqual(protectedHeader, { alg: 'RS256', kid: 'interop-grant' });
    const { jti, ...rest } = payload;
    assert.deepEqual(rest, { aud: TEST.issuer, iss: REQUEST.clientId, scope: REQUEST.scope, iat: NOW, exp: NOW + 120 });
    assert.match(String(jti), /^[0-9a-f-]{36}$/);
    assert.deepEqual([grant.header, grant.claims, grant.expiresAt], [protectedHeader, payload, NOW + 120]);
  });

  test('has every optional claim by its name', async () => {
    const { payload } = await accept(sign({
      ...REQUEST,
      scope: 'altinn:serviceowner altinn:broker.read',
      resource: ['https://api.example.no'],
      pid: '21883610110',
      consumerOrg: '974760673',
      authorizationDetails: { orgno: '991825827', externalRef: 'avdeling-1' },
    }));
    const { resource, pid, consumer_org, authorization_details, scope } = payload;
    assert.deepEqual({ resource, pid, consumer_org, authorization_details, scope }, {
      resource: ['https://api.example.no'],
      pid: '21883610110',
      consumer_org: '974760673',
      authorization_details: [{
        type: 'urn:altinn:systemuser',
        systemuser_org: { authority: 'iso6523-actorid-upis', ID: '0192:991825827' },
        externalRef: 'avdeling-1',
      }],
      scope: 'altinn:serviceowner altinn:broker.read',
    });
    const standing = await accept(sign({ ...REQUEST, onBehalfOf: 'kunde-1' }));
    assert.equal(standing.payload.iss_onbehalfof, 'kunde-1');
    assert.equal('consumer_org' in standing.payload, false);
  });

  test('takes the kid that the portal gave', async () => {
    const { header } = sign({ ...REQUEST, kid: 'e1a5cff2-portal' });
    assert.equal(header.kid, 'e1a5cff2-portal');
  });

  test('is a new one every time', () => {
    const [first, second] = [sign(REQUEST), sign(REQUEST)];
    assert.notEqual(first.claims.jti, second.claims.jti);
    assert.notEqual(first.assertion, second.assertion);
  });

  test('is refused two minutes later, by another audience and by another key', async () => {
    const grant = sign(REQUEST);
    await assert.rejects(accept(grant, { currentDate: at(NOW + 121), maxTokenAge: undefined }), { code: 'ERR_JWT_EXPIRED' });
    await assert.rejects(accept(grant, { audience: 'https://maskinporten.no/' }), { code: 'ERR_JWT_CLAIM_VALIDATION_FAILED' });
    const stranger = JSON.parse(vault.generate('rsa-2048', 'RS256', 'interop-grant').public?.jwks ?? '');
    await assert.rejects(panva.verifyBySet(stranger, grant.assertion, { currentDate: at(NOW) }), { code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' });
  });

  test('is not signed for what no service would take', () => {
    assert.throws(() => sign({ ...REQUEST, consumerOrg: '974760674' }), (/** @type {any} */ failure) => {
      assert.equal(failure.code, 'grant-problems');
      assert.deepEqual(failure.problems, [{ field: 'consumerOrg', code: 'orgno-control-digit' }]);
      return true;
    });
    assert.throws(() => vault.sign(card, { ...TEST, issuer: 'https://example.org/' }, REQUEST));
  });
});

const sign = (/** @type {object} */ request) => vault.sign(card, TEST, request, NOW * 1000);

/** @param {{assertion: string}} grant @param {import('jose').JWTVerifyOptions} [options] */
const accept = (grant, options) => panva.verifyBySet(jwks, grant.assertion, {
  algorithms: ['RS256'], audience: TEST.issuer, issuer: REQUEST.clientId, maxTokenAge: 10, currentDate: at(NOW), ...options,
});

function at(/** @type {number} */ seconds) {
  return new Date(seconds * 1000);
}
