#!/usr/bin/env bash
# The one command: ./build.sh help
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

ROOT=$PWD
CACHE=${NOKKELSMIE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/nokkelsmie}
WASM=wasm32-unknown-unknown
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$ROOT/target}
export NPM_CONFIG_UPDATE_NOTIFIER=false

main() {
  case "${1:-help}" in
    build) build ;;
    serve) serve "${2:-127.0.0.1:8080}" ;;
    test) run_tests ;;
    compare) compare ;;
    token-code) token_code ;;
    rotations) rotations "${2:-200}" ;;
    primes) shift; primes "$@" ;;
    fuzz) shift; fuzz "$@" ;;
    bench) shift; bench "$@" ;;
    engines) shift; engines "$@" ;;
    screenshots) screenshots "${2:-chromium}" ;;
    clean) clean ;;
    help | -h | --help) help ;;
    *) fail "unknown command '$1': see ./build.sh help" ;;
  esac
}

help() {
  cat <<'TEXT'
./build.sh build        dist/nokkelsmie.html (one file), dist/site/, dist/module/, dist/SHA256SUMS, dist/BUILD.txt
./build.sh serve [A]    build, then serve page and practice portal on A (127.0.0.1:8080)
./build.sh test         everything that CI runs
./build.sh compare      docs/checks.md: every rule, and which other tools see what breaks it
./build.sh token-code   the programs that fetch a token, in Java and Kotlin too: half a GB to fetch
./build.sh rotations [N] new keys for N clients (200) with faults, and 200,000 interleavings of one
./build.sh primes [A B] A primes of 512 bits and B of 1024 (100,000 and 5,000), judged by others and by statistics
./build.sh primes kernels [N] N squarings (a million) of each size by each kernel, beside another library's
./build.sh fuzz [T…]    10 million inputs to each reader (or to the targets T): hours
./build.sh fuzz N       N minutes of them, all targets
./build.sh bench        sizes and times, ours beside the browser's own
./build.sh bench keygen docs/performance.md: how fast RSA keys are made, in each browser (25 minutes; 0.1: a quick look)
./build.sh engines [E]  the browser tests in Firefox and WebKit (or in E: firefox, webkit)
./build.sh screenshots [E] every view, light and dark, 390 and 1280 px, each language: dist/screenshots/E/
./build.sh clean        remove target/, dist/ and node_modules/

What it needs and does not find it installs: with rustup, npm and cargo, and on
Debian as root with apt-get. What is slow to make is kept in
${XDG_CACHE_HOME:-~/.cache}/nokkelsmie (NOKKELSMIE_CACHE names another place).
TEXT
}

# --- the commands -----------------------------------------------------------

build() {
  need_rust; need_wasm_target; need_wasm_bindgen; need_node_modules
  quietly cargo fetch --locked
  compile_module portal
  compile_module vault
  compile_search
  check_imports
  step "types" npx tsc --noEmit -p www
  step "bundle" node www/bundle.mjs
  made_with >dist/BUILD.txt
  say "made with:"
  cat dist/BUILD.txt >&2
}

serve() {
  build
  cargo_native build -p practice-portal
  say "Ctrl-C stops it"
  exec "$CARGO_TARGET_DIR/debug/practice-portal" --site dist/site --listen "$1"
}

