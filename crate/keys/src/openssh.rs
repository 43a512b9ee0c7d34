//! Private keys of OpenSSH (`PROTOCOL.key`), PEM `OPENSSH PRIVATE KEY`.

use crate::read::ReadErrorCode;
use crate::{Format, HiddenSecret, Material, Password, RawKey, RawRsa, rsa_key};
use nokkelsmie_jose::Curve;
use ssh_key::private::{EcdsaKeypair, KeypairData, RsaKeypair};
use ssh_key::{EcdsaCurve, Kdf, Mpint, PrivateKey};
use zeroize::Zeroizing;

pub(crate) const LABEL: &str = "OPENSSH PRIVATE KEY";

/// Rounds of bcrypt that a page can wait for; `ssh-keygen` takes 24.
const MAXIMUM_ROUNDS: u32 = 256;

/// Reads the octets inside the PEM.
pub(crate) fn read(octets: &[u8], password: Option<&Password>) -> Result<Material, ReadErrorCode> {
    let mut key = PrivateKey::from_bytes(octets).map_err(|_| ReadErrorCode::OpensshMalformed)?;
    if key.is_encrypted() {
        let password = password.ok_or(ReadErrorCode::PasswordNeeded)?;
        if matches!(key.kdf(), Kdf::Bcrypt { rounds, .. } if *rounds > MAXIMUM_ROUNDS) {
            return Err(ReadErrorCode::PasswordTooCostly);
        }
        key = key.decrypt(password.secret_text()).map_err(|error| match error {
            ssh_key::Error::AlgorithmUnsupported { .. } => ReadErrorCode::EncryptionUnknown,
            _ => ReadErrorCode::PasswordWrong,
        })?;
    }
    let raw = match key.key_data() {
        KeypairData::Rsa(key) => rsa(key),
        KeypairData::Ecdsa(key) => ecdsa(key)?,
        KeypairData::Ed25519(key) => RawKey::Okp {
            curve: Curve::Ed25519,
            x: Some(key.public.as_ref().to_vec()),
            d: Some(HiddenSecret(Zeroizing::new(key.private.as_ref().to_vec()))),
        },
        _ => return Err(ReadErrorCode::KeyTypeUnknown),
    };
    Ok(Material::new(Format::Openssh, raw))
}

/// "mpint n, e, d, iqmp, p, q": dp and dq follow from them.
fn rsa(key: &RsaKeypair) -> RawKey {
    let public = |number: &Mpint| number.as_positive_bytes().map(<[u8]>::to_vec);
    let secret = |number| public(number).map(|octets| HiddenSecret(Zeroizing::new(octets)));
    let (numbers, private) = (key.public(), key.private());
    RawKey::Rsa(Box::new(RawRsa {
        n: public(numbers.n()),
        e: public(numbers.e()),
        d: secret(private.d()),
        p: secret(private.p()),
        q: secret(private.q()),
        dp: crt_exponent(private.d(), private.p()),
        dq: crt_exponent(private.d(), private.q()),
        qi: secret(private.iqmp()),
        more_primes: false,
    }))
}

/// "d mod (p - 1)" (RFC 8017 §3.2)
fn crt_exponent(d: &Mpint, p: &Mpint) -> Option<HiddenSecret> {
    rsa_key::crt_exponent(d.as_positive_bytes()?, p.as_positive_bytes()?)
}

fn ecdsa(key: &EcdsaKeypair) -> Result<RawKey, ReadErrorCode> {
    let curve = match key.curve() {
        EcdsaCurve::NistP256 => Curve::P256,
        EcdsaCurve::NistP384 => Curve::P384,
        EcdsaCurve::NistP521 => Curve::P521,
    };
    // An uncompressed point: 04, x, y (SEC 1 §2.3.3).
    let point = key.public_key_bytes();
    let coordinates = point.get(1..).ok_or(ReadErrorCode::OpensshMalformed)?;
    let halves = coordinates.split_at_checked(curve.coordinate_len());
    let (x, y) = halves.ok_or(ReadErrorCode::OpensshMalformed)?;
    let d = HiddenSecret(Zeroizing::new(key.private_key_bytes().to_vec()));
    Ok(RawKey::Ec { curve, x: Some(x.to_vec()), y: Some(y.to_vec()), d: Some(d) })
}
