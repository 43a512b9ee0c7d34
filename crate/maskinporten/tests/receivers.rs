//! What each receiver gets: its settings by their names, its commands without the key in
//! them, and values that would mean something else are quoted or refused.
#![allow(clippy::panic, clippy::unwrap_used)] // helpers of tests

use nokkelsmie_maskinporten::{
    Environment, EnvironmentName, FieldValue, HandOverField, HandOverOrder, HandOverProblem,
    HandOverProblemCode, Piece, Receiver, SecretForm, receivers,
};
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

const CLIENT_ID: &str = "b590f149-d0ba-4fca-b367-bccd9e444a00";

fn order(receiver: Receiver) -> HandOverOrder {
    HandOverOrder {
        receiver,
        form: SecretForm::Base64Jwk,
        environment: Environment::named(EnvironmentName::Test).unwrap(),
        client_id: CLIENT_ID.into(),
        scopes: "altinn:serviceowner\n altinn:broker.read".into(),
        kid: Some("fakturaklient-test-2026-11-23-k3v9q2m7".into()),
        exchange: true,
        values: examples(receiver),
    }
}

/// What nobody can guess, as a person would fill it in.
fn examples(receiver: Receiver) -> Vec<FieldValue> {
    let facts = receivers().into_iter().find(|facts| facts.receiver == receiver).unwrap();
    let fields = facts.fields.into_iter().filter(|facts| !facts.example.is_empty());
    fields.map(|facts| FieldValue { field: facts.field, value: facts.example }).collect()
}

fn with(receiver: Receiver, field: HandOverField, value: &str) -> HandOverOrder {
    let mut values = vec![FieldValue { field, value: value.into() }];
    values.extend(examples(receiver));
    HandOverOrder { values, ..order(receiver) }
}

#[test]
fn what_nobody_can_guess_is_missing_until_it_is_filled_in() {
    let mut missing = Vec::new();
    for facts in receivers() {
        let bare = HandOverOrder { values: Vec::new(), ..order(facts.receiver) };
        missing.extend(bare.check().into_iter().map(|problem| problem.field));
    }
    use HandOverField::{Organization, Pipeline, Project, Repository, Vault};
    assert_eq!(missing, [Vault, Repository, Organization, Project, Pipeline]);
}

fn preview(order: &HandOverOrder) -> String {
    order.hand_over().unwrap().preview
}

fn problems(order: &HandOverOrder) -> Vec<(HandOverField, HandOverProblemCode)> {
    order.check().into_iter().map(|HandOverProblem { field, code }| (field, code)).collect()
}

#[test]
fn every_receiver_has_a_row_of_its_own_and_a_hand_over() {
    let all: Vec<_> = receivers().into_iter().map(|facts| facts.receiver).collect();
    assert_eq!(all.len(), 9);
    for (at, receiver) in all.iter().enumerate() {
        assert!(!all[..at].contains(receiver));
        let made = order(*receiver).hand_over().unwrap();
        assert!(made.file_name.starts_with("fakturaklient-test-2026-11-23-k3v9q2m7.private."));
        assert!(made.bash.contains(&made.file_name) && made.bash.contains("600"), "{}", made.bash);
        assert!(made.powershell.contains(&made.file_name), "{}", made.powershell);
        let secrets = order(*receiver).pieces().unwrap();
        let count = secrets.iter().filter(|piece| matches!(piece, Piece::Secret(_))).count();
        assert_eq!(count, 1, "{receiver:?}");
    }
}

