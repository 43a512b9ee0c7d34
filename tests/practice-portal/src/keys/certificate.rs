//! As much of a certificate (RFC 5280 §4.1) as a grant signed with a business
//! certificate needs: the key, the organisation and the days it is valid.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{
    der::{self, INTEGER, OBJECT_IDENTIFIER, SEQUENCE},
    public_key::PublicKey,
};
use crate::clock::{DAY, days};

const SET: u8 = 0x31;
const VERSION: u8 = 0xa0;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// 2.5.4.3
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
/// 2.5.4.5, where older business certificates have the number.
const SERIAL_NUMBER: &[u8] = &[0x55, 0x04, 0x05];
/// 2.5.4.97, `NTRNO-312770016` (ETSI EN 319 412-1 §5.1.4).
const ORGANIZATION_IDENTIFIER: &[u8] = &[0x55, 0x04, 0x61];

/// The one authority that is known here, beside a certificate's own self.
const PRACTICE_AUTHORITY: &str = "Practice CA";

/// A business certificate.
#[derive(Debug, Clone)]
pub struct Certificate {
    /// What it certifies.
    pub key: PublicKey,
    /// Number of the organisation, nine digits, when the subject has one.
    pub organisation: Option<String>,
    /// The issuer is the subject itself or is called `Practice CA`. Its
    /// signature is not verified: nobody's trust hangs on this.
    pub is_practice: bool,
    /// Unix seconds, first and last that it is valid.
    validity: (u64, u64),
}

impl Certificate {
    /// Reads the first of an `x5c`: standard base64 of DER (RFC 7515 §4.1.6).
    pub fn from_base64(text: &str) -> Option<Self> {
        Self::from_der(&STANDARD.decode(text).ok()?)
    }

    /// Reads DER. Nothing when it is not a certificate with a key that ring knows.
    pub fn from_der(bytes: &[u8]) -> Option<Self> {
        let mut certificate = der::whole(bytes, SEQUENCE)?;
        let mut fields = der::take(&mut certificate, SEQUENCE)?;
        if fields.first() == Some(&VERSION) {
            der::take(&mut fields, VERSION)?;
        }
        der::take(&mut fields, INTEGER)?;
        der::take(&mut fields, SEQUENCE)?;
        let issuer = der::take(&mut fields, SEQUENCE)?;
        let mut validity = der::take(&mut fields, SEQUENCE)?;
        let subject = der::take(&mut fields, SEQUENCE)?;
        let key = der::take_element(&mut fields, SEQUENCE)?;
        Some(Self {
            key: der::subject_public_key(key)?,
            organisation: organisation(subject),
            is_practice: issuer == subject
                || attribute(issuer, COMMON_NAME).as_deref() == Some(PRACTICE_AUTHORITY),
            validity: (time(&mut validity)?, time(&mut validity)?),
        })
    }

    /// It is valid at this time, Unix seconds.
    pub fn is_valid(&self, now: u64) -> bool {
        (self.validity.0..=self.validity.1).contains(&now)
    }
}

/// The nine digits, with or without `NTRNO-` before them.
fn organisation(subject: &[u8]) -> Option<String> {
    [ORGANIZATION_IDENTIFIER, SERIAL_NUMBER].into_iter().find_map(|name| {
        let value = attribute(subject, name)?;
        let number = value.strip_prefix("NTRNO-").unwrap_or(&value);
        crate::organisations::is_number(number).then(|| number.to_owned())
    })
}

/// `Name ::= SEQUENCE OF SET OF SEQUENCE { type, value }`
fn attribute(mut name: &[u8], wanted: &[u8]) -> Option<String> {
    while !name.is_empty() {
        let mut set = der::take(&mut name, SET)?;
        while !set.is_empty() {
            let mut pair = der::take(&mut set, SEQUENCE)?;
            let attribute_type = der::take(&mut pair, OBJECT_IDENTIFIER)?;
            let (_, value) = der::take_any(&mut pair)?;
            if attribute_type == wanted {
                return String::from_utf8(value.to_vec()).ok();
            }
        }
    }
    None
}

/// RFC 5280 §4.1.2.5: `YYMMDDHHMMSSZ` of 1950 to 2049, or `YYYYMMDDHHMMSSZ`.
fn time(bytes: &mut &[u8]) -> Option<u64> {
    let (tag, content) = der::take_any(bytes)?;
    let text = std::str::from_utf8(content).ok()?.strip_suffix('Z')?;
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (year, rest) = match (tag, text.len()) {
        (UTC_TIME, 12) => {
            let short: u64 = text.get(..2)?.parse().ok()?;
            (if short < 50 { 2000 + short } else { 1900 + short }, text.get(2..)?)
        }
        (GENERALIZED_TIME, 14) => (text.get(..4)?.parse().ok()?, text.get(4..)?),
        _ => return None,
    };
    let part = |at: usize| rest.get(at..at + 2)?.parse::<u64>().ok();
    let (month, day) = (part(0)?, part(2)?);
    if year < 1970 || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    Some(days(year, month, day) * DAY + part(4)? * 3_600 + part(6)? * 60 + part(8)?)
}
