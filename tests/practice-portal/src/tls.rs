//! TLS with a throw-away certificate, so that a browser can be shown Digdir's
//! hosts mapped to this machine. The private keys are never written.

use std::{
    fs, io,
    net::SocketAddr,
    path::Path,
    sync::Arc,
    time::{Duration, SystemTime},
};

use axum::serve::Listener;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose, PublicKeyData,
};
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::mpsc,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

use crate::{clock::DAY, hosts};

/// Handshakes under way or waiting to be served.
const BACKLOG: usize = 64;

/// Makes a certificate authority and a certificate for this machine and
/// Digdir's hosts. Writes into the folder:
/// - `cert.pem`, the authority's certificate, for `curl --cacert`;
/// - `spki-sha256.txt`, base64 SHA-256 of the server's public key, for
///   Chromium's `--ignore-certificate-errors-spki-list`.
///
/// # Errors
/// When the folder cannot be written.
pub fn make_certificate(folder: &Path) -> io::Result<Arc<ServerConfig>> {
    let authority = authority().map_err(io::Error::other)?;
    let key = KeyPair::generate().map_err(io::Error::other)?;
    let certificate = server_parameters()
        .and_then(|parameters| parameters.signed_by(&key, &authority))
        .map_err(io::Error::other)?;

    let digest = ring::digest::digest(&ring::digest::SHA256, &key.subject_public_key_info());
    fs::create_dir_all(folder)?;
    fs::write(folder.join("cert.pem"), authority.pem())?;
    fs::write(folder.join("spki-sha256.txt"), format!("{}\n", STANDARD.encode(digest)))?;

    let chain: Vec<CertificateDer<'static>> =
        vec![certificate.der().clone(), authority.der().clone()];
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut configuration = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(io::Error::other)?;
    configuration.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(configuration))
}

fn authority() -> Result<CertifiedIssuer<'static, KeyPair>, rcgen::Error> {
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name = name("Practice portal, throw-away authority");
    valid_for_a_month(&mut parameters);
    parameters.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    CertifiedIssuer::self_signed(parameters, KeyPair::generate()?)
}

fn server_parameters() -> Result<CertificateParams, rcgen::Error> {
    let names: Vec<String> = hosts::DIGDIR
        .into_iter()
        .chain(["localhost", "127.0.0.1", "::1"])
        .map(str::to_owned)
        .collect();
    let mut parameters = CertificateParams::new(names)?;
    parameters.distinguished_name = name("Practice portal, not Digdir");
    valid_for_a_month(&mut parameters);
    parameters.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    Ok(parameters)
}

/// From yesterday, so that a clock a little behind accepts it too.
fn valid_for_a_month(parameters: &mut CertificateParams) {
    const ONE_DAY: Duration = Duration::from_secs(DAY);
    let now = SystemTime::now();
    parameters.not_before = (now - ONE_DAY).into();
    parameters.not_after = (now + 30 * ONE_DAY).into();
}

fn name(common_name: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, common_name);
    name
}

/// Accepts connections whose handshake is done; slow ones hold up nobody.
pub struct TlsListener {
    address: SocketAddr,
    accepted: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
}

impl TlsListener {
    /// Starts to accept.
    ///
    /// # Errors
    /// When the listener has no address.
    pub fn new(listener: TcpListener, configuration: Arc<ServerConfig>) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let (sender, accepted) = mpsc::channel(BACKLOG);
        tokio::spawn(accept_all(listener, TlsAcceptor::from(configuration), sender));
        Ok(Self { address, accepted })
    }
}

async fn accept_all(
    listener: TcpListener,
    acceptor: TlsAcceptor,
    sender: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>,
) {
    while !sender.is_closed() {
        let Ok((stream, peer)) = listener.accept().await else {
            continue;
        };
        let (acceptor, sender) = (acceptor.clone(), sender.clone());
        tokio::spawn(async move {
            if let Ok(stream) = acceptor.accept(stream).await {
                // Nobody listens any more when the server has ended.
                sender.send((stream, peer)).await.ok();
            }
        });
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.accepted.recv().await {
            Some(accepted) => accepted,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}
