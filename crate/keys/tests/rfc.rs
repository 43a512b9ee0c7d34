//! The examples of the RFCs, with their published values (tests/vectors/rfc).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use nokkelsmie_jose::{Algorithm, PublicParameters, base64url};
use nokkelsmie_keys::write::{PrivateFormat, PublicFormat};
use nokkelsmie_keys::{KeyErrorCode, PrivateKey, PublicKey, jws, read, write};
use serde_json::Value;

fn vector(name: &str) -> String {
    let path = format!("{}/../../tests/vectors/rfc/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap().trim().to_owned()
}

fn private(name: &str) -> PrivateKey {
    let materials = read::read(vector(name).as_bytes()).unwrap();
    assert_eq!(materials[0].irregularities, []);
    PrivateKey::try_from(&materials[0]).unwrap()
}

fn public(name: &str) -> PublicKey {
    PublicKey::try_from(&read::read(vector(name).as_bytes()).unwrap()[0]).unwrap()
}

/// What was signed, and the signature.
fn parts(jws: &str) -> (String, Vec<u8>) {
    let (input, signature) = jws.rsplit_once('.').unwrap();
    (input.to_owned(), base64url::decode(signature).unwrap())
}

fn header_and_payload(input: &str) -> (String, String) {
    let (header, payload) = input.split_once('.').unwrap();
    let text = |part| String::from_utf8(base64url::decode(part).unwrap()).unwrap();
    (text(header), text(payload))
}

/// Writing the key gives each member of the published JWK its published value.
fn written_as_published(key: &PrivateKey, name: &str) {
    let published: Value = serde_json::from_str(&vector(name)).unwrap();
    let text = write::private(key, PrivateFormat::Jwk).unwrap();
    let written: Value = serde_json::from_str(&text).unwrap();
    for (member, value) in published.as_object().unwrap() {
        assert_eq!(written[member], *value, "{name}: {member}");
    }
}

/// The published JWS verifies, and ours equals it where the algorithm leaves
/// nothing to chance.
fn signs_as_published(key: &PrivateKey, name: &str, deterministic: bool) {
    let published = vector(name);
    let (input, signature) = parts(&published);
    assert!(key.public_key().verify(input.as_bytes(), &signature), "{name}");
    let (header, payload) = header_and_payload(&input);
    let ours = jws::sign_compact(key, &header, &payload).unwrap();
    let (same_input, our_signature) = parts(&ours);
    assert_eq!(same_input, input);
    assert_eq!(our_signature.len(), signature.len());
    assert!(key.public_key().verify(input.as_bytes(), &our_signature));
    assert_eq!(ours == published, deterministic, "{name}");
}

#[test]
fn rfc_7515_a_2_rs256() {
    let key = private("7515-a2.private.jwk");
    assert_eq!((key.algorithm(), key.bits()), (Algorithm::RS256, 2048));
    written_as_published(&key, "7515-a2.private.jwk");
    signs_as_published(&key, "7515-a2.jws", true);
}

#[test]
fn rfc_7515_a_3_es256() {
    let key = private("7515-a3.private.jwk");
    assert_eq!(key.algorithm(), Algorithm::ES256);
    written_as_published(&key, "7515-a3.private.jwk");
    signs_as_published(&key, "7515-a3.jws", false);
}

#[test]
fn rfc_7515_a_4_es512() {
    let key = private("7515-a4.private.jwk");
    assert_eq!(key.algorithm(), Algorithm::ES512);
    written_as_published(&key, "7515-a4.private.jwk");
    signs_as_published(&key, "7515-a4.jws", false);
}

#[test]
fn rfc_7517_a_1_and_a_2() {
    let public = read::read(vector("7517-a1.public.jwks").as_bytes()).unwrap();
    let private = read::read(vector("7517-a2.private.jwks").as_bytes()).unwrap();
    assert_eq!((public.len(), private.len()), (2, 2));
    for (public, private) in public.iter().zip(&private) {
        assert!(!public.is_private() && private.is_private());
        assert_eq!(public.irregularities, []);
        let key = PrivateKey::try_from(private).unwrap();
        assert!(key.matches(&PublicKey::try_from(public).unwrap()));
        assert_eq!(PrivateKey::try_from(public).unwrap_err().code, KeyErrorCode::NotPrivate);
    }
    assert_eq!(public[0].metadata.key_use.as_deref(), Some("enc"));
    let rsa = PrivateKey::try_from(&private[1]).unwrap();
    assert_eq!((rsa.key_id(), rsa.bits()), (Some("2011-04-29"), 2048));
    assert!(!rsa.matches(&PublicKey::try_from(&public[0]).unwrap()));
}

#[test]
fn rfc_7638_3_1() {
    let thumbprint = public("7638-3.1.public.jwk").jwk().thumbprint();
    assert_eq!(thumbprint.to_string(), vector("7638-3.1.thumbprint"));
}

#[test]
fn rfc_7520_3_1_to_3_4() {
    for (of_public, of_private) in [
        ("7520-3.1.public.jwk", "7520-3.2.private.jwk"),
        ("7520-3.3.public.jwk", "7520-3.4.private.jwk"),
    ] {
        let key = private(of_private);
        assert!(key.matches(&public(of_public)));
        assert_eq!(key.key_id(), Some("bilbo.baggins@hobbiton.example"));
        written_as_published(&key, of_private);
    }
}

#[test]
fn rfc_7520_4_1_rs256() {
    signs_as_published(&private("7520-3.4.private.jwk"), "7520-4.1.jws", true);
}

#[test]
fn rfc_7520_4_2_ps384() {
    let mut key = private("7520-3.4.private.jwk");
    key.set_algorithm(Algorithm::PS384).unwrap();
    signs_as_published(&key, "7520-4.2.jws", false);
}

#[test]
fn rfc_7520_4_3_es512() {
    signs_as_published(&private("7520-3.2.private.jwk"), "7520-4.3.jws", false);
}

#[test]
fn rfc_8037_a() {
    let key = private("8037-a1.private.jwk");
    assert_eq!(key.algorithm(), Algorithm::EdDSA);
    assert!(key.matches(&public("8037-a2.public.jwk")));
    assert_eq!(key.public_jwk().thumbprint().to_string(), vector("8037-a3.thumbprint"));
    written_as_published(&key, "8037-a1.private.jwk");
    signs_as_published(&key, "8037-a4.jws", true);
}

/// RFC 8410 §10.1 and §10.3, the other published pair of Ed25519.
#[test]
fn rfc_8410_10() {
    let spki = "-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
-----END PUBLIC KEY-----
";
    let pkcs8 = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
-----END PRIVATE KEY-----
";
    let key = PrivateKey::try_from(&read::read(pkcs8.as_bytes()).unwrap()[0]).unwrap();
    assert_eq!(*write::private(&key, PrivateFormat::Pkcs8Pem).unwrap(), pkcs8);
    let public = PublicKey::try_from(&read::read(spki.as_bytes()).unwrap()[0]).unwrap();
    assert!(key.matches(&public));
    assert_eq!(write::public(&public, PublicFormat::SpkiPem).unwrap(), spki);
}

/// A public exponent and modulus alone are no private key, and d alone is one
/// again: p and q come back.
#[test]
fn missing_numbers_of_rsa_come_back() {
    let name = "7515-a2.private.jwk";
    let whole = private(name);
    let expected = write::private(&whole, PrivateFormat::Jwk).unwrap();
    let published: Value = serde_json::from_str(&vector(name)).unwrap();
    let with = |members: &[&str]| {
        let mut object = published.as_object().unwrap().clone();
        object.retain(|name, _| members.contains(&name.as_str()));
        let text = Value::Object(object).to_string();
        let material = read::read(text.as_bytes()).unwrap().remove(0);
        PrivateKey::try_from(&material).map_err(|error| (error.code, error.field))
    };
    for members in [
        &["kty", "n", "e", "d"][..],
        &["kty", "n", "e", "d", "p"],
        &["kty", "n", "e", "d", "p", "q"],
        &["kty", "n", "e", "d", "p", "q", "dp"],
        &["kty", "n", "e", "d", "dp", "dq", "qi"],
    ] {
        let key = with(members).unwrap();
        assert_eq!(write::private(&key, PrivateFormat::Jwk).unwrap(), expected, "{members:?}");
    }
    // Without d a d is computed: the smallest one, so compare the public part.
    assert!(with(&["kty", "n", "e", "p", "q"]).unwrap().matches(&whole.public_key()));
    assert_eq!(with(&["kty", "n", "e"]).unwrap_err().0, KeyErrorCode::NotPrivate);
    assert_eq!(with(&["kty", "n", "d"]).unwrap_err(), (KeyErrorCode::MissingParameter, Some("e")));
    assert_eq!(with(&["kty", "e", "d"]).unwrap_err(), (KeyErrorCode::MissingParameter, Some("n")));
    let lost = with(&["kty", "n", "e", "q"]).unwrap_err();
    assert_eq!(lost, (KeyErrorCode::MissingParameter, Some("p")));
}

#[test]
fn parameters_without_a_public_part_get_it_back() {
    for name in ["7515-a3.private.jwk", "7515-a4.private.jwk", "8037-a1.private.jwk"] {
        let mut object = serde_json::from_str::<Value>(&vector(name)).unwrap();
        for member in ["x", "y"] {
            object.as_object_mut().unwrap().remove(member);
        }
        let material = read::read(object.to_string().as_bytes()).unwrap().remove(0);
        let key = PrivateKey::try_from(&material).unwrap();
        assert!(key.matches(&private(name).public_key()));
        assert!(key.matches(&PublicKey::try_from(&material).unwrap()));
        assert!(!matches!(key.public_jwk().parameters, PublicParameters::Rsa { .. }));
    }
}