run_tests() {
  build
  need_chromium; need_real_bookmarks; need_python_peers; need_java; need_kubectl; need_ssh; need_cargo_deny; need_cxx; need_caddy; need_nginx
  need_go; need_token_code_crates
  step "format" check_format
  step "lints" check_lints
  step "licences and sources" "$CARGO_DENY" --offline check --hide-inclusion-graph licenses bans sources
  step "unit tests" cargo_native test --workspace
  step "fuzz targets" bash fuzz/run.sh build
  step "fuzz" bash fuzz/run.sh seconds 30
  step "boundary" bash tests/boundary/run.sh
  step "two builds are equal" bash tests/boundary/reproducible.sh
  step "locales" node --test tests/locales.test.mjs
  step "search for primes" node --test --test-force-exit tests/race.test.mjs tests/searcher.test.mjs tests/search-module.test.mjs
  step "what the page keeps" node --test tests/kept-rotations.test.mjs tests/kept-expiry.test.mjs tests/bulk-job.test.mjs
  step "bookmarklet" node --test tests/bookmarklet.test.mjs
  step "record" node --test tests/record-text.test.mjs
  step "odds" node --test tests/odds.test.mjs
  step "practice portal" cargo_native build --workspace --bins
  step "primes" few_primes
  step "interop" node --test --test-concurrency=2 tests/interop/*.test.mjs
  step "package" node --test --test-force-exit tests/module/*.test.mjs
  step "comparison" node --test --test-concurrency=1 tests/comparison/*.test.mjs
  step "web servers" node --test --test-concurrency=2 --test-timeout=300000 tests/server/*.test.mjs
  # A test that failed may have left a browser open: that is no reason to wait.
  # Two files at a time: most of a test is waiting.
  step "browser" node --test --test-concurrency=2 --test-force-exit --test-timeout=600000 tests/browser/*.test.mjs
  need_firefox; need_webkit
  step "other engines" other_engines
  times
}

# The same tests in the other engines, the shortest that show the most, both at a time; all of them: engines.
other_engines() {
  local files=(walk sealed bookmarklet) firefox said good=true
  said=$(mktemp)
  node tests/engines/run.mjs firefox "${files[@]}" >"$said" 2>&1 & firefox=$!
  node tests/engines/run.mjs webkit "${files[@]}" || good=false
  wait "$firefox" || good=false
  cat "$said"
  rm "$said"
  $good
}

engines() {
  build
  cargo_native build -p practice-portal
  local engine
  for engine in ${1:-firefox webkit}; do
    "need_$engine"
    step "$engine" node tests/engines/run.mjs "$engine"
  done
  times
}

compare() {
  build; need_chromium; need_python_peers
  step "compare" node tests/comparison/compare.mjs
}

token_code() {
  build
  need_python_peers; need_java; need_go; need_token_code_crates; need_kotlin; need_nimbus
  cargo_native build -p practice-portal
  step "token code" node --test tests/interop/token-code.test.mjs
}

rotations() {
  build; need_chromium
  cargo_native build -p practice-portal
  NOKKELSMIE_INTERLEAVINGS=200000 step "interleavings" cargo_native test --release -p nokkelsmie-maskinporten --test rotation
  NOKKELSMIE_BULK=$1 step "$1 clients" node --test --test-force-exit tests/browser/bulk.test.mjs
  times
}

# NUMBER512 NUMBER1024, or: kernels NUMBER
primes() {
  need_rust
  if [ "${1:-}" = kernels ]; then
    NOKKELSMIE_ROUNDS=${2:-1000000} CARGO_PROFILE_RELEASE_OPT_LEVEL=3 CARGO_PROFILE_RELEASE_LTO=off \
      step "kernels" for_this_machine test -p nokkelsmie-prime-search kernel
  else
    need_python_peers
    step "compile" for_this_machine build -p primes
    step "that judges and statistics can fail" "$PYTHON_PEERS" -B tests/primes/check.py self-test
    step "primes" "$PYTHON_PEERS" -B tests/primes/check.py "$CARGO_TARGET_DIR/this-machine/release/primes" \
      "512:${1:-100000}" "1024:${2:-5000}"
  fi
  times
}

few_primes() {
  "$PYTHON_PEERS" -B tests/primes/check.py self-test &&
    "$PYTHON_PEERS" -B tests/primes/check.py "$CARGO_TARGET_DIR/debug/primes" 512:500 1024:30
}

check_format() {
  cargo fmt --all --check && cargo fmt --manifest-path fuzz/Cargo.toml --check
}

check_lints() {
  cargo_native clippy --workspace --all-targets -- -D warnings && bash fuzz/run.sh lint
}

fuzz() {
  need_rust; need_cxx
  case "${1:-}" in
    '' | *[!0-9]*) bash fuzz/run.sh inputs "$@" ;;
    *) bash fuzz/run.sh minutes "$1" ;;
  esac
}

bench() {
  if [ "${1:-}" = keygen ]; then bench_keygen "${@:2}"; return; fi
  build; need_chromium
  cargo_native build -p practice-portal
  node tests/browser/bench.mjs "$@"
}

# Its native program has the instructions that browsers use (processors since 2013), whatever this machine has
# beside them, and the library's words are those of the browser.
bench_keygen() {
  build; need_chromium; need_firefox; need_webkit; need_valgrind
  local target=$CARGO_TARGET_DIR/counted flags='--cfg cpubits="32"'
  [ "$(uname -m)" != x86_64 ] || flags+=' -C target-cpu=x86-64-v3'
  RUSTFLAGS=$flags step "compile what is counted" cargo build --release -p nokkelsmie-keys --example primes --target-dir "$target"
  step "bench keygen" node tests/keygen/bench.mjs "$target/release/examples/primes" "$@"
  times
}

screenshots() {
  build; "need_$1"
  cargo_native build -p practice-portal
  NOKKELSMIE_ENGINE=$1 node tests/browser/screenshots.mjs
}

clean() {
  rm -rf target dist node_modules
  say "removed target/, dist/ and node_modules/; kept $CACHE"
}

# --- WebAssembly ------------------------------------------------------------

# compile_module NAME: dist/module/NAME/ holds the module and its types.
compile_module() {
  local name=$1 crate=nokkelsmie_$1
  step "compile $name.wasm" cargo_wasm build --release -p "nokkelsmie-$name"
  mkdir -p "dist/module/$name"
  "$WASM_BINDGEN" --target web --out-dir "dist/module/$name" --out-name "$crate" \
    "$CARGO_TARGET_DIR/$WASM/release/$crate.wasm"
  # Big functions stay where they are although they have one caller only: copied into it they
  # are as fast, and the result is 6 % bigger when packed.
  step "optimise $name.wasm" npx wasm-opt -O3 --one-caller-inline-max-function-size=0 --strip-debug --strip-producers \
    --enable-bulk-memory --enable-sign-ext --enable-mutable-globals --enable-nontrapping-float-to-int \
    --enable-reference-types --enable-multivalue \
    -o "dist/module/$name/${crate}_bg.wasm" "dist/module/$name/${crate}_bg.wasm"
}

# The search for primes with fused multiply-add: for browsers that have it, and so a module of its own,
# without a library's glue. The one with plain integers is in the vault's.
compile_search() {
  local target=$CARGO_TARGET_DIR/fused
  FLAGS="-C target-feature=+simd128,+relaxed-simd" step "compile search.wasm" \
    cargo_wasm build --release -p nokkelsmie-search --target-dir "$target"
  step "optimise search.wasm" npx wasm-opt -O3 --strip-debug --strip-producers --enable-simd --enable-relaxed-simd \
    --enable-bulk-memory --enable-sign-ext --enable-mutable-globals --enable-nontrapping-float-to-int \
    --enable-reference-types --enable-multivalue \
    -o dist/search.wasm "$target/$WASM/release/nokkelsmie_search.wasm"
}

# Another compiler or tool gives other bytes: see docs/hosting.md.
made_with() {
  local rustc=${RUSTC:-rustc}
  [ "$WASM_TOOLCHAIN" = debian ] && rustc=/usr/bin/rustc
  printf '%s\n' \
    "$("$rustc" --version), std from $WASM_TOOLCHAIN" \
    "$("$WASM_BINDGEN" --version)" \
    "$(npx wasm-opt --version)" \
    "esbuild $(npx esbuild --version)" \
    "node $(node --version)"
}

check_imports() {
  step "imports of vault.wasm and search.wasm" node tests/boundary/imports.mjs
}

# Paths of this machine, and which registry it asks, are no part of the result:
# two builds in different directories give the same bytes.
remap() {
  local cargo_home=${CARGO_HOME:-$HOME/.cargo} sysroot registry
  sysroot=$("${RUSTC:-rustc}" --print sysroot)
  printf -- '--remap-path-prefix=%s=/nokkelsmie --remap-path-prefix=%s=/cargo --remap-path-prefix=%s=/rust' \
    "$ROOT" "$cargo_home" "$sysroot"
  # Words of 32 bits: WebAssembly has no product of 128 bits, and crypto-bigint takes 64 as a rule.
  printf -- ' --cfg cpubits="32"'
  # The last prefix that fits counts.
  for registry in "$cargo_home"/registry/src/*/; do
    [ -d "$registry" ] && printf -- ' --remap-path-prefix=%s=/crates' "${registry%/}"
  done
  return 0
}

