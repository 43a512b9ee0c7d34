//! PKCS#12 files (RFC 7292; `.p12`, `.pfx`): keys and certificates under a
//! password. Read with or without a MAC, also in BER.

mod read;
mod write;

pub(crate) use read::{is_plausible, read};
pub(crate) use write::write;

use crate::der::oid::dotted;
use const_oid::ObjectIdentifier;

const DATA: ObjectIdentifier = dotted("1.2.840.113549.1.7.1");
const ENCRYPTED_DATA: ObjectIdentifier = dotted("1.2.840.113549.1.7.6");
const KEY_BAG: ObjectIdentifier = dotted("1.2.840.113549.1.12.10.1.1");
const SHROUDED_KEY_BAG: ObjectIdentifier = dotted("1.2.840.113549.1.12.10.1.2");
const CERTIFICATE_BAG: ObjectIdentifier = dotted("1.2.840.113549.1.12.10.1.3");
const SAFE_CONTENTS_BAG: ObjectIdentifier = dotted("1.2.840.113549.1.12.10.1.6");
const X509_CERTIFICATE: ObjectIdentifier = dotted("1.2.840.113549.1.9.22.1");
/// Attributes of a bag (RFC 2985 §5.5)
const FRIENDLY_NAME: ObjectIdentifier = dotted("1.2.840.113549.1.9.20");
const LOCAL_KEY_ID: ObjectIdentifier = dotted("1.2.840.113549.1.9.21");
