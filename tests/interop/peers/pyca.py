"""cryptography (pyca): OpenSSL's mathematics behind readers written in Rust.

Keys come and go as PEM, or as numbers: {"n": "0x…"} by the names of RFC 7518.
"""

import pathlib
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode

import cryptography_vectors
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

CURVES = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1(), "P-521": ec.SECP521R1()}
CURVE_NAMES = {curve.name: name for name, curve in CURVES.items()}
HASHES = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512()}


def private_numbers(pem):
    return numbers_of(read_private(pem))


def public_numbers(pem):
    return numbers_of(read_public(pem))


def private_from_numbers(numbers):
    """Refuses numbers that do not belong together, and gives PKCS#8."""
    value = {name: int(text, 16) for name, text in numbers.items() if text.startswith("0x")}
    if numbers["kty"] == "RSA":
        public = rsa.RSAPublicNumbers(value["e"], value["n"])
        parts = [value[name] for name in ("p", "q", "d", "dp", "dq", "qi")]
        key = rsa.RSAPrivateNumbers(*parts, public).private_key()
    elif numbers["kty"] == "EC":
        public = ec.EllipticCurvePublicNumbers(value["x"], value["y"], CURVES[numbers["crv"]])
        key = ec.EllipticCurvePrivateNumbers(value["d"], public).private_key()
    else:
        key = ed25519.Ed25519PrivateKey.from_private_bytes(value["d"].to_bytes(32, "big"))
        if numbers_of(key.public_key())["x"] != numbers["x"]:
            raise ValueError("x does not belong to d")
    return write_private(key, PrivateFormat.PKCS8)


def generate(kind):
    """A new key in each form that it can be written in."""
    if kind.startswith("rsa-"):
        key = rsa.generate_private_key(65537, int(kind[4:]))
    elif kind == "ed25519":
        key = ed25519.Ed25519PrivateKey.generate()
    else:
        key = ec.generate_private_key(CURVES[kind.upper()])
    forms = {"pkcs8-pem": write_private(key, PrivateFormat.PKCS8), "spki-pem": write_public(key, PublicFormat.SubjectPublicKeyInfo)}
    if kind.startswith("rsa-"):
        forms["pkcs1-pem"] = write_private(key, PrivateFormat.TraditionalOpenSSL)
        forms["public-pkcs1-pem"] = write_public(key, PublicFormat.PKCS1)
    elif kind != "ed25519":
        forms["sec1-pem"] = write_private(key, PrivateFormat.TraditionalOpenSSL)
    return {"numbers": numbers_of(key), "forms": forms}


def vectors():
    """The folder of the published vectors."""
    return str(pathlib.Path(cryptography_vectors.__file__).parent)


def public_of(octets, password):
    """The public part of a private key in whatever file."""
    key, _ = read_file(octets, password)
    return write_public(key, PublicFormat.SubjectPublicKeyInfo)


def unlock(octets, password):
    """The private key in whatever file, and the certificates beside it."""
    key, certificates = read_file(octets, password)
    return {"numbers": numbers_of(key), "certificates": [it.public_bytes(Encoding.PEM).decode() for it in certificates]}


def read_file(octets, password):
    octets, password = b64decode(octets), password.encode() or None
    for read in (serialization.load_pem_private_key, serialization.load_ssh_private_key,
                 serialization.load_der_private_key):
        try:
            return read(octets, password), []
        except (ValueError, TypeError):
            continue
    key, own, others = pkcs12.load_key_and_certificates(octets, password)
    return key, [own, *others] if own else others


PROTECTIONS = {
    "pkcs12": lambda password: serialization.BestAvailableEncryption(password),
    "pkcs12-3des": lambda password: PrivateFormat.PKCS12.encryption_builder()
    .key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC).hmac_hash(hashes.SHA1()).build(password),
    "openssh": lambda password: serialization.BestAvailableEncryption(password),
}


