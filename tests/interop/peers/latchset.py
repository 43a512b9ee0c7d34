"""jwcrypto (latchset): JOSE in Python. Keys come and go as JWK or PEM text."""

import json

from jwcrypto import jws
from jwcrypto.jwk import JWK, JWKSet

CURVES = {"p-256": "P-256", "p-384": "P-384", "p-521": "P-521"}


def read(text):
    """The key of a JWK or PEM as JWK, with what it is called."""
    key = JWK.from_json(text) if text.startswith("{") else JWK.from_pem(text.encode())
    key.get_op_key("sign" if key.has_private else "verify")  # the numbers are looked at when they are used
    exported = key.export(private_key=key.has_private, as_dict=True)
    return {"private": key.has_private, "thumbprint": key.thumbprint(), "jwk": exported}


def read_set(text):
    """The thumbprints of a JWK Set."""
    return sorted(key.thumbprint() for key in JWKSet.from_json(text)["keys"])


def generate(kind):
    """A new key in each form that it can be written in."""
    if kind.startswith("rsa-"):
        key = JWK.generate(kty="RSA", size=int(kind[4:]))
    elif kind == "ed25519":
        key = JWK.generate(kty="OKP", crv="Ed25519")
    else:
        key = JWK.generate(kty="EC", crv=CURVES[kind])
    forms = {
        "jwk": key.export_private(),
        "pkcs8-pem": key.export_to_pem(private_key=True, password=None).decode(),
        "public-jwk": key.export_public(),
        "spki-pem": key.export_to_pem().decode(),
    }
    return {"thumbprint": key.thumbprint(), "forms": forms}


def sign(jwk, header, payload):
    """JWS compact serialization."""
    token = jws.JWS(payload)
    token.allowed_algs = [json.loads(header)["alg"]]
    token.add_signature(JWK.from_json(jwk), protected=header)
    return token.serialize(compact=True)


def verify(jwk, alg, token):
    """The payload of a JWS whose signature is the key's; raises otherwise."""
    read_token = jws.JWS()
    read_token.allowed_algs = [alg]
    read_token.deserialize(token, key=JWK.from_json(jwk))
    return read_token.payload.decode()


CALLS = {call.__name__: call for call in (read, read_set, generate, sign, verify)}
