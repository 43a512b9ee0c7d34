//! `practice-portal --site DIR [--listen 127.0.0.1:8080] …`: see `arguments`.

use std::process::ExitCode;

use practice_portal::{arguments::Arguments, server};

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = match Arguments::read(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(message) => {
            eprintln!("practice-portal: {message}");
            return ExitCode::from(2);
        }
    };
    match server::run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("practice-portal: {error}");
            ExitCode::FAILURE
        }
    }
}