#[test]
fn settings_have_the_names_that_are_read() {
    let app: serde_json::Value =
        serde_json::from_str(&preview(&order(Receiver::AltinnApp))).unwrap();
    assert_eq!(
        app["MaskinportenSettings"],
        serde_json::json!({
            "Authority": "https://test.maskinporten.no/", "ClientId": CLIENT_ID, "JwkBase64": "…",
        })
    );
    let library = order(Receiver::AltinnApiClient);
    let settings = |order: &HandOverOrder| {
        let text: serde_json::Value = serde_json::from_str(&preview(order)).unwrap();
        text["MaskinportenSettings"].clone()
    };
    assert_eq!(
        settings(&library),
        serde_json::json!({
            "Environment": "test", "ClientId": CLIENT_ID,
            "Scope": "altinn:serviceowner altinn:broker.read",
            "ExhangeToAltinnToken": true, "TokenExchangeEnvironment": "tt02", "EncodedJwk": "…",
        })
    );
    let production = HandOverOrder {
        environment: Environment::named(EnvironmentName::Production).unwrap(),
        ..library.clone()
    };
    assert_eq!(settings(&production)["Environment"], "prod");
    assert_eq!(settings(&production)["TokenExchangeEnvironment"], "prod");
    let alone = HandOverOrder { exchange: false, ..library };
    assert_eq!(settings(&alone).as_object().unwrap().len(), 4);
    assert_eq!(
        preview(&order(Receiver::Env)),
        format!(
            "MASKINPORTEN_CLIENT_ID='{CLIENT_ID}'\n\
             MASKINPORTEN_SCOPES='altinn:serviceowner altinn:broker.read'\n\
             MASKINPORTEN_WELL_KNOWN_URL='https://test.maskinporten.no/.well-known/oauth-authorization-server'\n\
             MASKINPORTEN_CLIENT_JWK='…'\n"
        )
    );
}

#[test]
fn key_vault_gets_what_its_library_reads_and_nothing_else() {
    let bash =
        |secret: &str| with(Receiver::KeyVault, HandOverField::Secret, secret).hand_over().unwrap();
    let app = bash("MaskinportenSettings--JwkBase64");
    for part in [
        "--name MaskinportenSettings--Authority --value https://test.maskinporten.no/ ",
        &format!("--name MaskinportenSettings--ClientId --value {CLIENT_ID} "),
        "--name MaskinportenSettings--JwkBase64 --file \"$file\" --encoding utf-8 --output none",
    ] {
        assert!(app.bash.contains(part), "{part}\n{}", app.bash);
    }
    assert_eq!(app.beside, None);
    let library = bash("MaskinportenSettings--EncodedJwk");
    assert!(!library.bash.contains("Authority") && library.bash.contains("--ClientId"));
    let beside = library.beside.unwrap();
    let text: serde_json::Value = serde_json::from_str(&beside.text).unwrap();
    assert_eq!(text["MaskinportenSettings"]["ExhangeToAltinnToken"], true);
    assert!(text["MaskinportenSettings"].get("EncodedJwk").is_none());
    let own = HandOverOrder {
        client_id: String::new(),
        ..with(Receiver::KeyVault, HandOverField::Secret, "min-egen")
    };
    let own = own.hand_over().unwrap();
    assert_eq!(own.bash.matches("az keyvault").count(), 1);
}

#[test]
fn a_form_that_the_receiver_does_not_take_is_its_usual_one() {
    let form = |receiver, form| HandOverOrder { form, ..order(receiver) }.hand_over().unwrap().form;
    assert_eq!(form(Receiver::Env, SecretForm::Pem), SecretForm::Jwk);
    assert_eq!(form(Receiver::Keystore, SecretForm::Jwk), SecretForm::Pkcs12);
    assert_eq!(form(Receiver::GithubActions, SecretForm::Pem), SecretForm::Pem);
    assert_eq!(form(Receiver::KeyVault, SecretForm::Jwk), SecretForm::Base64Jwk, "by that name");
}

#[test]
fn what_would_mean_something_else_in_a_file_is_refused() {
    use HandOverField::{ClientId, Kid, Scopes};
    use HandOverProblemCode::{Missing, NotAllowed};
    for bad in ["a'b", "a\"b", "a\\b", "$(id)", "`id`", "a b", "a\nb", "nøkkel", "\u{200b}"] {
        assert_client_id_is_refused(bad);
        if !bad.contains([' ', '\n']) {
            let order = HandOverOrder { scopes: bad.into(), ..order(Receiver::Env) };
            assert_eq!(problems(&order), [(Scopes, NotAllowed)], "{bad:?}");
        }
        let order = HandOverOrder { kid: Some(bad.into()), ..order(Receiver::File) };
        assert_eq!(problems(&order), [(Kid, NotAllowed)], "{bad:?}");
    }
    // az would read this file, and store what stands in it.
    for bad in ["@/etc/passwd", "@-", "a=@b"] {
        assert_client_id_is_refused(bad);
    }
    let empty = HandOverOrder {
        client_id: String::new(),
        scopes: " ".into(),
        kid: None,
        ..order(Receiver::Env)
    };
    assert_eq!(problems(&empty), [(Kid, Missing), (ClientId, Missing), (Scopes, Missing)]);
    let pem = HandOverOrder { form: SecretForm::Pem, kid: None, ..order(Receiver::File) };
    assert_eq!(pem.hand_over().unwrap().file_name, "nokkel.private.pem");
}

