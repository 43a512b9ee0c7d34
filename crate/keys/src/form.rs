//! The forms that keys have in files and texts: how each is read, and how it is
//! written. What holds several of them is taken apart by [`read`](crate::read).

pub(crate) mod jwk;
pub(crate) mod openssh;
pub(crate) mod pem;
pub(crate) mod pkcs1;
pub(crate) mod pkcs12;
pub(crate) mod pkcs8;
pub(crate) mod sec1;
pub(crate) mod spki;
pub(crate) mod x509;
