//! What is read although it is not written as the standard wants it, and how
//! that is noted.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use nokkelsmie_jose::base64url;
use nokkelsmie_keys::write::PrivateFormat;
use nokkelsmie_keys::{
    Format, Irregularity, IrregularityKind as Kind, Material, PrivateKey, read, write,
};

const JWK: &str = r#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

// RFC 8410 §10.3 and §10.1
const PEM: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
const SPKI: &str = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";

/// The same key as [`PEM`].
fn one(input: impl AsRef<[u8]>) -> Material {
    let mut materials = read::read(input.as_ref()).unwrap();
    assert_eq!(materials.len(), 1);
    let material = materials.remove(0);
    let key = PrivateKey::try_from(&material).unwrap();
    let expected = if material.format == Format::Jwk { JWK } else { PEM };
    let expected = PrivateKey::try_from(&read::read(expected.as_bytes()).unwrap()[0]).unwrap();
    assert!(key.matches(&expected.public_key()));
    material
}

fn noted(material: &Material) -> Vec<(&str, Kind)> {
    material.irregularities.iter().map(|note| (note.field.as_str(), note.kind)).collect()
}

fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    order(0xfeff).into_iter().chain(text.encode_utf16().flat_map(order)).collect()
}

#[test]
fn what_is_written_as_it_should_be_has_no_notes() {
    assert_eq!(noted(&one(JWK)), []);
    assert_eq!(noted(&one(PEM)), []);
    assert_eq!(noted(&one(format!("\n {JWK}\n"))), []);
    assert_eq!(noted(&one(PEM.trim_end())), []);
}

#[test]
fn noise_around() {
    let noise = vec![("", Kind::Noise)];
    for text in [
        format!("\u{feff}{JWK}"),
        format!("\u{feff}{PEM}"),
        format!("'{JWK}'"),
        format!("`{JWK}`"),
        serde_json::Value::from(JWK).to_string(),
        serde_json::Value::from(PEM).to_string(),
        format!("const key = {JWK};"),
        format!("JWK={JWK}"),
        PEM.replace('\n', "\r\n"),
        PEM.replace('\n', "\\n"),
        PEM.replace('\n', "\\r\\n"),
        format!("\"{}\"", PEM.replace('\n', "\\n")),
        format!("Bag Attributes\n    friendlyName: a\n{PEM}"),
        format!("{PEM}\n# slutt"),
        format!("{{\"private_key\":\"{}\"}}", PEM.replace('\n', "\\n")),
    ] {
        assert_eq!(noted(&one(&text)), noise, "{text}");
    }
    assert_eq!(noted(&one(utf16(JWK, u16::to_le_bytes))), noise);
    assert_eq!(noted(&one(utf16(PEM, u16::to_be_bytes))), noise);
}

#[test]
fn lines_of_other_lengths() {
    let body = PEM.lines().nth(1).unwrap();
    let (a, b) = body.split_at(30);
    let short = PEM.replace(body, &format!("{a}\n{b}"));
    let long = SPKI.replace('\n', "").replace("KEY-----M", "KEY-----\nM");
    assert_eq!(noted(&one(short)), [("", Kind::LineLength)]);
    assert!(read::read(long.as_bytes()).unwrap()[0].irregularities.is_empty());
    // As `ssh-keygen` writes it.
    let openssh = include_str!("bad_input/forms/openssh.pem");
    assert_eq!(noted(&read::read(openssh.as_bytes()).unwrap()[0]), []);
    // A whole PEM on one line, as it comes out of a form field.
    assert_eq!(noted(&one(PEM.trim_end().replace('\n', " "))), []);
}

#[test]
fn base64_around() {
    let wrapped = vec![("", Kind::Base64Wrapped)];
    let once = base64url::encode(JWK);
    let lines = |text: &str| {
        let lines: Vec<_> = text.as_bytes().chunks(60).map(String::from_utf8_lossy).collect();
        lines.join("\n")
    };
    for text in [
        once.clone(),
        format!("{once}=="),
        once.replace('-', "+").replace('_', "/"),
        lines(&once),
        lines(&once).replace('\n', "\r\n"),
        base64url::encode(&once),
        base64url::encode(PEM),
        PEM.lines().nth(1).unwrap().to_owned(),
    ] {
        assert_eq!(noted(&one(&text)), wrapped, "{text}");
    }
    let quoted = format!("\"{once}\"");
    assert_eq!(noted(&one(quoted)), [("", Kind::Base64Wrapped), ("", Kind::Noise)]);
}

#[test]
fn members_spelt_otherwise() {
    let d = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
    let with = |spelling: &str| JWK.replace(d, spelling);
    let note = |kind| vec![("d", kind)];
    assert_eq!(noted(&one(with(&format!("{d}=")))), note(Kind::Padding));
    assert_eq!(noted(&one(with(&d.replace('_', "/")))), note(Kind::StandardAlphabet));
    assert_eq!(noted(&one(with(&format!("{} {}", &d[..9], &d[9..])))), note(Kind::Whitespace));
    assert_eq!(noted(&one(with(&d.replace("f2A", "f2D")))), note(Kind::TrailingBits));
    assert_eq!(
        noted(&one(with(&format!(" {}=", d.replace('_', "/").replace("f2A", "f2C"))))),
        [
            ("d", Kind::Padding),
            ("d", Kind::StandardAlphabet),
            ("d", Kind::Whitespace),
            ("d", Kind::TrailingBits)
        ]
    );
    let broken = read::read(with("nWGxne!").as_bytes()).unwrap().remove(0);
    assert_eq!(noted(&broken), note(Kind::NotBase64url));
    assert!(broken.is_private());
}