cargo_native() { cargo "$@"; }

# Fused multiply-add is an instruction then, and not a call.
for_this_machine() {
  RUSTFLAGS="-C target-cpu=native" cargo "$@" --release --target-dir "$CARGO_TARGET_DIR/this-machine"
}

cargo_wasm() {
  local args=("$@" --target "$WASM")
  if [ "$WASM_TOOLCHAIN" = debian ]; then
    RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 \
      CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$(wasm_ld) \
      RUSTFLAGS="$(RUSTC=/usr/bin/rustc remap) ${FLAGS:-}" \
      cargo "${args[@]}" -Zbuild-std=std,panic_abort
  else
    RUSTFLAGS="$(remap) ${FLAGS:-}" cargo "${args[@]}"
  fi
}

# --- what is needed ---------------------------------------------------------

need_rust() {
  command -v cargo >/dev/null && command -v rustc >/dev/null && return
  if [ -f "$HOME/.cargo/env" ]; then . "$HOME/.cargo/env"; fi
  command -v cargo >/dev/null && command -v rustc >/dev/null && return
  apt_install "Rust" cargo-web rustc-web
  export PATH="/usr/bin:$PATH"
}

# Three ways, the cheapest first: the target is there; Debian's compiler is
# there with the sources of std; rustup adds the target; Debian's is installed.
need_wasm_target() {
  if rustup_has_std; then
    WASM_TOOLCHAIN=rustup
  elif debian_has_std; then
    WASM_TOOLCHAIN=debian
  elif command -v rustup >/dev/null && say "adding the target $WASM with rustup" &&
    timeout 90 rustup target add "$WASM" >/dev/null 2>&1 && rustup_has_std; then
    WASM_TOOLCHAIN=rustup
  else
    apt_install "a Rust compiler for WebAssembly" rustc-web rust-web-src lld-22
    debian_has_std || fail "no standard library for $WASM: 'rustup target add $WASM' failed, and Debian's rust-web-src did not bring it"
    WASM_TOOLCHAIN=debian
  fi
}

