//! The request for a token as a command to paste into a terminal. The grant
//! goes in on standard input or as a value within the shell: the arguments of
//! a program can be seen by others on the machine.

use crate::{Assertion, Environment, TokenRequest, TransportError};

/// For bash, zsh and the like, with curl 7.55 or newer. It prints the whole
/// answer, its head included, so that [`Response::from_pasted`] sees the status
/// and the date.
///
/// # Errors
/// [`TransportError::PrivateMaterial`]
///
/// [`Response::from_pasted`]: crate::Response::from_pasted
pub fn curl_command(
    environment: &Environment,
    assertion: Assertion,
) -> Result<String, TransportError> {
    let request = TokenRequest::new(assertion).to_request(environment)?;
    let mut lines = vec![format!("url = {}", curl_quoted(request.url()))];
    for (name, value) in request.headers() {
        lines.push(format!("header = {}", curl_quoted(&format!("{name}: {value}"))));
    }
    let body = request.body().unwrap_or_default();
    lines.push(format!("data = {}", curl_quoted(body)));
    let config = lines.join("\n");
    // Nothing in the config is expanded: the delimiter is quoted.
    Ok(format!(
        "curl --silent --show-error --include --max-time 30 --config - <<'SLUTT'\n{config}\nSLUTT\n"
    ))
}

/// "Within double quotes, the following escape sequences are available: \\, \",
/// \t, \n, \r and \v" (man curl, `--config`).
fn curl_quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// For Windows PowerShell 5.1 and PowerShell 7. It prints the answer's JSON,
/// also when it is a refusal.
///
/// # Errors
/// [`TransportError::PrivateMaterial`]
pub fn powershell_command(
    environment: &Environment,
    assertion: Assertion,
) -> Result<String, TransportError> {
    // Made only to be refused like one that is sent.
    TokenRequest::new(assertion.clone()).to_request(environment)?;
    let url = powershell_quoted(&environment.token_endpoint);
    let grant_type = powershell_quoted(TokenRequest::GRANT_TYPE);
    let assertion = powershell_quoted(assertion.as_str());
    Ok(format!(
        "& {{\n\
         \x20 # TLS 1.2, which Windows PowerShell 5.1 does not always choose\n\
         \x20 [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor 3072\n\
         \x20 $body = @{{\n\
         \x20   grant_type = {grant_type}\n\
         \x20   assertion = {assertion}\n\
         \x20 }}\n\
         \x20 try {{\n\
         \x20   Invoke-RestMethod -UseBasicParsing -TimeoutSec 30 -Method Post -Uri {url} -Body $body | ConvertTo-Json\n\
         \x20 }} catch {{\n\
         \x20   if ($_.ErrorDetails) {{ $_.ErrorDetails.Message }} else {{ $_.Exception.Message }}\n\
         \x20 }}\n\
         }}\n"
    ))
}

/// "A single-quoted string … to include a single quotation mark, use two"
/// (about_Quoting_Rules).
fn powershell_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