fn assert_client_id_is_refused(bad: &str) {
    for receiver in [
        Receiver::AltinnApp,
        Receiver::AltinnApiClient,
        Receiver::Kubernetes,
        Receiver::Env,
        Receiver::KeyVault,
    ] {
        let order = HandOverOrder { client_id: bad.into(), ..order(receiver) };
        let wanted = [(HandOverField::ClientId, HandOverProblemCode::NotAllowed)];
        assert_eq!(problems(&order), wanted, "{bad:?} {receiver:?}");
        assert!(order.pieces().is_err() && order.hand_over().is_err());
    }
}

#[test]
fn names_follow_the_receivers_own_rules() {
    use HandOverField::*;
    let rows: [(Receiver, HandOverField, &[&str], &[&str]); 7] = [
        (
            Receiver::KeyVault,
            Vault,
            &["abc", "Mitt-hvelv1"],
            &["ab", "1abc", "mitt.hvelv", "a b c", "abc'", "æøå", "a23456789012345678901234x"],
        ),
        (Receiver::KeyVault, Secret, &["A--b"], &["-a", "a_b", "a b", "a;b"]),
        (Receiver::Kubernetes, Namespace, &["team-a"], &["Team", "a.b", "-a", "a-", "a\n"]),
        (
            Receiver::Kubernetes,
            SecretObject,
            &["maskinporten", "a.b-c"],
            &["A", "a..b", "a\"", ".a"],
        ),
        (
            Receiver::GithubActions,
            Repository,
            &["eier/repo.x"],
            &["repo", "a/b/c", "/a", "a/", "-a/b", "a/b;c"],
        ),
        (
            Receiver::GithubActions,
            Variable,
            &["_A1"],
            &["1A", "A-B", "GITHUB_X", "github_x", "A=b", "A$B"],
        ),
        (Receiver::AzureDevops, Organization, &["min-org"], &["-x", "a/b", "a b"]),
    ];
    for (receiver, field, good, bad) in rows {
        for value in good {
            assert_eq!(problems(&with(receiver, field, value)), [], "{field:?} {value:?}");
        }
        for value in bad {
            let wanted = [(field, HandOverProblemCode::NotAllowed)];
            let order = with(receiver, field, value);
            // White space around a value is nobody's wish.
            if value.trim() == *value {
                assert_eq!(problems(&order), wanted, "{field:?} {value:?}");
            }
        }
        assert_eq!(problems(&with(receiver, field, " ")), [(field, HandOverProblemCode::Missing)]);
    }
    for bad in ["-x", "a\nb", "a\u{7}"] {
        for (receiver, field) in [
            (Receiver::AzureDevops, Project),
            (Receiver::AzureDevops, Pipeline),
            (Receiver::Env, Folder),
            (Receiver::AltinnApp, ProjectFolder),
        ] {
            assert_eq!(problems(&with(receiver, field, bad)).len(), 1, "{field:?} {bad:?}");
        }
    }
    for bad in ["@fil", "@-", "a=@fil", "a\"b"] {
        for field in [Project, Pipeline] {
            let order = with(Receiver::AzureDevops, field, bad);
            assert_eq!(problems(&order).len(), 1, "{field:?} {bad:?}");
        }
    }
    assert_eq!(problems(&with(Receiver::AzureDevops, Project, "post@mitt=prosjekt")), []);
}

