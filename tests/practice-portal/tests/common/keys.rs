//! Keys to sign with. RSA keys are made by the openssl command line (ring makes
//! none), once for each run; EC and Ed25519 keys by ring. No key is in the repository.

use std::{process::Command, sync::OnceLock};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use practice_portal::base64url;
use ring::{
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair,
        Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512,
        RSA_PSS_SHA256, RsaKeyPair, RsaPublicKeyComponents,
    },
};
use serde_json::{Value, json};

enum Pair {
    Rsa(RsaKeyPair),
    Ec(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

/// A key pair with a `kid` and an `alg`.
pub struct Signer {
    pair: Pair,
    pub kid: String,
    pub alg: &'static str,
}

impl Signer {
    /// An RSA key of 2048 bits; the same one each time.
    pub fn rsa(alg: &'static str) -> Self {
        static KEY: OnceLock<Vec<u8>> = OnceLock::new();
        Self::of_rsa(KEY.get_or_init(|| generate_rsa(2048)), alg)
    }

    /// Another RSA key of 2048 bits.
    pub fn other_rsa(alg: &'static str) -> Self {
        static KEY: OnceLock<Vec<u8>> = OnceLock::new();
        Self::of_rsa(KEY.get_or_init(|| generate_rsa(2048)), alg)
    }

    pub fn p256() -> Self {
        Self::of_ec(&ECDSA_P256_SHA256_FIXED_SIGNING, "ES256")
    }

    pub fn p384() -> Self {
        Self::of_ec(&ECDSA_P384_SHA384_FIXED_SIGNING, "ES384")
    }

    pub fn ed25519() -> Self {
        let pkcs8 = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("a key");
        let pair = Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).expect("reads");
        Self::new(Pair::Ed25519(pair), "EdDSA")
    }

    fn of_rsa(pkcs8: &[u8], alg: &'static str) -> Self {
        Self::new(Pair::Rsa(RsaKeyPair::from_pkcs8(pkcs8).expect("reads")), alg)
    }

    fn of_ec(
        algorithm: &'static ring::signature::EcdsaSigningAlgorithm,
        alg: &'static str,
    ) -> Self {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &random).expect("a key");
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref(), &random).expect("reads");
        Self::new(Pair::Ec(pair), alg)
    }

    fn new(pair: Pair, alg: &'static str) -> Self {
        Self { pair, kid: "test-2026-11-23".to_owned(), alg }
    }

    pub fn with_kid(mut self, kid: &str) -> Self {
        self.kid = kid.to_owned();
        self
    }

    /// The public JWK, with all that the portal asks for.
    pub fn jwk(&self) -> Value {
        let mut jwk = match &self.pair {
            Pair::Rsa(pair) => {
                let RsaPublicKeyComponents { n, e } =
                    RsaPublicKeyComponents::<Vec<u8>>::from(pair.public());
                json!({ "kty": "RSA", "n": base64url::encode(&n), "e": base64url::encode(&e) })
            }
            Pair::Ec(pair) => {
                let point = &pair.public_key().as_ref()[1..];
                let (x, y) = point.split_at(point.len() / 2);
                let crv = if x.len() == 32 { "P-256" } else { "P-384" };
                json!({ "kty": "EC", "crv": crv,
                    "x": base64url::encode(x), "y": base64url::encode(y) })
            }
            Pair::Ed25519(pair) => json!({
                "kty": "OKP", "crv": "Ed25519",
                "x": base64url::encode(pair.public_key().as_ref()),
            }),
        };
        jwk["kid"] = json!(self.kid);
        jwk["alg"] = json!(self.alg);
        jwk["use"] = json!("sig");
        jwk
    }

    /// A grant with the header every grant has.
    pub fn grant(&self, claims: &Value) -> String {
        self.grant_with(&json!({ "alg": self.alg, "kid": self.kid, "typ": "JWT" }), claims)
    }

    pub fn grant_with(&self, header: &Value, claims: &Value) -> String {
        self.sign(&header.to_string(), &claims.to_string())
    }

    /// Signs two texts as they are.
    pub fn sign(&self, header: &str, claims: &str) -> String {
        let part = |text: &str| base64url::encode(text.as_bytes());
        let signed = format!("{}.{}", part(header), part(claims));
        format!("{signed}.{}", base64url::encode(&self.signature(signed.as_bytes())))
    }

    fn signature(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match &self.pair {
            Pair::Rsa(pair) => {
                let padding: &dyn ring::signature::RsaEncoding = match self.alg {
                    "RS256" => &RSA_PKCS1_SHA256,
                    "RS384" => &RSA_PKCS1_SHA384,
                    "RS512" => &RSA_PKCS1_SHA512,
                    "PS256" => &RSA_PSS_SHA256,
                    other => panic!("no padding for {other}"),
                };
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(padding, &random, message, &mut signature).expect("signs");
                signature
            }
            Pair::Ec(pair) => pair.sign(&random, message).expect("signs").as_ref().to_vec(),
            Pair::Ed25519(pair) => pair.sign(message).as_ref().to_vec(),
        }
    }
}

/// PKCS#8 DER of a new RSA key.
fn generate_rsa(bits: u32) -> Vec<u8> {
    der_of_pem(&private_pem(bits))
}

/// PKCS#8 PEM of a new RSA key.
pub fn private_pem(bits: u32) -> String {
    let size = format!("rsa_keygen_bits:{bits}");
    openssl(&["genpkey", "-quiet", "-algorithm", "RSA", "-pkeyopt", &size], "")
}

/// The public half, as `PUBLIC KEY`.
pub fn public_pem(private_pem: &str) -> String {
    openssl(&["pkey", "-pubout"], private_pem)
}

/// A signer of a PEM that openssl made.
pub fn signer_of_pem(private_pem: &str, kid: &str) -> Signer {
    Signer::of_rsa(&der_of_pem(private_pem), "RS256").with_kid(kid)
}

/// Runs openssl with this on standard input.
pub fn openssl(arguments: &[&str], input: &str) -> String {
    use std::{io::Write, process::Stdio};
    let mut child = Command::new("openssl")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("openssl is installed");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(input.as_bytes()).expect("reads");
    drop(stdin);
    let output = child.wait_with_output().expect("ends");
    assert!(output.status.success(), "openssl {arguments:?}");
    String::from_utf8(output.stdout).expect("text")
}

fn der_of_pem(pem: &str) -> Vec<u8> {
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    STANDARD.decode(base64).expect("base64")
}
