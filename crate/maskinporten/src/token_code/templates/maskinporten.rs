//! Tokens from Maskinporten.
//! The environment variable MASKINPORTEN_JWK_BASE64 holds the private key (RSA): its JWK in base64.

use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD, Engine};
use jsonwebtoken::{EncodingKey, Header};
use rsa::{BigUint, RsaPrivateKey, pkcs1::EncodeRsaPrivateKey};
use serde::Deserialize;
use serde_json::json;
use std::error::Error;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

const CLIENT_ID: &str = "{{client_id}}";
const SCOPE: &str = "{{scope}}";
const ISSUER: &str = "{{issuer}}";
const TOKEN_ENDPOINT: &str = "{{token_endpoint}}";

/// Keeps its token until shortly before it expires.
pub struct Maskinporten {
    header: Header,
    key: EncodingKey,
    token: Option<(String, Instant)>,
}

#[derive(Deserialize)]
struct Jwk {
    kid: String,
    alg: String,
    n: String,
    e: String,
    d: String,
    p: String,
    q: String,
}

#[derive(Deserialize)]
struct Answer {
    access_token: String,
    expires_in: u64,
}

impl Maskinporten {
    pub fn new() -> Result<Self, Box<dyn Error>> {
        let text = std::env::var("MASKINPORTEN_JWK_BASE64")?;
        // What the reader says of wrong JSON may hold the key.
        let jwk: Jwk = serde_json::from_slice(&BASE64_STANDARD.decode(text)?)
            .map_err(|_| "MASKINPORTEN_JWK_BASE64 is no JWK")?;
        let mut header = Header::new(jwk.alg.parse()?);
        header.kid = Some(jwk.kid.clone());
        Ok(Self { header, key: jwk.encoding_key()?, token: None })
    }

    pub fn token(&mut self) -> Result<String, Box<dyn Error>> {
        if let Some((token, renew_at)) = &self.token
            && Instant::now() < *renew_at
        {
            return Ok(token.clone());
        }
        let answer = self.request_token()?;
        let renew_at = Instant::now() + Duration::from_secs(answer.expires_in.saturating_sub(10));
        self.token = Some((answer.access_token.clone(), renew_at));
        Ok(answer.access_token)
    }

    fn request_token(&self) -> Result<Answer, Box<dyn Error>> {
        let mut response = ureq::post(TOKEN_ENDPOINT)
            .config()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(30)))
            .build()
            .send_form([
                ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
                ("assertion", &self.grant()?),
            ])?;
        let body = response.body_mut().read_to_string()?;
        if !response.status().is_success() {
            return Err(format!("Maskinporten: {} {body}", response.status().as_u16()).into());
        }
        Ok(serde_json::from_str(&body)?)
    }

    fn grant(&self) -> Result<String, Box<dyn Error>> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        let claims = json!({
            "aud": ISSUER,
            "iss": CLIENT_ID,
            "scope": SCOPE,
            "resource": ["{{resource}}"],
            "consumer_org": "{{consumer_org}}",
            "iat": now,
            "exp": now + 120, // the most that Maskinporten takes
            "jti": uuid::Uuid::new_v4(),
        });
        Ok(jsonwebtoken::encode(&self.header, &claims, &self.key)?)
    }
}

impl Jwk {
    fn encoding_key(&self) -> Result<EncodingKey, Box<dyn Error>> {
        let number = |text: &String| -> Result<BigUint, Box<dyn Error>> {
            Ok(BigUint::from_bytes_be(&BASE64_URL_SAFE_NO_PAD.decode(text)?))
        };
        let primes = vec![number(&self.p)?, number(&self.q)?];
        let key = RsaPrivateKey::from_components(
            number(&self.n)?,
            number(&self.e)?,
            number(&self.d)?,
            primes,
        )?;
        Ok(EncodingKey::from_rsa_der(key.to_pkcs1_der()?.as_bytes()))
    }
}

fn main() {
    match Maskinporten::new().and_then(|mut maskinporten| maskinporten.token()) {
        Ok(token) => println!("{token}"),
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(1);
        }
    }
}