def protect(pem, how, password):
    """A private key as a file that the password opens, in base64."""
    key, protection = read_private(pem), PROTECTIONS[how](password.encode())
    if how == "openssh":
        octets = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, protection)
    else:
        octets = pkcs12.serialize_key_and_certificates("nøkkel".encode(), key, None, None, protection)
    return b64encode(octets).decode()


def sign(pem, alg, message):
    """The signature as JWS has it (RFC 7518 §3.4: r and s, not DER), in base64url."""
    key, message = read_private(pem), message.encode()
    if isinstance(key, ed25519.Ed25519PrivateKey):
        signature = key.sign(message)
    elif isinstance(key, ec.EllipticCurvePrivateKey):
        length = (key.curve.key_size + 7) // 8
        r, s = decode_dss_signature(key.sign(message, ec.ECDSA(HASHES[alg[2:]])))
        signature = r.to_bytes(length, "big") + s.to_bytes(length, "big")
    else:
        signature = key.sign(message, rsa_padding(alg), HASHES[alg[2:]])
    return urlsafe_b64encode(signature).rstrip(b"=").decode()


def verify(pem, alg, message, signature):
    """Raises what cryptography raises when the signature is not the key's."""
    key, message = read_public(pem), message.encode()
    signature = urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
    if isinstance(key, ed25519.Ed25519PublicKey):
        key.verify(signature, message)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(ecdsa_der(key.curve, signature), message, ec.ECDSA(HASHES[alg[2:]]))
    else:
        key.verify(signature, message, rsa_padding(alg), HASHES[alg[2:]])
    return True


def ecdsa_to_der(crv, signature):
    """From JWS's r and s to the DER that OpenSSL's command line wants; both in base64url."""
    octets = urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
    return urlsafe_b64encode(ecdsa_der(CURVES[crv], octets)).rstrip(b"=").decode()


def ecdsa_der(curve, signature):
    length = (curve.key_size + 7) // 8
    if len(signature) != 2 * length:
        raise ValueError("r and s are not of full length")
    return encode_dss_signature(int.from_bytes(signature[:length], "big"), int.from_bytes(signature[length:], "big"))


def rsa_padding(alg):
    """"The size of the salt value is the same size as the hash function output" (RFC 7518 §3.5)."""
    if alg.startswith("RS"):
        return padding.PKCS1v15()
    return padding.PSS(padding.MGF1(HASHES[alg[2:]]), HASHES[alg[2:]].digest_size)


def read_private(pem):
    return serialization.load_pem_private_key(pem.encode(), password=None)


def read_public(pem):
    return serialization.load_pem_public_key(pem.encode())


def write_private(key, form):
    return key.private_bytes(Encoding.PEM, form, NoEncryption()).decode()


def write_public(key, form):
    return key.public_key().public_bytes(Encoding.PEM, form).decode()


def numbers_of(key):
    if isinstance(key, rsa.RSAPrivateKey):
        private = key.private_numbers()
        crt = {"dp": private.dmp1, "dq": private.dmq1, "qi": private.iqmp}
        return numbers_of(key.public_key()) | in_hex({"d": private.d, "p": private.p, "q": private.q} | crt)
    if isinstance(key, rsa.RSAPublicKey):
        public = key.public_numbers()
        return {"kty": "RSA"} | in_hex({"n": public.n, "e": public.e})
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return numbers_of(key.public_key()) | in_hex({"d": key.private_numbers().private_value})
    if isinstance(key, ec.EllipticCurvePublicKey):
        public = key.public_numbers()
        return {"kty": "EC", "crv": CURVE_NAMES[key.curve.name]} | in_hex({"x": public.x, "y": public.y})
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return numbers_of(key.public_key()) | in_hex({"d": int.from_bytes(key.private_bytes_raw(), "big")})
    return {"kty": "OKP", "crv": "Ed25519"} | in_hex({"x": int.from_bytes(key.public_bytes_raw(), "big")})


def in_hex(numbers):
    return {name: hex(number) for name, number in numbers.items()}


CALLS = {
    call.__name__: call
    for call in (
        private_numbers, public_numbers, private_from_numbers, generate, vectors, public_of, unlock, protect,
        sign, verify, ecdsa_to_der,
    )
}
