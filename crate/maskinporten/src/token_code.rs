//! A program that fetches tokens, in the languages that people ask for it in. The programs
//! are files of their own in `token_code/templates`: whole but for the client's values,
//! which stand in string literals as `{{client_id}}`.

use crate::listed::listed;
use crate::unseen::is_unseen;
use crate::{Environment, GrantRequest};
use serde::{Deserialize, Serialize};

listed! {
    /// A language that there is a program in.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    #[cfg_attr(feature = "ts", derive(tsify::Tsify))]
    pub enum TokenLanguage {
        /// C# 12, .NET 8 and later.
        Csharp,
        /// Java 17 and later.
        Java,
        /// Kotlin on Java 17 and later.
        Kotlin,
        /// Python 3.9 and later.
        Python,
        /// TypeScript on Node.js 20 and later.
        Typescript,
        /// Go 1.18 and later.
        Go,
        /// Rust 1.88 and later, edition 2024.
        Rust,
        /// PowerShell 7.
        Powershell,
    }
}

/// What differs from client to client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenCodeValues {
    /// `client_id`.
    pub client_id: String,
    /// URL of the token endpoint.
    pub token_endpoint: String,
    /// The issuer: `aud` of the grants.
    pub issuer: String,
    /// Scopes with spaces between.
    pub scope: String,
    /// `resource`; empty for none.
    pub resource: Vec<String>,
    /// `consumer_org`; empty for none.
    pub consumer_org: String,
}

/// A program and what it needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub struct TokenCode {
    /// The language's own name for itself.
    pub name: String,
    /// What to call the file.
    pub file: String,
    /// The program.
    pub text: String,
    /// The command that installs the libraries, or the line of the build file that names
    /// them; empty where none are needed.
    pub install: String,
    /// How the program was tried.
    pub tried: Tried,
}

/// How a program is tried (`tests/interop/token-code.test.mjs`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub enum Tried {
    /// Every test run gets a token with it.
    Always,
    /// `./build.sh token-code` does, which fetches what is too big for every test run.
    Apart,
    /// It is parsed, and was never run.
    Parsed,
}

/// A program in this language, with these values in it.
pub fn token_code(language: TokenLanguage, values: &TokenCodeValues) -> TokenCode {
    let row = row(language);
    let mut text = String::with_capacity(row.template.len() + 200);
    for line in row.template.split_inclusive('\n') {
        if let Some(line) = filled(line, values, &row.literal) {
            text.push_str(&line);
        }
    }
    TokenCode {
        name: row.name.to_owned(),
        file: row.file.to_owned(),
        text,
        install: row.install.to_owned(),
        tried: row.tried,
    }
}

impl TokenCodeValues {
    /// Of what a person filled in, finished or not: what is missing is named `<client_id>`
    /// and `<scope>`. What a program gets anew for each token (`pid`,
    /// `authorization_details`) and whom the client stands for are left out.
    pub fn new(request: &GrantRequest, environment: &Environment) -> Self {
        let or = |text: &str, missing: &str| match text.trim() {
            "" => missing.to_owned(),
            text => text.to_owned(),
        };
        Self {
            client_id: or(&request.client_id, "<client_id>"),
            token_endpoint: environment.token_endpoint.clone(),
            issuer: environment.issuer.clone(),
            scope: or(&request.scope, "<scope>"),
            resource: request.resource.clone().unwrap_or_default(),
            consumer_org: request.consumer_org.clone().unwrap_or_default(),
        }
    }
}

struct Row {
    name: &'static str,
    file: &'static str,
    template: &'static str,
    install: &'static str,
    literal: Literal,
    tried: Tried,
}

