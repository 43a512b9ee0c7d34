"""Makes keystores as Norwegian authorities give them to businesses: several keys
in one file, each with a certificate for its own purpose, and the authorities above.

    python3 make.py

Needs the package `cryptography` and `openssl`. OpenSSL puts one key in a file, so
each key is exported alone, and the files are put together: an AuthenticatedSafe
(RFC 7292 section 4.1) is a list, and what it lists stays as OpenSSL wrote it.
"""

import datetime
import hashlib
import hmac
import os
import subprocess
import tempfile

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

PASSWORD = "kun-for-test"
ROUNDS = 2048
FROM, UNTIL = datetime.datetime(2026, 1, 1), datetime.datetime(2046, 1, 1)
USAGES = [
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
    "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
]


def name(**values):
    oids = {"C": NameOID.COUNTRY_NAME, "O": NameOID.ORGANIZATION_NAME, "CN": NameOID.COMMON_NAME,
            "serialNumber": NameOID.SERIAL_NUMBER, "organizationIdentifier": NameOID.ORGANIZATION_IDENTIFIER}
    return x509.Name([x509.NameAttribute(oids[key], value) for key, value in values.items()])


def certificate(subject, key, issuer, issuer_key, usages, authority=False):
    usage = x509.KeyUsage(**{usage: usage in usages for usage in USAGES})
    builder = x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number(), FROM, UNTIL)
    builder = builder.add_extension(usage, critical=True)
    builder = builder.add_extension(x509.BasicConstraints(authority, None), critical=True)
    return builder.sign(issuer_key, hashes.SHA256())


def new_key():
    return rsa.generate_private_key(65537, 2048)


def pem(*things):
    text = b""
    for thing in things:
        if isinstance(thing, x509.Certificate):
            text += thing.public_bytes(serialization.Encoding.PEM)
        else:
            text += thing.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                        serialization.NoEncryption())
    return text


# DER, as much of it as this needs


def value(tag, content):
    length = len(content)
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    header = bytes([length]) if length < 0x80 else bytes([0x80 | len(octets)]) + octets
    return bytes([tag]) + header + content


def split(der):
    """The content of the first value, and what comes after it."""
    length, start = der[1], 2
    if length & 0x80:
        start = 2 + (length & 0x7F)
        length = int.from_bytes(der[2:start], "big")
    return der[start:start + length], der[start + length:]


def safe_of(pfx):
    """What stands in the AuthenticatedSafe of a PFX without a MAC."""
    content, _ = split(pfx)
    _version, rest = split(content)
    info, _ = split(rest)
    _oid, rest = split(info)
    octets, _ = split(split(rest)[0])
    return split(octets)[0]


def derive(hash, salt):
    """RFC 7292 appendix B.2 for a MAC, whose key is one block of the hash."""
    block = hashlib.new(hash).block_size
    password = (PASSWORD + "\0").encode("utf-16-be")

    def fill(octets):
        length = -(-len(octets) // block) * block
        return (octets * length)[:length]

    key = bytes([3]) * block + fill(salt) + fill(password)
    for _ in range(ROUNDS):
        key = hashlib.new(hash, key).digest()
    return key


OIDS = {"sha1": "06052b0e03021a", "sha256": "0609608648016503040201"}
DATA = bytes.fromhex("06092a864886f70d010701")


def keystore(scheme, hash, entries):
    contents = b""
    for alias, things in entries:
        with tempfile.NamedTemporaryFile() as file:
            file.write(pem(*things))
            file.flush()
            contents += safe_of(subprocess.run(
                ["openssl", "pkcs12", "-export", "-in", file.name, "-name", alias, "-nomac", "-iter", str(ROUNDS),
                 "-keypbe", scheme, "-certpbe", scheme, "-passout", "pass:" + PASSWORD],
                check=True, capture_output=True).stdout)
    safe, salt = value(0x30, contents), os.urandom(8)
    mac = hmac.new(derive(hash, salt), safe, hash).digest()
    algorithm = value(0x30, bytes.fromhex(OIDS[hash]) + b"\x05\0")
    mac = value(0x30, value(0x30, algorithm + value(4, mac)) + value(4, salt) + value(2, ROUNDS.to_bytes(2, "big")))
    info = value(0x30, DATA + value(0xA0, value(4, safe)))
    return value(0x30, b"\x02\1\3" + info + mac)


def authorities(maker):
    root_key, issuer_key = new_key(), new_key()
    root_name = name(C="NO", O=maker, CN=f"{maker} Root CA")
    issuer_name = name(C="NO", O=maker, CN=f"{maker} Class 3 CA")
    signs = ["key_cert_sign", "crl_sign"]
    root = certificate(root_name, root_key, root_name, root_key, signs, authority=True)
    issuer = certificate(issuer_name, issuer_key, root_name, root_key, signs, authority=True)
    return root, issuer, issuer_name, issuer_key


def make(file, maker, scheme, hash, subject, purposes):
    root, issuer, issuer_name, issuer_key = authorities(maker)
    entries = []
    for alias, usages in purposes:
        key = new_key()
        own = certificate(name(**subject, CN=f"TESTBEDRIFT AS {alias}"), key, issuer_name, issuer_key, usages)
        entries.append((alias, [key, own]))
    # The authorities stand in the last entry only, the highest first.
    entries[-1][1].extend([root, issuer])
    with open(file, "wb") as out:
        out.write(keystore(scheme, hash, entries))


if __name__ == "__main__":
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    make("two-keys.p12", "Testutsteder En", "PBE-SHA1-3DES", "sha1",
         {"C": "NO", "O": "TESTBEDRIFT AS", "serialNumber": "312770016"},
         [("signering", ["content_commitment"]),
          ("autentisering-kryptering", ["digital_signature", "key_encipherment", "data_encipherment"])])
    make("three-keys.p12", "Testutsteder To", "AES-256-CBC", "sha256",
         {"C": "NO", "O": "TESTBEDRIFT AS", "organizationIdentifier": "NTRNO-312770016"},
         [("kryptering", ["key_encipherment", "data_encipherment"]),
          ("segl", ["content_commitment"]),
          ("autentisering", ["digital_signature"])])