/// Without them, cmd would end the command there, and begin another.
#[test]
fn what_means_something_to_cmd_has_marks_of_its_own_for_az() {
    let command =
        |receiver, field, value: &str| with(receiver, field, value).hand_over().unwrap().powershell;
    for value in ["FoU&Drift", "a|b", "a>b", "a<b", "a^b", "Drift(ny)"] {
        let text = command(Receiver::AzureDevops, HandOverField::Project, value);
        assert!(text.contains(&format!("--project '\"{value}\"' ")), "{text}");
        let order =
            HandOverOrder { client_id: value.into(), ..order(Receiver::KeyVault) }.hand_over();
        let text = order.unwrap().powershell;
        assert!(text.contains(&format!("--value '\"{value}\"' ")), "{text}");
    }
    // A program takes it as it is.
    let text = command(Receiver::Env, HandOverField::Folder, "C:\\FoU&Drift");
    assert!(text.contains("'C:\\FoU&Drift/.env'"), "{text}");
}

/// bash itself says which words it sees.
#[test]
fn whatever_else_is_typed_is_one_word_for_bash_and_powershell() {
    for value in [
        "Mitt prosjekt",
        "it's",
        "$HOME `id` $(id)",
        "æøå",
        "a;b&&c|d>e",
        "x\\y",
        "*?[a]",
        "'",
        "\u{2019}",
    ] {
        let order = HandOverOrder {
            values: vec![
                FieldValue { field: HandOverField::Organization, value: "org".into() },
                FieldValue { field: HandOverField::Project, value: value.into() },
                FieldValue { field: HandOverField::Pipeline, value: value.into() },
            ],
            ..order(Receiver::AzureDevops)
        };
        let made = order.hand_over().unwrap();
        let line = made.bash.lines().find(|line| line.contains("az pipelines")).unwrap();
        let (_, command) = line.split_once("az ").unwrap();
        let script = format!("printf '%s\\n' {}", command.trim_end_matches(" &&"));
        let said = Command::new("bash").args(["-c", &script]).output().unwrap();
        let words = String::from_utf8(said.stdout).unwrap();
        let words: Vec<_> = words.lines().collect();
        let after = |name: &str| words[words.iter().position(|word| *word == name).unwrap() + 1];
        assert_eq!((after("--project"), after("--pipeline-name")), (value, value));
        assert_eq!(words.len(), 15, "{words:?}");
        let powershell = made.powershell;
        let doubled = value.replace('\'', "''").replace('\u{2019}', "\u{2019}\u{2019}");
        let mark = if value.contains(['&', '(']) { "\"" } else { "" };
        let word = format!("--project '{mark}{doubled}{mark}' ");
        assert!(powershell.contains(&word), "{powershell}");
    }
}

#[test]
fn a_folder_of_ones_own_is_found_and_others_are_one_word() {
    let target = |folder: &str| {
        let bash = with(Receiver::Env, HandOverField::Folder, folder).hand_over().unwrap().bash;
        let moved = bash.lines().find_map(|line| line.strip_prefix("mv -i \"$file\" ")).unwrap();
        moved.strip_suffix(" &&").unwrap().to_owned()
    };
    assert_eq!(target("."), "./.env");
    assert_eq!(target("~/min app/"), "~/'min app/.env'");
    assert_eq!(target("/srv/$x"), "'/srv/$x/.env'");
}

/// Its other settings may be nowhere else.
#[test]
fn an_env_that_is_there_is_not_overwritten_unasked() {
    let home = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("receivers-env");
    let downloads = home.join("Downloads");
    let _ = fs::remove_dir_all(&home);
    fs::create_dir_all(&downloads).unwrap();
    let made = order(Receiver::Env).hand_over().unwrap();
    let file = downloads.join(&made.file_name);
    let run = |answer: &str| {
        fs::write(&file, "ny").unwrap();
        let script = format!("{}\n", made.bash);
        let mut bash = Command::new("bash");
        bash.args(["-c", &script]).env("HOME", &home).current_dir(&home);
        let mut bash = bash.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        bash.stdin.take().unwrap().write_all(answer.as_bytes()).unwrap();
        let ended = bash.wait().unwrap();
        (ended.success(), fs::read_to_string(home.join(".env")).unwrap())
    };
    assert_eq!(run(""), (true, "ny".to_owned()));
    assert!(!file.exists());
    fs::write(home.join(".env"), "det som sto her").unwrap();
    assert_eq!(run("n\n"), (false, "det som sto her".to_owned()), "a no is not called well done");
    assert!(file.exists(), "and the key is not lost");
    assert_eq!(run("y\n"), (true, "ny".to_owned()));
}