fn row(language: TokenLanguage) -> Row {
    match language {
        TokenLanguage::Csharp => Row {
            name: "C#",
            file: "Maskinporten.cs",
            template: include_str!("token_code/templates/Maskinporten.cs"),
            install: "dotnet add package Microsoft.IdentityModel.JsonWebTokens",
            literal: Literal::DoubleQuoted,
            tried: Tried::Parsed,
        },
        TokenLanguage::Java => Row {
            name: "Java",
            file: "Maskinporten.java",
            template: include_str!("token_code/templates/Maskinporten.java"),
            install: "implementation(\"com.nimbusds:nimbus-jose-jwt:10.10\")",
            literal: Literal::DoubleQuoted,
            tried: Tried::Apart,
        },
        TokenLanguage::Kotlin => Row {
            name: "Kotlin",
            file: "Maskinporten.kt",
            template: include_str!("token_code/templates/Maskinporten.kt"),
            install: "implementation(\"com.nimbusds:nimbus-jose-jwt:10.10\")",
            literal: Literal::Kotlin,
            tried: Tried::Apart,
        },
        TokenLanguage::Python => Row {
            name: "Python",
            file: "maskinporten.py",
            template: include_str!("token_code/templates/maskinporten.py"),
            install: "pip install \"pyjwt[crypto]\" requests",
            literal: Literal::DoubleQuoted,
            tried: Tried::Always,
        },
        TokenLanguage::Typescript => Row {
            name: "TypeScript",
            file: "maskinporten.ts",
            template: include_str!("token_code/templates/maskinporten.ts"),
            install: "npm install jose",
            literal: Literal::SingleQuoted,
            tried: Tried::Always,
        },
        TokenLanguage::Go => Row {
            name: "Go",
            file: "maskinporten.go",
            template: include_str!("token_code/templates/maskinporten.go"),
            install: "go get github.com/go-jose/go-jose/v4",
            literal: Literal::DoubleQuoted,
            tried: Tried::Always,
        },
        TokenLanguage::Rust => Row {
            name: "Rust",
            file: "maskinporten.rs",
            template: include_str!("token_code/templates/maskinporten.rs"),
            install: "cargo add base64@0.22 jsonwebtoken@10 rsa@0.9 serde@1 serde_json@1 ureq@3 uuid@1 \
                      --features jsonwebtoken/rust_crypto,serde/derive,uuid/serde,uuid/v4",
            literal: Literal::DoubleQuoted,
            tried: Tried::Always,
        },
        TokenLanguage::Powershell => Row {
            name: "PowerShell",
            file: "maskinporten.ps1",
            template: include_str!("token_code/templates/maskinporten.ps1"),
            install: "",
            literal: Literal::PowerShell,
            tried: Tried::Parsed,
        },
    }
}

/// The line with its values; `None` when it is about one that is not there.
fn filled(line: &str, values: &TokenCodeValues, literal: &Literal) -> Option<String> {
    let resources: Vec<&str> = values.resource.iter().map(String::as_str).collect();
    let places: [(&str, &[&str]); 6] = [
        ("{{client_id}}", &[&values.client_id]),
        ("{{token_endpoint}}", &[&values.token_endpoint]),
        ("{{issuer}}", &[&values.issuer]),
        ("{{scope}}", &[&values.scope]),
        ("{{resource}}", &resources),
        ("{{consumer_org}}", &[&values.consumer_org]),
    ];
    let Some((place, texts)) = places.iter().find(|(place, _)| line.contains(place)) else {
        return Some(line.to_owned());
    };
    let literals: Vec<String> =
        texts.iter().map(|text| literal.of(text)).filter(|text| !text.is_empty()).collect();
    // Several are a list: "first", "second".
    let quote = literal.quote();
    let between = format!("{quote}, {quote}");
    (!literals.is_empty()).then(|| line.replace(place, &literals.join(&between)))
}

/// How a language writes text between quotes.
enum Literal {
    /// C#, Go, Java, Python and Rust.
    DoubleQuoted,
    /// TypeScript.
    SingleQuoted,
    /// Between double quotes, where `$` begins a template.
    Kotlin,
    /// Between single quotes, where nothing but these means anything.
    PowerShell,
}

impl Literal {
    fn quote(&self) -> char {
        match self {
            Self::DoubleQuoted | Self::Kotlin => '"',
            Self::SingleQuoted | Self::PowerShell => '\'',
        }
    }

    /// What stands between the quotes. White space is one space, and characters that
    /// cannot be seen, or turn the text round them, are left out: none of the values has
    /// any.
    fn of(&self, text: &str) -> String {
        let words: Vec<&str> = text.split_whitespace().collect();
        let seen = words.join(" ");
        let seen = seen.chars().filter(|&c| !is_unseen(c));
        seen.flat_map(|c| self.escape(c).into_iter().chain([c])).collect()
    }

    /// What goes before the character.
    fn escape(&self, c: char) -> Option<char> {
        match self {
            Self::DoubleQuoted => matches!(c, '\\' | '"').then_some('\\'),
            Self::SingleQuoted => matches!(c, '\\' | '\'').then_some('\\'),
            Self::Kotlin => matches!(c, '\\' | '"' | '$').then_some('\\'),
            // PowerShell takes typographic quotes for the same (about_Quoting_Rules).
            Self::PowerShell => {
                matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}').then_some(c)
            }
        }
    }
}
