//! Keys without a password, in every form that both sides have.
use crate::openssl;
use nokkelsmie_keys::generate::{KeyKind, generate};
use nokkelsmie_keys::write::{PrivateFormat, PublicFormat};
use nokkelsmie_keys::{PrivateKey, PublicKey, read, write};

const PRIVATE_PEMS: [PrivateFormat; 3] =
    [PrivateFormat::Pkcs8Pem, PrivateFormat::Pkcs1Pem, PrivateFormat::Sec1Pem];

fn ours_is_theirs(kind: KeyKind) {
    let key = generate(kind, kind.default_algorithm(), None).unwrap();
    let public = key.public_key();
    let spki = write::public(&public, PublicFormat::SpkiPem).unwrap();
    for format in PRIVATE_PEMS {
        let Ok(pem) = write::private(&key, format) else { continue };
        let said = openssl(&["pkey", "-check", "-noout"], pem.as_bytes());
        assert!(String::from_utf8_lossy(&said).contains("valid"), "{kind:?} {format:?}");
        let their_public = openssl(&["pkey", "-pubout"], pem.as_bytes());
        assert_eq!(String::from_utf8_lossy(&their_public), spki, "{kind:?} {format:?}");
        let der = write::private_der(&key, format).unwrap();
        let said = openssl(&["pkey", "-inform", "DER", "-check", "-noout"], &der);
        assert!(String::from_utf8_lossy(&said).contains("valid"), "{kind:?} {format:?}");
    }
    let said = openssl(&["pkey", "-pubin", "-pubcheck", "-noout"], spki.as_bytes());
    assert!(String::from_utf8_lossy(&said).contains("valid"), "{kind:?}");
    if let Ok(pkcs1) = write::public(&public, PublicFormat::Pkcs1Pem) {
        let theirs = openssl(&["rsa", "-RSAPublicKey_in", "-pubout"], pkcs1.as_bytes());
        assert_eq!(String::from_utf8_lossy(&theirs), spki);
    }
    // PKCS#8 that has been through OpenSSL is the same, octet for octet.
    let ours = write::private(&key, PrivateFormat::Pkcs8Pem).unwrap();
    let theirs = openssl(&["pkey"], ours.as_bytes());
    assert_eq!(String::from_utf8_lossy(&theirs), *ours, "{kind:?}");
}

fn theirs_is_ours(arguments: &[&str], traditional: bool) {
    let pem = openssl(arguments, b"");
    let private = |input: &[u8]| PrivateKey::try_from(&read::read(input).unwrap()[0]).unwrap();
    let key = private(&pem);
    let spki = openssl(&["pkey", "-pubout"], &pem);
    assert!(key.matches(&PublicKey::try_from(&read::read(&spki).unwrap()[0]).unwrap()));
    let der = openssl(&["pkey", "-outform", "DER"], &pem);
    assert!(private(&der).matches(&key.public_key()));
    if traditional {
        let old = openssl(&["pkey", "-traditional"], &pem);
        assert!(private(&old).matches(&key.public_key()));
        let der = openssl(&["pkey", "-traditional", "-outform", "DER"], &pem);
        assert!(private(&der).matches(&key.public_key()));
    }
}

#[test]
fn rsa() {
    ours_is_theirs(KeyKind::Rsa2048);
    theirs_is_ours(&["genpkey", "-quiet", "-algorithm", "RSA"], true);
    ours_is_theirs(KeyKind::Rsa3072);
}

#[test]
fn rsa_4096() {
    ours_is_theirs(KeyKind::Rsa4096);
}

#[test]
fn curves() {
    for (kind, name) in
        [(KeyKind::P256, "P-256"), (KeyKind::P384, "P-384"), (KeyKind::P521, "P-521")]
    {
        // Short coordinates and numbers come up once in 128 keys.
        for _ in 0..4 {
            ours_is_theirs(kind);
        }
        let curve = format!("ec_paramgen_curve:{name}");
        theirs_is_ours(&["genpkey", "-algorithm", "EC", "-pkeyopt", &curve], true);
    }
}

#[test]
fn ed25519() {
    ours_is_theirs(KeyKind::Ed25519);
    theirs_is_ours(&["genpkey", "-algorithm", "ED25519"], false);
}

/// `openssl ecparam -genkey` puts the curve in a block of its own before the
/// key; points may be compressed.
#[test]
fn other_ways_to_write_curves() {
    let pem = openssl(&["ecparam", "-name", "prime256v1", "-genkey"], b"");
    let key = PrivateKey::try_from(&read::read(&pem).unwrap()[0]).unwrap();
    let compressed = openssl(&["ec", "-conv_form", "compressed", "-pubout"], &pem);
    let public = PublicKey::try_from(&read::read(&compressed).unwrap()[0]).unwrap();
    assert!(key.matches(&public));
    let compressed = openssl(&["ec", "-conv_form", "compressed"], &pem);
    assert!(PrivateKey::try_from(&read::read(&compressed).unwrap()[0]).unwrap().matches(&public));
    let bare = openssl(&["ec", "-no_public"], &pem);
    assert!(PrivateKey::try_from(&read::read(&bare).unwrap()[0]).unwrap().matches(&public));
}

/// PS256 with the salt of RFC 7518 §3.5, RS512 and Ed25519: OpenSSL verifies
/// what we sign.
#[test]
fn signatures() {
    use nokkelsmie_jose::Algorithm;
    let directory = std::env::temp_dir().join(format!("nokkelsmie-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let file = |name: &str, content: &[u8]| {
        let path = directory.join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let mut key = generate(KeyKind::Rsa2048, Algorithm::PS256, None).unwrap();
    let spki = write::public(&key.public_key(), PublicFormat::SpkiPem).unwrap();
    let public = file("public.pem", spki.as_bytes());
    let signature = file("ps256", &key.sign(b"melding").unwrap());
    let pss = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32"];
    let verify = ["dgst", "-sha256", "-verify", &public, "-signature", &signature];
    openssl(&[&verify[..], &pss].concat(), b"melding");
    key.set_algorithm(Algorithm::RS512).unwrap();
    let signature = file("rs512", &key.sign(b"melding").unwrap());
    openssl(&["dgst", "-sha512", "-verify", &public, "-signature", &signature], b"melding");
    std::fs::remove_dir_all(&directory).unwrap();
}
