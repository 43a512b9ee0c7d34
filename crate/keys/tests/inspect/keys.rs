//! Material built by hand, so that these tests stand without any reader.

use nokkelsmie_jose::{Algorithm, Curve, Profile, base64url};
use nokkelsmie_keys::inspect::{Context, Report, inspect};
use nokkelsmie_keys::{
    Certificate, Format, HiddenSecret, Irregularity, IrregularityKind, Material, Metadata, RawKey,
    RawRsa,
};
use serde_json::Value;
use std::sync::LazyLock;
use zeroize::Zeroizing;

/// 2026-11-23T00:00:00Z
pub const NOW: u64 = 1_795_392_000;

/// A service that takes everything but PS.
pub fn profile() -> Profile {
    Profile {
        name: "test",
        as_of: "2026-09-18".into(),
        announced: vec![
            Algorithm::RS256,
            Algorithm::RS384,
            Algorithm::RS512,
            Algorithm::ES256,
            Algorithm::ES384,
            Algorithm::ES512,
            Algorithm::EdDSA,
        ]
        .into(),
        maximum_keys: 5,
        key_life_days: 365,
        expiry_warning_days: 30,
    }
}

pub fn context() -> Context {
    Context { now: NOW, ..Context::default() }
}

pub fn judge(material: &Material) -> Report {
    inspect(material, &profile(), &context())
}

/// A private RSA key of `keys.json` as a JWK that has all it needs.
pub fn rsa(name: &str) -> Material {
    rsa_with(name, |_| {})
}

/// The same with something changed in its numbers.
pub fn rsa_with(name: &str, change: impl FnOnce(&mut RawRsa)) -> Material {
    let mut key = RawRsa {
        n: Some(member(name, "n")),
        e: Some(member(name, "e")),
        d: secret(member(name, "d")),
        p: secret(member(name, "p")),
        q: secret(member(name, "q")),
        dp: secret(member(name, "dp")),
        dq: secret(member(name, "dq")),
        qi: secret(member(name, "qi")),
        more_primes: false,
    };
    change(&mut key);
    jwk(RawKey::Rsa(Box::new(key)), "RS256")
}

/// Only the public part.
pub fn rsa_public(name: &str) -> Material {
    rsa_with(name, keep_public)
}

pub fn keep_public(key: &mut RawRsa) {
    *key = RawRsa { n: key.n.take(), e: key.e.take(), ..RawRsa::default() };
}

/// Only n, e and d.
pub fn drop_crt(key: &mut RawRsa) {
    *key = RawRsa { n: key.n.take(), e: key.e.take(), d: key.d.take(), ..RawRsa::default() };
}

/// One number of a key, big-endian.
pub fn member(key: &str, name: &str) -> Vec<u8> {
    static KEYS: LazyLock<Value> =
        LazyLock::new(|| serde_json::from_str(include_str!("keys.json")).unwrap());
    let hex = KEYS[key][name].as_str().unwrap();
    hex_octets(hex)
}

/// Octets of a hexadecimal number, without leading zeros.
pub fn hex_octets(hex: &str) -> Vec<u8> {
    let hex = if hex.len() % 2 == 1 { format!("0{hex}") } else { hex.to_owned() };
    (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap()).collect()
}

pub fn secret(octets: impl Into<Vec<u8>>) -> Option<HiddenSecret> {
    Some(HiddenSecret(Zeroizing::new(octets.into())))
}

/// One more than it was.
pub fn increment(octets: &mut [u8]) {
    for octet in octets.iter_mut().rev() {
        *octet = octet.wrapping_add(1);
        if *octet != 0 {
            break;
        }
    }
}

