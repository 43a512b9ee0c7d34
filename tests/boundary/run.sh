#!/usr/bin/env bash
# What the compiler and the build can prove about the two rooms.
set -euo pipefail
cd "$(dirname "$0")/../.."
passed=0
pass() { printf 'ok: %s\n' "$1"; passed=$((passed + 1)); }
fail() { printf 'boundary: %s\n' "$1" >&2; exit 1; }

tree() { cargo tree --target wasm32-unknown-unknown -e normal --prefix none -f '{p}' "$@"; }

# 1. The room with the network knows no private keys.
for crate in nokkelsmie-keys rsa p256 p384 p521 ed25519-dalek pkcs8 sec1 getrandom; do
  if tree -p nokkelsmie-portal | grep -q "^$crate v"; then fail "portal depends on $crate"; fi
done
pass "portal's tree holds no crate of private keys"

# The positive control: the same search finds them in the vault.
for crate in nokkelsmie-keys rsa p256; do
  tree -p nokkelsmie-vault | grep -q "^$crate v" || fail "the search does not find $crate in vault"
done
pass "the same search finds them in vault"

# 2. The room with the keys knows no network.
for crate in gloo-net web-sys nokkelsmie-portal; do
  if tree -p nokkelsmie-vault | grep -q "^$crate v"; then fail "vault depends on $crate"; fi
done
pass "vault's tree holds no crate of the network"

# The workers that look for primes have neither keys nor any way to JavaScript but the random numbers.
for crate in nokkelsmie-keys nokkelsmie-portal wasm-bindgen js-sys web-sys; do
  if tree -p nokkelsmie-search | grep -q "^$crate v"; then fail "search depends on $crate"; fi
done
pass "search's tree holds no keys and no way out"

if tree -p nokkelsmie-keys | grep -q '^nokkelsmie-maskinporten v'; then fail "keys depends on maskinporten"; fi
pass "keys does not depend on maskinporten"

if grep -rnE "from '[./]*/vault/|import\('[./]*/vault/" www/page; then fail "the page imports a module of the vault"; fi
if grep -rnE "from '[./]*/page/" www/vault www/shared; then fail "the vault imports a module of the page"; fi
pass "page and vault import nothing of one another"
if grep -rnE "from '[./]*/(page|vault)/" www/bookmarklet; then fail "the bookmarklet imports a module of page or vault"; fi
if grep -rnE '\b(fetch|XMLHttpRequest|sendBeacon|WebSocket|EventSource|localStorage|sessionStorage|indexedDB|cookie|innerHTML|eval)\b *[(.=]' www/bookmarklet/*.js; then
  fail "the bookmarklet knows a network, a store or markup"
fi
pass "the bookmarklet knows no network, no store and no markup"

# 3. One version of each crate in what is shipped.
for package in nokkelsmie-portal nokkelsmie-vault; do
  if cargo tree -d --target wasm32-unknown-unknown -e normal,no-proc-macro -p "$package" | grep -v '^$' | grep -q .; then
    cargo tree -d --target wasm32-unknown-unknown -e normal,no-proc-macro -p "$package" >&2
    fail "$package holds a crate in two versions"
  fi
done
pass "no crate in two versions"

# 4. A private key cannot be given to the portal.
cargo check -q -p boundary --example public_key_leaves || fail "a public key cannot be given to the portal either"
pass "a public key can be given to the portal"
if said=$(cargo check -p boundary --features must-not-compile --example private_key_leaves 2>&1); then
  fail "a private key can be given to the portal"
fi
grep -q 'PrivateKey` may not leave the page: it is not `nokkelsmie_jose::Public`' <<<"$said" ||
  { printf '%s\n' "$said" >&2; fail "the build fails, but not for the reason wanted"; }
pass "a private key cannot: the error names the missing trait"

printf '%d passed, 0 failed\n' "$passed"