#[test]
fn members_of_other_types_and_twice() {
    let with = |members: &str| JWK.replacen('{', &format!("{{{members},"), 1);
    let material = one(with(r#""kid":1,"use":null,"key_ops":"sign","exp":"i morgen""#));
    let kind = Kind::WrongType;
    assert_eq!(noted(&material), [("use", kind), ("kid", kind), ("key_ops", kind), ("exp", kind)]);
    let material = one(with(r#""kid":"a","\u006bid":"b""#));
    assert_eq!(noted(&material), [("kid", Kind::Duplicate)]);
    assert_eq!(material.metadata.kid.as_deref(), Some("b"));
    let set = format!(r#"{{"keys":[{JWK},{}]}}"#, with(r#""kid":"a","kid":"b""#));
    let materials = read::read(set.as_bytes()).unwrap();
    assert_eq!(noted(&materials[0]), []);
    assert_eq!(noted(&materials[1]), [("kid", Kind::Duplicate)]);
    let list = format!(r#"[{},{JWK}]"#, with(r#""kid":"a","kid":"b""#));
    let materials = read::read(list.as_bytes()).unwrap();
    assert_eq!(noted(&materials[0]), [("kid", Kind::Duplicate)]);
    assert_eq!(noted(&materials[1]), []);
}

#[test]
fn metadata_is_kept() {
    let text = JWK.replacen(
        '{',
        r#"{"alg":"EdDSA","use":"sig","kid":"ø","key_ops":["sign"],"exp":1800000000,"x5c":[],"#,
        1,
    );
    let metadata = one(text).metadata;
    assert_eq!(metadata.alg.as_deref(), Some("EdDSA"));
    assert_eq!(metadata.key_use.as_deref(), Some("sig"));
    assert_eq!(metadata.kid.as_deref(), Some("ø"));
    assert_eq!(metadata.key_ops, Some(vec!["sign".to_owned()]));
    assert_eq!(metadata.exp, Some(1_800_000_000));
    assert!(metadata.has_certificate);
}

#[test]
fn several_keys_and_what_stands_beside_them() {
    let materials = read::read(format!("{PEM}{SPKI}").as_bytes()).unwrap();
    assert_eq!(materials.len(), 2);
    assert!(materials.iter().all(|material| material.irregularities.is_empty()));
    let certificate = "-----BEGIN CERTIFICATE-----\nMC4CAQAw\n-----END CERTIFICATE-----\n";
    assert_eq!(noted(&one(format!("{PEM}{certificate}"))), [("", Kind::PassedOver)]);
    // Cut off, or damaged, at either end.
    let (whole, cut) = (certificate.trim_end(), "-----BEGIN CERTIFICATE-----\nMC4CAQAw\n");
    for damaged in [
        cut,
        &whole[..whole.len() - 1],
        &cut.replace("MC4", "M!4"),
        "-----BEGIN X509 CERTIFICATE-----\n",
    ] {
        for text in [format!("{PEM}{damaged}"), format!("{damaged}\n{PEM}")] {
            assert_eq!(noted(&one(&text)), [("", Kind::PassedOver)], "{text}");
        }
    }
    // A key that is cut off is what somebody came with.
    let key = PEM.replace("-----END PRIVATE KEY-----\n", "");
    assert!(read::read(format!("{key}{SPKI}").as_bytes()).is_err());
    // X25519
    let other = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VuAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";
    assert_eq!(noted(&one(format!("{other}{PEM}"))), [("", Kind::PassedOver)]);
    let other = r#"{"kty":"oct","k":"AAAA"}"#;
    assert_eq!(noted(&one(format!(r#"{{"keys":[{other},{JWK}]}}"#))), [("", Kind::PassedOver)]);
}

/// Leading zeros of RSA numbers and coordinates of other lengths: read, noted
/// or kept, and written as they should be.
#[test]
fn numbers_of_other_lengths_are_repaired() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/rfc/7515-a2.private.jwk");
    let text = std::fs::read_to_string(path).unwrap();
    let whole = PrivateKey::try_from(&read::read(text.as_bytes()).unwrap()[0]).unwrap();
    let mut value: serde_json::Value = serde_json::from_str(&text).unwrap();
    for member in ["n", "e", "d", "p", "q", "dp", "dq", "qi"] {
        let octets = base64url::decode(value[member].as_str().unwrap()).unwrap();
        value[member] = base64url::encode([vec![0], octets].concat()).into();
    }
    let material = read::read(value.to_string().as_bytes()).unwrap().remove(0);
    assert_eq!(material.irregularities.len(), 8);
    assert!(
        material
            .irregularities
            .contains(&Irregularity { field: "qi".to_owned(), kind: Kind::LeadingZero })
    );
    let repaired = PrivateKey::try_from(&material).unwrap();
    let write = |key| write::private(key, PrivateFormat::Jwk).unwrap();
    assert_eq!(write(&repaired), write(&whole));

    // RFC 7515 A.3 with a zero before x, and P-521's d without its first zeros.
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/rfc/7515-a4.private.jwk");
    let text = std::fs::read_to_string(path).unwrap();
    let whole = PrivateKey::try_from(&read::read(text.as_bytes()).unwrap()[0]).unwrap();
    let mut value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let y = base64url::decode(value["y"].as_str().unwrap()).unwrap();
    assert_eq!(y[0], 0);
    value["y"] = base64url::encode(&y[1..]).into();
    let x = base64url::decode(value["x"].as_str().unwrap()).unwrap();
    value["x"] = base64url::encode([vec![0, 0], x].concat()).into();
    let material = read::read(value.to_string().as_bytes()).unwrap().remove(0);
    assert_eq!(write(&PrivateKey::try_from(&material).unwrap()), write(&whole));
}
