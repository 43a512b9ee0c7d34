//! The command that is handed over is pasted into a real bash with a real curl,
//! and arrives as `fetch` would have sent it.
#![allow(clippy::panic, clippy::unwrap_used)] // helpers of tests

use nokkelsmie_maskinporten::self_service::ApiCall;
use nokkelsmie_maskinporten::{
    Assertion, Environment, EnvironmentName, Request, Response, TokenOutcome, TokenRequest,
    curl_command, powershell_command,
};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::thread;

fn grant() -> Assertion {
    "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhIn0.AA-_AA".parse().unwrap()
}

fn request_for(environment: &Environment) -> Request {
    TokenRequest::new(grant()).to_request(environment).unwrap()
}

/// Answers one request and hands back what it was.
fn serve_once(listener: &TcpListener, answer: &str) -> String {
    let (mut stream, _) = listener.accept().unwrap();
    let request = read_request(&mut stream);
    stream.write_all(answer.as_bytes()).unwrap();
    request
}

fn read_request(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse::<usize>().ok()
            });
            if body.len() >= length.unwrap_or_default() {
                return text;
            }
        }
        match stream.read(&mut buffer).unwrap() {
            0 => return text,
            n => request.extend(&buffer[..n]),
        }
    }
}

#[test]
fn curl_sends_what_fetch_would_send() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let origin = format!("http://{address}");
    let environment = Environment::practice(&origin).unwrap();
    let body = r#"{"error":"invalid_grant","error_description":"MP-012 (trace_id: 1)"}"#;
    let length = body.len();
    let answer = format!(
        "HTTP/1.1 400 Bad Request\r\nDate: Mon, 23 Nov 2026 05:30:59 GMT\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    let server = thread::spawn(move || serve_once(&listener, &answer));

    let command = curl_command(&request_for(&environment));
    // With nothing on standard input but what the command itself puts there.
    let output = Command::new("bash")
        .args(["-c", &command])
        .env_clear()
        .env("PATH", std::env::var("PATH").unwrap())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    // A command that sends nothing must fail the test, not hang it.
    drop(TcpStream::connect(address));
    let request = server.join().unwrap();

    let (head, sent) = request.split_once("\r\n\r\n").unwrap();
    let wanted = request_for(&environment);
    assert!(head.starts_with("POST /token HTTP/1.1"), "{head}");
    for (name, value) in wanted.headers() {
        assert!(head.contains(&format!("{name}: {value}")), "{name} in {head}");
    }
    assert_eq!(Some(sent), wanted.body());

    let printed = String::from_utf8(output.stdout).unwrap();
    let response = Response::from_pasted(&printed, 0);
    assert_eq!(response.header("date"), Some("Mon, 23 Nov 2026 05:30:59 GMT"));
    let TokenOutcome::Refused { explanation } = TokenOutcome::of(&response, None) else { panic!() };
    assert_eq!((explanation.code.as_str(), explanation.status), ("MP-012", 400));
}

#[test]
fn no_argument_of_curl_holds_the_grant() {
    let environment = Environment::named(EnvironmentName::Test).unwrap();
    let command = curl_command(&request_for(&environment));
    let (first, config) = command.split_once('\n').unwrap();
    assert!(!first.contains("eyJ") && config.contains("eyJ"), "{command}");
}

#[test]
fn powershell_holds_everything_between_single_quotes() {
    let environment = Environment::named(EnvironmentName::Test).unwrap();
    let command = powershell_command(&request_for(&environment));
    for quoted in [
        "&assertion=eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhIn0.AA-_AA')",
        "GetBytes('grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer",
        "Uri = 'https://test.maskinporten.no/token'",
        "ContentType = 'application/x-www-form-urlencoded'",
    ] {
        assert!(command.contains(quoted), "{quoted} in {command}");
    }
    let (open, close) = (command.matches('{').count(), command.matches('}').count());
    assert_eq!(open, close);
}

#[test]
fn curl_writes_a_key_set_with_the_token_out_of_sight() {
    let environment = Environment::named(EnvironmentName::Test).unwrap();
    let key = r#"{"kty":"RSA","kid":"a'b\"c","x":"æ"}"#;
    let keys = vec![serde_json::from_str(key).unwrap()];
    let call = ApiCall::WriteKeys { client_id: "c".into(), keys, first: false };
    let request = call.to_request(&environment, "e30.e30.AA").unwrap();
    let command = curl_command(&request);
    assert!(!command.lines().next().unwrap().contains("e30"), "{command}");
    // What bash gives curl is what was meant.
    let printed = Command::new("bash")
        .args(["-c", &format!("curl() {{ cat; }}\n{command}")])
        .output()
        .unwrap();
    let config = String::from_utf8(printed.stdout).unwrap();
    assert!(config.contains("request = \"PUT\""), "{config}");
    assert!(config.contains("header = \"authorization: Bearer e30.e30.AA\""), "{config}");
    let body = config.lines().find_map(|line| line.strip_prefix("data-raw = ")).unwrap();
    let body: String = serde_json::from_str(body).unwrap();
    assert_eq!(Some(body.as_str()), request.body());
    assert!(powershell_command(&request).contains("a''b"), "doubled");
}