rustup_has_std() { [ -d "$(rustc --print sysroot)/lib/rustlib/$WASM/lib" ]; }

debian_has_std() {
  [ -x /usr/bin/rustc ] && wasm_ld >/dev/null &&
    [ -d "$(/usr/bin/rustc --print sysroot)/lib/rustlib/src/rust/library/std" ]
}

wasm_ld() {
  local candidate
  for candidate in /usr/bin/wasm-ld-22 /usr/bin/wasm-ld; do
    if [ -x "$candidate" ]; then echo "$candidate"; return; fi
  done
  return 1
}

# The command line tool has exactly the crate's version.
need_wasm_bindgen() {
  local version
  version=$(sed -n 's/^wasm-bindgen = "=\(.*\)"$/\1/p' Cargo.toml)
  WASM_BINDGEN=$CACHE/wasm-bindgen-$version/bin/wasm-bindgen
  [ -x "$WASM_BINDGEN" ] && return
  say "building wasm-bindgen $version (two minutes, once)"
  quietly env -u CARGO_TARGET_DIR cargo install wasm-bindgen-cli --version "$version" --root "$CACHE/wasm-bindgen-$version"
}

# Whose work is in the build, under which terms, from where: deny.toml. The
# register of faults (advisories) is on a server, and not asked here.
need_cargo_deny() {
  local version=0.20.2
  CARGO_DENY=$CACHE/cargo-deny-$version/bin/cargo-deny
  [ -x "$CARGO_DENY" ] && return
  say "building cargo-deny $version (three minutes, once)"
  quietly env -u CARGO_TARGET_DIR cargo install cargo-deny --locked --version "$version" --root "$CACHE/cargo-deny-$version"
}

# libFuzzer is C++, and compiled with the fuzz targets.
need_cxx() {
  command -v "${CXX:-c++}" >/dev/null || apt_install "a C++ compiler" g++
}

