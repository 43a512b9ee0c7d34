"""Makes the certificates that the tests of inspection use.

    python3 make_certificates.py > certificates.json

Needs the package `cryptography`. They are about the keys of keys.json and are
signed by themselves.
"""

import base64
import datetime
import json
import pathlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

KEYS = json.loads((pathlib.Path(__file__).parent / "keys.json").read_text())
LONG_AGO = datetime.datetime(2025, 1, 1)
LATER = datetime.datetime(2028, 1, 1)


def private(name):
    n = {member: int(value, 16) for member, value in KEYS[name].items()}
    public = rsa.RSAPublicNumbers(n["e"], n["n"])
    return rsa.RSAPrivateNumbers(n["p"], n["q"], n["d"], n["dp"], n["dq"], n["qi"], public).private_key()


def certificate(key="sound", not_before=LONG_AGO, not_after=LATER, signs=True):
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "NO"),
            x509.NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, "NTRNO-312770016"),
            x509.NameAttribute(NameOID.COMMON_NAME, "PRØVE KOMMUNE"),
        ]
    )
    usage = x509.KeyUsage(signs, False, not signs, False, False, False, False, False, False)
    own = private(key)
    made = (
        x509.CertificateBuilder(name, name, own.public_key(), 1, not_before, not_after)
        .add_extension(usage, critical=True)
        .sign(own, hashes.SHA256())
    )
    return base64.b64encode(made.public_bytes(serialization.Encoding.DER)).decode()


print(
    json.dumps(
        {
            "valid": certificate(),
            "of-another": certificate("another"),
            "expired": certificate(not_after=datetime.datetime(2026, 11, 22)),
            "soon": certificate(not_after=datetime.datetime(2026, 12, 20)),
            "not-yet": certificate(not_before=datetime.datetime(2026, 11, 24)),
            "not-for-signing": certificate(signs=False),
        },
        indent=1,
    )
)
