use super::content::secrets_beside;
use super::{HandOverField, HandOverOrder, Receiver, quoted};

/// For bash and the like: each line only when the one before went well.
pub(super) fn bash(order: &HandOverOrder) -> String {
    let quote = quoted::bash;
    let name = order.file_name();
    let mut steps =
        vec![format!("file=\"$HOME/Downloads/{name}\""), "chmod 600 \"$file\"".to_owned()];
    match order.receiver {
        Receiver::AltinnApp | Receiver::AltinnApiClient => {
            let project = quoted::bash_path(order.value(HandOverField::ProjectFolder));
            // It complains, and that is all, where the project has an id already.
            steps.push(format!("dotnet user-secrets init --project {project}"));
            steps.push(format!("dotnet user-secrets set --project {project} < \"$file\""));
        }
        Receiver::KeyVault => {
            steps.extend(key_vault(order, quote, "\"$file\""));
        }
        Receiver::Kubernetes => {
            // Server-side: otherwise the secret would stand in an annotation as well.
            steps.push("kubectl apply --server-side -f \"$file\"".to_owned());
        }
        Receiver::GithubActions => {
            let (repository, name) = github(order, quote);
            steps.push(format!("gh secret set {name} --repo {repository} < \"$file\""));
        }
        Receiver::AzureDevops => {
            let name = order.value(HandOverField::Variable);
            let variable = format!("AZURE_DEVOPS_EXT_PIPELINE_VAR_{name}");
            steps.push(format!("{variable}=\"$(cat \"$file\")\" {}", azure_devops(order, quote)));
        }
        Receiver::Keystore | Receiver::Env | Receiver::File => {
            // It asks before it overwrites, and calls a no well done; Move-Item refuses.
            steps.push(format!("mv -i \"$file\" {}", target(order)));
            steps.push("[ ! -e \"$file\" ]".to_owned());
        }
    }
    if !order.stays() {
        steps.push("rm \"$file\"".to_owned());
    }
    if order.receiver == Receiver::Keystore {
        // It asks for the password.
        steps.push(format!("keytool -list -storetype PKCS12 -keystore {}", target(order)));
    }
    let mut lines = steps.join(" &&\n");
    lines.push('\n');
    lines
}

/// For Windows PowerShell 5.1, which has no `&&`.
pub(super) fn powershell(order: &HandOverOrder) -> String {
    let quote = quoted::powershell;
    let az = quoted::powershell_az;
    let work = match order.receiver {
        Receiver::AltinnApp | Receiver::AltinnApiClient => {
            let project = quote(order.value(HandOverField::ProjectFolder));
            vec![
                format!("dotnet user-secrets init --project {project}"),
                format!("Get-Content -Raw $file | dotnet user-secrets set --project {project}"),
            ]
        }
        Receiver::KeyVault => key_vault(order, az, "$file"),
        Receiver::GithubActions => {
            let (repository, name) = github(order, quote);
            vec![format!("Get-Content -Raw $file | gh secret set {name} --repo {repository}")]
        }
        Receiver::AzureDevops => {
            let name = order.value(HandOverField::Variable);
            let variable = format!("AZURE_DEVOPS_EXT_PIPELINE_VAR_{name}");
            vec![
                format!("$env:{variable} = Get-Content -Raw $file"),
                azure_devops(order, az),
                format!("$done = $?; Remove-Item Env:{variable}"),
            ]
        }
        Receiver::Kubernetes => vec!["kubectl apply --server-side -f $file".to_owned()],
        Receiver::Keystore | Receiver::Env | Receiver::File => {
            let folder = order.value(HandOverField::Folder).trim_end_matches(['/', '\\']);
            let target = quote(&format!("{folder}/{}", resting_name(order)));
            // It leaves alone what is there already.
            let mut lines = vec![format!("Move-Item $file {target}")];
            if order.receiver == Receiver::Keystore {
                // Not of one that was there before.
                lines.push(format!(
                    "if ($?) {{ keytool -list -storetype PKCS12 -keystore {target} }}"
                ));
            }
            lines
        }
    };
    let mut lines = vec![
        format!("$file = \"$HOME\\Downloads\\{}\"", order.file_name()),
        "icacls $file /inheritance:r /grant:r \"${env:USERNAME}:F\"".to_owned(),
    ];
    lines.extend(work);
    if !order.stays() {
        let done = if order.receiver == Receiver::AzureDevops { "$done" } else { "$?" };
        lines.push(format!("if ({done}) {{ Remove-Item $file }}"));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// Where the file is to stay, for bash.
fn target(order: &HandOverOrder) -> String {
    let folder = order.value(HandOverField::Folder).trim_end_matches('/');
    quoted::bash_path(&format!("{folder}/{}", resting_name(order)))
}

/// A service reads `.env` under that name.
fn resting_name(order: &HandOverOrder) -> String {
    if order.receiver == Receiver::Env { ".env".to_owned() } else { order.file_name() }
}

type Quote = fn(&str) -> String;

/// The key by a file; and what it sets it would print again, unless it is told not to.
fn key_vault(order: &HandOverOrder, quote: Quote, file: &str) -> Vec<String> {
    let vault = quote(order.value(HandOverField::Vault));
    let set = |name: &str, how: &str| {
        let name = quote(name);
        format!("az keyvault secret set --vault-name {vault} --name {name} {how} --output none")
    };
    let beside = secrets_beside(order)
        .into_iter()
        .map(|(name, value)| set(name, &format!("--value {}", quote(&value))));
    let key = set(order.value(HandOverField::Secret), &format!("--file {file} --encoding utf-8"));
    beside.chain([key]).collect()
}

fn github(order: &HandOverOrder, quote: Quote) -> (String, String) {
    let value = |field| quote(order.value(field));
    (value(HandOverField::Repository), value(HandOverField::Variable))
}

/// "For secret variables, if --value is not given, it will be picked from the environment
/// variable prefixed with AZURE_DEVOPS_EXT_PIPELINE_VAR_" (its own help).
fn azure_devops(order: &HandOverOrder, quote: Quote) -> String {
    let value = |field| quote(order.value(field));
    let organization =
        quote(&format!("https://dev.azure.com/{}", order.value(HandOverField::Organization)));
    format!(
        "az pipelines variable create --organization {organization} --project {} \
         --pipeline-name {} --name {} --secret true --output none",
        value(HandOverField::Project),
        value(HandOverField::Pipeline),
        value(HandOverField::Variable),
    )
}