need_node_modules() {
  if ! node_is_new_enough; then
    apt_install "Node.js" nodejs npm
    node_is_new_enough || fail "Node.js 20 or newer is needed; found $(node --version 2>/dev/null || echo none)"
  fi
  [ node_modules/.package-lock.json -nt package-lock.json ] && return
  say "installing the packages of package-lock.json"
  quietly npm ci --no-audit --no-fund
}

node_is_new_enough() {
  command -v node >/dev/null && command -v npm >/dev/null &&
    [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ]
}

# Another than Debian's does without the shell, which is to be of the same version.
need_chromium() {
  export CHROMIUM CHROMIUM_SHELL
  for CHROMIUM in "${CHROMIUM:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
    [ ! -x "$CHROMIUM" ] || break
  done
  [ -x "$CHROMIUM" ] || CHROMIUM=/usr/bin/chromium
  CHROMIUM_SHELL=
  [ "$CHROMIUM" = /usr/bin/chromium ] || return 0
  CHROMIUM_SHELL=/usr/bin/chromium-headless-shell
  { [ -x "$CHROMIUM" ] && [ -x "$CHROMIUM_SHELL" ]; } || apt_install "Chromium" chromium chromium-headless-shell
}

# Bookmarks are no part of a page: for tests/browser/real-bookmark.test.mjs, a screen, a mouse, and Firefox beside Chromium.
need_real_bookmarks() {
  need_firefox
  command -v Xvfb >/dev/null && command -v xdotool >/dev/null || RECOMMENDED=yes apt_install "a screen and a mouse" xvfb xdotool
}

need_firefox() {
  [ -x "${FIREFOX:-/usr/bin/firefox-esr}" ] || RECOMMENDED=yes apt_install "Firefox" firefox-esr
}

# Counts instructions.
need_valgrind() {
  command -v valgrind >/dev/null || apt_install "valgrind" valgrind
}

# Its small browser, a display without a screen, and what gives a window the keyboard where no manager of windows does.
need_webkit() {
  local browser=${MINIBROWSER:-/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser}
  [ -x "$browser" ] && command -v Xvfb >/dev/null && command -v xdotool >/dev/null && return
  RECOMMENDED=yes apt_install "WebKit" webkit2gtk-driver xvfb xdotool
}

# Independent checkers for tests/interop and tests/comparison, in an environment of their own.
need_python_peers() {
  export PYTHON_PEERS=$CACHE/python-peers/bin/python3
  command -v openssl >/dev/null || apt_install "OpenSSL" openssl
  local ready; ready=$CACHE/python-peers/ready-$(sha256sum tests/interop/requirements.txt | cut -c1-16)
  [ -f "$ready" ] && return
  command -v python3 >/dev/null || apt_install "Python" python3 python3-venv
  say "installing the Python packages of tests/interop/requirements.txt"
  python3 -m venv "$CACHE/python-peers" 2>/dev/null || { apt_install "Python's venv" python3-venv; python3 -m venv "$CACHE/python-peers"; }
  quietly "$PYTHON_PEERS" -m pip install --quiet -r tests/interop/requirements.txt
  touch "$ready"
}

# Java's own reader of PKCS#12 for tests/interop: its keytool, and a program that is compiled when it is run.
need_java() {
  command -v keytool >/dev/null && command -v javac >/dev/null || apt_install "Java" default-jdk-headless
}

# Reads manifests for tests/interop, without a cluster.
need_kubectl() {
  command -v kubectl >/dev/null || apt_install "kubectl" kubernetes-client
}

# For the programs that fetch a token (tests/interop/token-code).
need_go() {
  command -v go >/dev/null && [ -d /usr/share/gocode/src/gopkg.in/square/go-jose.v2 ] ||
    apt_install "Go and go-jose" golang-go golang-gopkg-square-go-jose.v2-dev
}

