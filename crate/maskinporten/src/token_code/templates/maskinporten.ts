// Tokens from Maskinporten.
// The environment variable MASKINPORTEN_JWK_BASE64 holds the private key: its JWK in base64.
import { randomUUID } from 'node:crypto';
import { importJWK, SignJWT, type JWK } from 'jose';

const CLIENT_ID = '{{client_id}}';
const SCOPE = '{{scope}}';
const ISSUER = '{{issuer}}';
const TOKEN_ENDPOINT = '{{token_endpoint}}';

type Answer = { access_token: string; expires_in: number };

/** Keeps its token until shortly before it expires. */
export class Maskinporten {
  readonly #jwk: JWK = JSON.parse(
    Buffer.from(process.env.MASKINPORTEN_JWK_BASE64 ?? '', 'base64').toString(),
  );
  #token = '';
  #renewAt = 0;

  async token(): Promise<string> {
    if (Date.now() >= this.#renewAt) {
      const answer = await this.#requestToken();
      this.#token = answer.access_token;
      this.#renewAt = Date.now() + (answer.expires_in - 10) * 1000;
    }
    return this.#token;
  }

  async #requestToken(): Promise<Answer> {
    const response = await fetch(TOKEN_ENDPOINT, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: await this.#grant(),
      }),
      signal: AbortSignal.timeout(30_000),
    });
    const body = await response.text();
    if (!response.ok) throw new Error(`Maskinporten: ${response.status} ${body}`);
    return JSON.parse(body) as Answer;
  }

  async #grant(): Promise<string> {
    const { alg = 'RS256', kid } = this.#jwk;
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      aud: ISSUER,
      iss: CLIENT_ID,
      scope: SCOPE,
      resource: ['{{resource}}'],
      consumer_org: '{{consumer_org}}',
      iat: now,
      exp: now + 120, // the most that Maskinporten takes
      jti: randomUUID(),
    };
    return new SignJWT(claims)
      .setProtectedHeader({ alg, kid })
      .sign(await importJWK(this.#jwk, alg));
  }
}

if (process.argv[1] === import.meta.filename) {
  try {
    console.log(await new Maskinporten().token());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
