//! JSON Web Key (RFC 7517, RFC 7518 §6, RFC 8037 §2), reading and writing.

use crate::Certificate;
use crate::form::x509::MAXIMUM_CHAIN;
use crate::private_key::PrivateNumbers;
use crate::read_error::ReadErrorCode;
use crate::rsa_key::{Numbers, TrimLeadingZeros};
use crate::{
    Format, HiddenSecret, Irregularity, IrregularityKind, Material, Metadata, PrivateKey, RawKey,
    RawRsa, Secret, WriteError, base64, ec_key,
};
use nokkelsmie_jose::private_material::PRIVATE_MEMBERS;
use nokkelsmie_jose::{Curve, KeyType, PublicParameters};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

/// Reads one JWK; what is wrong with its members is noted, not refused.
pub(crate) fn read(object: &Map<String, Value>) -> Result<Material, ReadErrorCode> {
    let kty = object.get("kty").and_then(Value::as_str).ok_or(ReadErrorCode::NoKeyType)?;
    let mut members = Members { object, irregularities: Vec::new() };
    let key = match kty.parse::<KeyType>() {
        Ok(KeyType::Rsa) => RawKey::Rsa(Box::new(RawRsa {
            n: members.number("n").map(into_public),
            e: members.number("e").map(into_public),
            d: members.number("d").map(HiddenSecret),
            p: members.number("p").map(HiddenSecret),
            q: members.number("q").map(HiddenSecret),
            dp: members.number("dp").map(HiddenSecret),
            dq: members.number("dq").map(HiddenSecret),
            qi: members.number("qi").map(HiddenSecret),
            more_primes: object.contains_key("oth"),
        })),
        Ok(key_type) => {
            let crv = object.get("crv").and_then(Value::as_str);
            let curve: Curve =
                crv.and_then(|crv| crv.parse().ok()).ok_or(ReadErrorCode::CurveUnknown)?;
            let x = members.octets("x").map(into_public);
            match (key_type, curve.key_type()) {
                (KeyType::Ec, KeyType::Ec) => {
                    let y = members.octets("y").map(into_public);
                    RawKey::Ec { curve, x, y, d: members.octets("d").map(HiddenSecret) }
                }
                (KeyType::Okp, KeyType::Okp) => {
                    RawKey::Okp { curve, x, d: members.octets("d").map(HiddenSecret) }
                }
                _ => return Err(ReadErrorCode::CurveUnknown),
            }
        }
        Err(_) if kty == "oct" => return Err(ReadErrorCode::SymmetricKey),
        Err(_) => return Err(ReadErrorCode::KeyTypeUnknown),
    };
    let metadata = members.metadata();
    let certificates = members.certificates();
    let is_there = |name: &&str| object.get(*name).is_some_and(|value| !value.is_null());
    Ok(Material {
        format: Format::Jwk,
        key,
        metadata,
        name: None,
        has_private_member: PRIVATE_MEMBERS.iter().any(is_there),
        certificates,
        irregularities: members.irregularities,
    })
}

/// The private JWK on one line: `kty`, `alg`, `use`, `kid`, then the key.
pub(crate) fn private_compact(key: &PrivateKey) -> Result<Zeroizing<String>, WriteError> {
    private(key, Layout { newline: "", colon: ":" })
}

/// The private JWK, indented as the public one is; `indent` is put before
/// every line but the first.
pub(crate) fn private_indented(
    key: &PrivateKey,
    indent: &str,
) -> Result<Zeroizing<String>, WriteError> {
    private(key, Layout { newline: &format!("\n{indent}"), colon: ": " })
}

struct Layout<'a> {
    newline: &'a str,
    colon: &'a str,
}

fn private(key: &PrivateKey, layout: Layout<'_>) -> Result<Zeroizing<String>, WriteError> {
    // Written by hand, into a buffer that never grows, so that no copy of a
    // secret stays behind.
    let room = 1024 + key.bits() as usize + key.key_id().map_or(0, |kid| kid.len() * 6);
    let mut out = Zeroizing::new(String::with_capacity(room));
    let mut writer = Writer { out: &mut out, layout, first: true };
    writer.text("kty", key.key_type().as_str());
    writer.text("alg", key.algorithm().as_str());
    writer.text("use", "sig");
    if let Some(kid) = key.key_id() {
        writer.text("kid", kid);
    }
    if let Some(curve) = key.curve() {
        writer.text("crv", curve.as_str());
    }
    let public = key.public_jwk();
    match (key.numbers(), &public.parameters) {
        (PrivateNumbers::Rsa(key), _) => {
            let numbers = Numbers::of(key).map_err(|_| WriteError::DoesNotFit)?;
            writer.octets("e", &numbers.e);
            writer.octets("n", &numbers.n);
            writer.octets("d", &numbers.d);
            writer.octets("p", &numbers.p);
            writer.octets("q", &numbers.q);
            writer.octets("dp", &numbers.dp);
            writer.octets("dq", &numbers.dq);
            writer.octets("qi", &numbers.qi);
        }
        (numbers, PublicParameters::Ec { x, y, .. }) => {
            writer.octets("x", x);
            writer.octets("y", y);
            writer.octets("d", &curve_secret(numbers));
        }
        (numbers, PublicParameters::Okp { x, .. }) => {
            writer.octets("x", x);
            writer.octets("d", &curve_secret(numbers));
        }
        _ => return Err(WriteError::DoesNotFit),
    }
    if let Some(expires) = public.expires {
        writer.name("exp");
        writer.out.push_str(&expires.to_string());
    }
    writer.end();
    debug_assert!(out.capacity() == room, "the buffer must not grow");
    Ok(out)
}