# What the Rust one asks for is compiled once: half a minute.
need_token_code_crates() {
  export TOKEN_CODE_CRATES=$CACHE/token-code-crates
  local ready; ready=$TOKEN_CODE_CRATES/ready-$(cat tests/interop/token-code/rust/Cargo.* | sha256sum | cut -c1-16)
  [ -f "$ready" ] && return
  say "compiling the crates of tests/interop/token-code/rust (once)"
  mkdir -p "$TOKEN_CODE_CRATES/src"
  cp tests/interop/token-code/rust/Cargo.* "$TOKEN_CODE_CRATES"
  echo 'fn main() {}' >"$TOKEN_CODE_CRATES/src/main.rs"
  quietly env CARGO_TARGET_DIR="$TOKEN_CODE_CRATES/target" cargo build --locked --manifest-path "$TOKEN_CODE_CRATES/Cargo.toml"
  touch "$ready"
}

need_kotlin() {
  command -v kotlinc >/dev/null || apt_install "Kotlin" kotlin
}

# Nimbus' JOSE library is on none of the registers that are asked here. Hadoop carries it, under
# a name of its own, and PySpark carries Hadoop. Another jar: NIMBUS_JAR=… ./build.sh token-code
need_nimbus() {
  [ -z "${NIMBUS_JAR:-}" ] || return 0
  local folder=$CACHE/nimbus-jose-jwt-9.37.2 name=hadoop-client-runtime-3.4.1.jar room
  export NIMBUS_JAR=$folder/$name NIMBUS_PACKAGE=org.apache.hadoop.shaded.com.nimbusds
  [ -f "$NIMBUS_JAR" ] && return
  say "fetching Nimbus' JOSE library (430 MB, once)"
  room=$(mktemp -d)
  quietly "$PYTHON_PEERS" -m pip download --quiet --no-deps --dest "$room" pyspark==4.0.1
  mkdir -p "$folder"
  tar -xzf "$room/pyspark-4.0.1.tar.gz" -C "$folder" --strip-components=3 "pyspark-4.0.1/deps/jars/$name"
  rm -rf "$room"
}

# What wrote most keys of OpenSSH's own format, for tests/interop.
need_ssh() {
  command -v ssh-keygen >/dev/null || apt_install "ssh-keygen" openssh-client
}

# The web servers of www/server, for tests/server: they start them themselves, each in a folder of its own.
need_caddy() {
  command -v caddy >/dev/null || without_services apt_install "Caddy" caddy
}

need_nginx() {
  PATH=$PATH:/usr/sbin
  command -v nginx >/dev/null || without_services apt_install "nginx" nginx
}

# Debian starts what it installs, unless this says no: for its init scripts, and for systemd.
without_services() {
  local no=/usr/sbin/policy-rc.d
  if [ -e "$no" ] || [ ! -w "${no%/*}" ]; then "$@"; return; fi
  printf '#!/bin/sh\nexit 101\n' >"$no"
  chmod +x "$no"
  trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  "$@"
  rm -f "$no"
  trap - EXIT
}

# apt_install WHAT PACKAGE…; RECOMMENDED=yes: with what Debian recommends beside them, as browsers that draw were tried.
apt_install() {
  local what=$1 beside=--no-install-recommends; shift
  [ "${RECOMMENDED:-}" != yes ] || beside=--install-recommends
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    fail "$what is missing: install it (Debian: $*) and run this again"
  fi
  say "installing $what ($*)"
  quietly apt-get update
  DEBIAN_FRONTEND=noninteractive quietly apt-get install -y "$beside" "$@"
}

# --- saying what is done ----------------------------------------------------

TIMES=()

say() { printf 'nøkkelsmie: %s\n' "$*" >&2; }

fail() { say "$*"; exit 1; }

# Runs a command and keeps its output back unless it fails.
quietly() {
  local log; log=$(mktemp)
  if "$@" >"$log" 2>&1; then rm -f "$log"; return; fi
  tail -n 40 "$log" >&2; rm -f "$log"
  fail "failed: $*"
}

# step NAME COMMAND…: says what is done and notes how long it took.
step() {
  local name=$1 start=$SECONDS; shift
  say "$name"
  "$@" || fail "$name failed"
  TIMES+=("$(printf '%5d s  %s' $((SECONDS - start)) "$name")")
}

times() {
  say "where the time went:"
  printf '%s\n' "${TIMES[@]}" >&2
}

main "$@"
