/** Who takes a private key, by the names that they give themselves; a file has none. */
const NAMES = /** @type {Record<string, string>} */ ({
  'altinn-app': 'Altinn Studio-app',
  'altinn-api-client': 'Altinn.ApiClients.Maskinporten (.NET)',
  'key-vault': 'Azure Key Vault',
  kubernetes: 'Kubernetes · nais',
  keystore: 'Java keystore · KS Fiks',
  env: '.env',
  'github-actions': 'GitHub Actions',
  'azure-devops': 'Azure DevOps',
});

/** @param {string} receiver @param {string} file  what a plain file is called */
export function receiverName(receiver, file) {
  return NAMES[receiver] ?? file;
}