/// The private number of a key on a curve.
pub(crate) fn curve_secret(numbers: &PrivateNumbers) -> Secret {
    match numbers {
        PrivateNumbers::Rsa(_) => Secret::default(),
        PrivateNumbers::P256(key) => ec_key::private_octets(key),
        PrivateNumbers::P384(key) => ec_key::private_octets(key),
        PrivateNumbers::P521(key) => ec_key::private_octets(key),
        PrivateNumbers::Ed25519(key) => Zeroizing::new(key.as_bytes().to_vec()),
    }
}

struct Writer<'a> {
    out: &'a mut Zeroizing<String>,
    layout: Layout<'a>,
    first: bool,
}

impl Writer<'_> {
    fn name(&mut self, name: &str) {
        let before = if core::mem::take(&mut self.first) { "{" } else { "," };
        let indent = if self.layout.newline.is_empty() { "" } else { "  " };
        for part in [before, self.layout.newline, indent, "\"", name, "\"", self.layout.colon] {
            self.out.push_str(part);
        }
    }

    /// A public text.
    fn text(&mut self, name: &str, value: &str) {
        self.name(name);
        self.out.push_str(&Value::from(value).to_string());
    }

    fn octets(&mut self, name: &str, octets: &[u8]) {
        self.name(name);
        self.out.push('"');
        base64::push_url(self.out, octets);
        self.out.push('"');
    }

    fn end(self) {
        self.out.push_str(self.layout.newline);
        self.out.push('}');
    }
}

struct Members<'a> {
    object: &'a Map<String, Value>,
    irregularities: Vec<Irregularity>,
}

impl Members<'_> {
    /// Base64urlUInt (RFC 7518 §2), without leading zeros.
    fn number(&mut self, name: &str) -> Option<Secret> {
        let octets = self.octets(name)?;
        let significant = octets.trim_leading_zeros();
        if significant.len() == octets.len() {
            return Some(octets);
        }
        self.note(name, IrregularityKind::LeadingZero);
        Some(Zeroizing::new(significant.to_vec()))
    }

    fn octets(&mut self, name: &str) -> Option<Secret> {
        let text = self.text(name)?;
        let (octets, notes) = base64::decode(text);
        for kind in notes {
            self.note(name, kind);
        }
        octets
    }

    fn text(&mut self, name: &str) -> Option<&str> {
        let value = self.object.get(name)?;
        if !value.is_string() {
            self.note(name, IrregularityKind::WrongType);
        }
        value.as_str()
    }

    fn metadata(&mut self) -> Metadata {
        const CERTIFICATE: [&str; 4] = ["x5c", "x5t", "x5t#S256", "x5u"];
        Metadata {
            alg: self.text("alg").map(str::to_owned),
            key_use: self.text("use").map(str::to_owned),
            kid: self.text("kid").map(str::to_owned),
            key_ops: self.list("key_ops"),
            exp: self.time("exp"),
            has_certificate: CERTIFICATE.iter().any(|name| self.object.contains_key(*name)),
            x5t: self.text("x5t").map(str::to_owned),
            x5t_s256: self.text("x5t#S256").map(str::to_owned),
        }
    }

    /// "Each string in the array is a base64-encoded (Section 4 of \[RFC4648\] --
    /// not base64url-encoded) DER PKIX certificate value" (RFC 7517 §4.7)
    fn certificates(&mut self) -> Vec<Certificate> {
        let Some(value) = self.object.get("x5c") else { return Vec::new() };
        let mut regular = true;
        let read = |item: &Value| {
            let text = item.as_str()?;
            regular &= !text.contains(['-', '_']) && !text.contains(char::is_whitespace);
            Certificate::from_der(&base64::decode(text).0?).ok()
        };
        let list = value.as_array().filter(|list| (1..=MAXIMUM_CHAIN).contains(&list.len()));
        let certificates: Option<Vec<_>> = list.and_then(|list| list.iter().map(read).collect());
        if certificates.is_none() || !regular {
            self.note("x5c", IrregularityKind::NotCertificate);
        }
        certificates.unwrap_or_default()
    }

    fn list(&mut self, name: &str) -> Option<Vec<String>> {
        let value = self.object.get(name)?;
        let texts = value
            .as_array()
            .and_then(|list| list.iter().map(|item| item.as_str().map(str::to_owned)).collect());
        if texts.is_none() {
            self.note(name, IrregularityKind::WrongType);
        }
        texts
    }

    fn time(&mut self, name: &str) -> Option<u64> {
        let value = self.object.get(name)?;
        if !value.is_u64() {
            self.note(name, IrregularityKind::WrongType);
        }
        value.as_u64()
    }

    fn note(&mut self, field: &str, kind: IrregularityKind) {
        self.irregularities.push(Irregularity { field: field.to_owned(), kind });
    }
}

/// n, e, x and y are read with the care for secrets, and are none.
fn into_public(octets: Secret) -> Vec<u8> {
    octets.to_vec()
}
