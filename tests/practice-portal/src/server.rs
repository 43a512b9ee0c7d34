//! Listens, in the clear or over TLS.

use std::{io, sync::Arc};

use tokio::net::TcpListener;

use crate::{
    Configuration, Portal,
    arguments::Arguments,
    router,
    tls::{self, TlsListener},
};

/// Serves until the process is ended. Says where on standard output, in one
/// line, once it is ready.
///
/// # Errors
/// When the address is taken or the certificate cannot be written.
pub async fn run(arguments: Arguments) -> io::Result<()> {
    let portal = Arc::new(Portal::new(Configuration {
        site: arguments.site,
        tls: arguments.tls_dir.is_some(),
        key_delay_seconds: arguments.key_delay_seconds,
        react: arguments.react,
        quiet: arguments.quiet,
    }));
    let listener = TcpListener::bind(arguments.listen).await?;
    let address = listener.local_addr()?;
    match arguments.tls_dir {
        None => {
            println!("Nøkkelsmie: http://{address}/");
            axum::serve(listener, router(portal)).await
        }
        Some(folder) => {
            let listener = TlsListener::new(listener, tls::make_certificate(&folder)?)?;
            println!("Nøkkelsmie: https://{address}/");
            axum::serve(listener, router(portal)).await
        }
    }
}
