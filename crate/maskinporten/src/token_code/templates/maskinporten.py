"""Tokens from Maskinporten.

The environment variable MASKINPORTEN_JWK_BASE64 holds the private key: its JWK in base64.
"""

import base64
import json
import os
import sys
import time
import uuid

import jwt
import requests

CLIENT_ID = "{{client_id}}"
SCOPE = "{{scope}}"
ISSUER = "{{issuer}}"
TOKEN_ENDPOINT = "{{token_endpoint}}"


class Maskinporten:
    """Keeps its token until shortly before it expires."""

    def __init__(self) -> None:
        jwk = json.loads(base64.b64decode(os.environ["MASKINPORTEN_JWK_BASE64"]))
        try:
            self._key = jwt.PyJWK(jwk)
        except jwt.PyJWTError:
            # What it says may hold the key.
            raise RuntimeError("MASKINPORTEN_JWK_BASE64 is no JWK") from None
        self._token, self._renew_at = "", 0.0

    def token(self) -> str:
        if time.monotonic() >= self._renew_at:
            answer = self._request_token()
            self._token = answer["access_token"]
            self._renew_at = time.monotonic() + answer["expires_in"] - 10
        return self._token

    def _request_token(self) -> dict:
        response = requests.post(
            TOKEN_ENDPOINT,
            data={
                "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
                "assertion": self._grant(),
            },
            timeout=30,
        )
        if not response.ok:
            raise RuntimeError(f"Maskinporten: {response.status_code} {response.text}")
        return response.json()

    def _grant(self) -> str:
        now = int(time.time())
        claims = {
            "aud": ISSUER,
            "iss": CLIENT_ID,
            "scope": SCOPE,
            "resource": ["{{resource}}"],
            "consumer_org": "{{consumer_org}}",
            "iat": now,
            "exp": now + 120,  # the most that Maskinporten takes
            "jti": str(uuid.uuid4()),
        }
        return jwt.encode(
            claims, self._key, self._key.algorithm_name, headers={"kid": self._key.key_id}
        )


if __name__ == "__main__":
    try:
        print(Maskinporten().token())
    except RuntimeError as refusal:
        sys.exit(str(refusal))
