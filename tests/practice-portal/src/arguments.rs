//! The command line.

use std::{net::SocketAddr, path::PathBuf};

/// What was asked for on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arguments {
    /// Folder of the built site, served at `/`.
    pub site: PathBuf,
    /// Where to listen. Always loopback; port 0 lets the system choose.
    pub listen: SocketAddr,
    /// Where to write the throw-away certificate. Given: TLS; not given: plain HTTP.
    pub tls_dir: Option<PathBuf>,
    /// Seconds before a new key is known at the token endpoint.
    pub key_delay_seconds: u64,
    /// The script that makes React control the forms' fields, for that build of the portal.
    pub react: Option<PathBuf>,
    /// No line on standard error for each request.
    pub quiet: bool,
}

/// The one usage line.
pub const USAGE: &str = "usage: practice-portal --site DIR [--listen 127.0.0.1:8080] \
     [--tls-dir DIR] [--key-delay SECONDS] [--react FILE] [--quiet]";

impl Arguments {
    /// Reads the arguments that follow the program's name.
    ///
    /// # Errors
    /// One line for standard error: an unknown or incomplete option, or an
    /// address that is not loopback.
    pub fn read(arguments: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let mut site = None;
        let mut listen = SocketAddr::from(([127, 0, 0, 1], 8080));
        let mut tls_dir = None;
        let mut key_delay_seconds = 15;
        let mut react = None;
        let mut quiet = false;

        let mut rest = arguments.into_iter();
        while let Some(option) = rest.next() {
            let mut value = || rest.next().ok_or(format!("{option} needs a value; {USAGE}"));
            match option.as_str() {
                "--site" => site = Some(PathBuf::from(value()?)),
                "--listen" => listen = loopback(&value()?)?,
                "--tls-dir" => tls_dir = Some(PathBuf::from(value()?)),
                "--key-delay" => {
                    key_delay_seconds = value()?
                        .parse()
                        .map_err(|_| "--key-delay takes a number of seconds".to_owned())?;
                }
                "--react" => react = Some(PathBuf::from(value()?)),
                "--quiet" => quiet = true,
                _ => return Err(USAGE.to_owned()),
            }
        }
        Ok(Self { site: site.ok_or(USAGE)?, listen, tls_dir, key_delay_seconds, react, quiet })
    }
}

/// An address of this machine only: a practice portal hands out tokens to
/// anyone who asks, so nobody outside may.
fn loopback(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr = text
        .replacen("localhost:", "127.0.0.1:", 1)
        .parse()
        .map_err(|_| "--listen takes an address and a port, as 127.0.0.1:8080".to_owned())?;
    if address.ip().is_loopback() {
        Ok(address)
    } else {
        Err("--listen takes loopback addresses only (127.0.0.1 or [::1])".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::Arguments;

    fn read(line: &str) -> Result<Arguments, String> {
        Arguments::read(line.split(' ').map(str::to_owned))
    }

    #[test]
    fn defaults() {
        let arguments = read("--site dist/site").expect("reads");
        assert_eq!(arguments.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(arguments.key_delay_seconds, 15);
        assert_eq!(arguments.tls_dir, None);
    }

    #[test]
    fn only_loopback() {
        assert!(read("--site x --listen 127.0.0.1:0").is_ok());
        assert!(read("--site x --listen [::1]:0").is_ok());
        assert!(read("--site x --listen localhost:0").is_ok());
        for open in ["0.0.0.0:80", "[::]:80", "192.168.1.2:80", "8080"] {
            assert!(read(&format!("--site x --listen {open}")).is_err(), "{open}");
        }
    }

    #[test]
    fn the_site_is_needed() {
        assert!(read("--quiet").is_err());
    }
}