/// A sound EC key: d is three, so the point is 3·G.
pub fn ec(curve: Curve) -> Material {
    let mut d = vec![0; curve.coordinate_len()];
    *d.last_mut().unwrap() = 3;
    let point = match curve {
        Curve::P256 => p256::SecretKey::from_slice(&d).unwrap().public_key().to_sec1_bytes(),
        Curve::P384 => p384::SecretKey::from_slice(&d).unwrap().public_key().to_sec1_bytes(),
        _ => p521::SecretKey::from_slice(&d).unwrap().public_key().to_sec1_bytes(),
    };
    let point = uncompressed(curve, &point);
    let (x, y) = point.split_at(curve.coordinate_len());
    let key = RawKey::Ec { curve, x: Some(x.into()), y: Some(y.into()), d: secret(d) };
    jwk(key, Algorithm::default_for(curve.key_type(), Some(curve)).unwrap().as_str())
}

fn uncompressed(curve: Curve, sec1: &[u8]) -> Vec<u8> {
    assert_eq!((sec1[0], sec1.len()), (4, 1 + 2 * curve.coordinate_len()));
    sec1[1..].to_vec()
}

/// The numbers of an EC key.
pub struct Ec<'a> {
    pub x: &'a mut Option<Vec<u8>>,
    pub y: &'a mut Option<Vec<u8>>,
    pub d: &'a mut Option<HiddenSecret>,
}

pub fn ec_with(curve: Curve, change: impl FnOnce(Ec<'_>)) -> Material {
    let mut material = ec(curve);
    if let RawKey::Ec { x, y, d, .. } = &mut material.key {
        change(Ec { x, y, d });
    }
    material
}

pub fn ed25519() -> Material {
    let seed = [7; 32];
    let x = ed25519_dalek::SigningKey::from_bytes(&seed).verifying_key().to_bytes();
    okp(Some(x.to_vec()), Some(seed.to_vec()))
}

pub fn okp(x: Option<Vec<u8>>, d: Option<Vec<u8>>) -> Material {
    let key = RawKey::Okp { curve: Curve::Ed25519, x, d: d.and_then(secret) };
    jwk(key, "EdDSA")
}

/// The sound key with a certificate of `certificates.json` in its x5c.
pub fn certified(name: &str) -> Material {
    let mut material = rsa("sound");
    material.certificates = vec![certificate(name)];
    material
}

/// The same with the fingerprint of that certificate, or of another.
pub fn fingerprinted(label: &str, right: bool) -> Material {
    let mut material = certified("valid");
    let of = certificate(if right { "valid" } else { "soon" });
    match label {
        "x5t" => material.metadata.x5t = Some(base64url::encode(of.sha1())),
        _ => material.metadata.x5t_s256 = Some(base64url::encode(of.sha256())),
    }
    material
}

/// Made by `make_certificates.py`.
fn certificate(name: &str) -> Certificate {
    static ALL: LazyLock<Value> =
        LazyLock::new(|| serde_json::from_str(include_str!("certificates.json")).unwrap());
    // A certificate in PEM, read alone, is what the readers make of it.
    let pem = format!(
        "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
        ALL[name].as_str().unwrap()
    );
    nokkelsmie_keys::read::read(pem.as_bytes()).unwrap().remove(0).certificates.remove(0)
}

pub fn jwk(key: RawKey, alg: &str) -> Material {
    let metadata = Metadata {
        alg: Some(alg.into()),
        key_use: Some("sig".into()),
        kid: Some("min.nokkel_1-a".into()),
        ..Metadata::default()
    };
    Material {
        format: Format::Jwk,
        key,
        metadata,
        name: None,
        has_private_member: false,
        certificates: Vec::new(),
        irregularities: vec![],
    }
}

pub fn labelled(change: impl FnOnce(&mut Metadata)) -> Material {
    let mut material = rsa("sound");
    change(&mut material.metadata);
    material
}

pub fn irregular(field: &str, kind: IrregularityKind) -> Material {
    let mut material = rsa("sound");
    material.irregularities.push(Irregularity { field: field.into(), kind });
    material
}

/// As it comes out of PEM: no labels.
pub fn pem(mut material: Material, format: Format) -> Material {
    material.format = format;
    material.metadata = Metadata::default();
    material
}
