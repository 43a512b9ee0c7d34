//! A request as a command to paste into a terminal. Grant and token go in on
//! standard input or as a value within the shell: the arguments of a program can
//! be seen by others on the machine.

use crate::Request;

/// For bash, zsh and the like, with curl 7.55 or newer. It prints the whole
/// answer, its head included, so that [`Response::from_pasted`] sees the status
/// and the date.
///
/// [`Response::from_pasted`]: crate::Response::from_pasted
pub fn curl_command(request: &Request) -> String {
    let mut lines = vec![
        format!("url = {}", curl_quoted(request.url())),
        format!("request = {}", curl_quoted(request.method().as_str())),
    ];
    for (name, value) in request.headers() {
        lines.push(format!("header = {}", curl_quoted(&format!("{name}: {value}"))));
    }
    if let Some(body) = request.body() {
        lines.push(format!("data-raw = {}", curl_quoted(body)));
    }
    let config = lines.join("\n");
    // Nothing in the config is expanded: the delimiter is quoted.
    format!(
        "curl --silent --show-error --include --max-time 30 --config - <<'SLUTT'\n{config}\nSLUTT\n"
    )
}

/// "Within double quotes, the following escape sequences are available: \\, \",
/// \t, \n, \r and \v" (man curl, `--config`).
fn curl_quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("\"{escaped}\"")
}

/// For Windows PowerShell 5.1 and PowerShell 7. It prints status and body, also of
/// a refusal, as [`Response::from_pasted`] reads them.
///
/// [`Response::from_pasted`]: crate::Response::from_pasted
pub fn powershell_command(request: &Request) -> String {
    let method = request.method().as_str();
    let url = powershell_quoted(request.url());
    let (content_types, headers): (Vec<_>, Vec<_>) =
        request.headers().partition(|(name, _)| *name == "content-type");
    let mut lines = vec![
        "# TLS 1.2, which Windows PowerShell 5.1 does not always choose".to_owned(),
        "[Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor 3072".to_owned(),
        "$ask = @{".to_owned(),
        format!("  Method = '{method}'"),
        format!("  Uri = {url}"),
        "  TimeoutSec = 30".to_owned(),
        "  UseBasicParsing = $true".to_owned(),
        "  Headers = @{".to_owned(),
    ];
    for (name, value) in headers {
        lines.push(format!("    {} = {}", powershell_quoted(name), powershell_quoted(value)));
    }
    lines.push("  }".to_owned());
    if let Some(body) = request.body() {
        for (_, value) in content_types {
            lines.push(format!("  ContentType = {}", powershell_quoted(value)));
        }
        // Windows PowerShell 5.1 writes text as ISO 8859-1.
        let body = powershell_quoted(body);
        lines.push(format!("  Body = [Text.Encoding]::UTF8.GetBytes({body})"));
    }
    lines.push("}".to_owned());
    let inner = lines.iter().map(|line| format!("  {line}\n")).collect::<String>();
    format!(
        "& {{\n{inner}\
         \x20 try {{\n\
         \x20   $answer = Invoke-WebRequest @ask\n\
         \x20   \"HTTP/1.1 $([int]$answer.StatusCode)`n`n\" + [Text.Encoding]::UTF8.GetString($answer.RawContentStream.ToArray())\n\
         \x20 }} catch {{\n\
         \x20   if ($_.Exception.Response) {{ \"HTTP/1.1 $([int]$_.Exception.Response.StatusCode)`n\" }}\n\
         \x20   if ($_.ErrorDetails) {{ $_.ErrorDetails.Message }} else {{ $_.Exception.Message }}\n\
         \x20 }}\n\
         }}\n"
    )
}

/// "A single-quoted string … to include a single quotation mark, use two"
/// (about_Quoting_Rules). PowerShell takes typographic ones for the same.
pub(crate) fn powershell_quoted(text: &str) -> String {
    let is_quote = |c: char| "'\u{2018}\u{2019}\u{201a}\u{201b}".contains(c);
    let double = |c: char| core::iter::repeat_n(c, if is_quote(c) { 2 } else { 1 });
    format!("'{}'", text.chars().flat_map(double).collect::<String>())
}
