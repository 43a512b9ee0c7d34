"""Asks badkeys, cryptography (pyca) and jwcrypto about a list of keys on standard input.

    [{"jwk": "…", "pem": "…", "alg": "RS256"}, …]
    [{"name": "badkeys", "version": "…", "answers": [{"error": […], "warning": [], "note": []}, null, …]}, …]
"""

import importlib.metadata
import json
import sys

import badkeys.checks
import badkeys.jwk
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from jwcrypto import jwk, jws

# The lists of known keys are not in the package: badkeys fetches them from its server when asked to.
BADKEYS_CHECKS = (badkeys.checks.defaultchecks.keys() | badkeys.checks.warningchecks.keys()) - {"blocklist"}


def ask_badkeys(key):
    results = []
    if "jwk" in key:
        results += badkeys_of_jwk(key["jwk"])
    if "pem" in key:
        results.append(badkeys.checks.detectandcheck(key["pem"], checks=BADKEYS_CHECKS))
    answer = nothing()
    for result in results:
        if result["type"] in ("unparseable", "unsupported", "notfound"):
            answer["error"].append(result["type"])
        for check, found in result["results"].items():
            severity = "warning" if check in badkeys.checks.warningchecks else "error"
            answer[severity].append(f"{check} {found.get('subtest', '')}")
    return answer


def badkeys_of_jwk(text):
    """As `badkeys --jwk` does."""
    try:
        read = json.loads(text)
    except ValueError:
        return [{"type": "unparseable", "results": {}}]
    return [badkeys.jwk.checkjwk(key, checks=BADKEYS_CHECKS) for key in read.get("keys", [read])]


def ask_pyca(key):
    """Loading checks the numbers; JWK it does not know."""
    return refusal(lambda: use_pem(key["pem"])) if "pem" in key else None


def use_pem(pem):
    if "BEGIN CERTIFICATE" in pem:
        x509.load_pem_x509_certificate(pem.encode()).public_key()
    elif "BEGIN PUBLIC KEY" in pem:
        serialization.load_pem_public_key(pem.encode())
    else:
        private = serialization.load_pem_private_key(pem.encode(), password=None)
        if isinstance(private, rsa.RSAPrivateKey):
            private.sign(b"message", padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(private, ec.EllipticCurvePrivateKey):
            private.sign(b"message", ec.ECDSA(hashes.SHA256()))
        else:
            private.sign(b"message")


def ask_jwcrypto(key):
    return refusal(lambda: use_jwk(key))


def use_jwk(key):
    if "jwk" not in key:
        return sign(jwk.JWK.from_pem(key["pem"].encode()), key["alg"])
    if key["jwk"].startswith('{"keys"'):
        read = jwk.JWKSet.from_json(key["jwk"])
        return [read.get_key(kid) for kid in [each["kid"] for each in json.loads(key["jwk"])["keys"]]]
    read = jwk.JWK.from_json(key["jwk"])
    return sign(read, read.get("alg") or key["alg"]) if read.has_private else read.get_op_key("verify")


def sign(key, alg):
    jws.JWS("message").add_signature(key, None, json.dumps({"alg": alg}))


def nothing():
    return {"error": [], "warning": [], "note": []}


def refusal(use):
    try:
        use()
        return nothing()
    except Exception as error:  # whatever it throws, it does not take the key
        return nothing() | {"error": [f"{type(error).__name__}: {error}"]}


TOOLS = {
    "badkeys": ("badkeys", ask_badkeys),
    "pyca": ("cryptography", ask_pyca),
    "jwcrypto": ("jwcrypto", ask_jwcrypto),
}

keys = json.load(sys.stdin)
print(json.dumps([
    {"name": name, "version": importlib.metadata.version(package), "answers": [ask(key) for key in keys]}
    for name, (package, ask) in TOOLS.items()
]))
