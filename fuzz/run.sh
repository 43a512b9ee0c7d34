#!/usr/bin/env bash
# Builds the targets and throws inputs at them:
#   fuzz/run.sh build               builds them only
#   fuzz/run.sh lint                what clippy says of them
#   fuzz/run.sh seconds N           all of them, two at a time, N seconds altogether, the same inputs each time
#   fuzz/run.sh minutes N           the same with inputs that were never tried, kept in corpus/
#   fuzz/run.sh inputs [TARGET…]    each of them until it has had its number of inputs
# The last two write a line for each target to log.tsv.
#
# What fails does not keep the others from being tried.
#
# It takes stable Rust: cargo fuzz wants a nightly for AddressSanitizer, which code
# without `unsafe` does not need, and what remains are these options of the compiler.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# target, inputs, octets of an input, folders of seeds/
TARGETS='
base64url    10000000   256  base64url
strict_json  10000000  1024  jwk answers
public_jwk   10000000  1024  jwk weak
jwk          10000000  2048  jwk weak
pem          10000000  2048  pem around
der          10000000  2048  der around
carriers     10000000  2048  carriers
answers      10000000  2048  answers
locked         100000  4096  around
inspect        100000  4096  jwk weak pem der carriers
write_again    100000  4096  jwk pem der carriers
'

# Each has one thread.
AT_A_TIME=2

FAILED=0

main() {
  local how=$1; shift
  if [ "$how" = lint ]; then compile clippy -- -D warnings; return; fi
  compile build
  case "$how" in
    build) ;;
    seconds) CORPUS=$(mktemp -d); trap 'rm -rf "$CORPUS"' EXIT; LOG=/dev/null; for_time "$1" -seed=1 ;;
    minutes) CORPUS=corpus; LOG=log.tsv; for_time $((60 * $1)) ;;
    inputs) CORPUS=corpus; LOG=log.tsv; for_inputs "$@" ;;
    *) printf 'fuzz: no %s: see the top of fuzz/run.sh\n' "$how" >&2; exit 1 ;;
  esac
  return $FAILED
}

# compile COMMAND OPTION…
compile() {
  local command=$1 host flags='--cfg fuzzing -Cpasses=sancov-module' option; shift
  host=$(rustc -vV | sed -n 's/^host: //p')
  for option in level=4 inline-8bit-counters pc-table trace-compares; do
    flags+=" -Cllvm-args=-sanitizer-coverage-$option"
  done
  export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target}
  # With --target the flags are not for build scripts and macros, which run in the compiler.
  RUSTFLAGS=$flags cargo "$command" --quiet --release --locked --target "$host" "$@"
  BIN=$CARGO_TARGET_DIR/$host/release
  COMMIT=$(git rev-parse --short HEAD)
}

for_time() {
  local seconds=$1 count name rest running=0; shift
  count=$(grep -c . <<<"$TARGETS")
  while read -r name _ rest; do
    if [ $running = $AT_A_TIME ]; then wait -n || FAILED=1; else running=$((running + 1)); fi
    (run "$name" $rest -- -max_total_time=$(((AT_A_TIME * seconds + count - 1) / count)) "$@"; exit $FAILED) &
  done <<<"$(grep . <<<"$TARGETS")"
  while [ $running -gt 0 ]; do wait -n || FAILED=1; running=$((running - 1)); done
}

for_inputs() {
  local name inputs rest known
  for name in "$@"; do
    grep -q "^$name " <<<"$TARGETS" || { printf 'fuzz: no target %s\n' "$name" >&2; exit 1; }
  done
  while read -r name inputs rest; do
    [ $# = 0 ] || [[ " $* " == *" $name "* ]] || continue
    run "$name" $rest -- -runs="$inputs"
  done < <(grep . <<<"$TARGETS")
}

# run TARGET OCTETS SEEDS… -- OPTION…: the first folder is where new inputs are put.
run() {
  local name=$1 octets=$2 folders=("$CORPUS/$1") said start=$SECONDS; shift 2
  while [ "$1" != -- ]; do folders+=("seeds/$1"); shift; done; shift
  [ -d "crashes/$name" ] && folders+=("crashes/$name")
  mkdir -p "${folders[0]}" "artifacts/$name"
  said=$(mktemp)
  if "$BIN/$name" "${folders[@]}" -max_len="$octets" -timeout=20 -rss_limit_mb=1024 -print_final_stats=1 \
    -artifact_prefix="artifacts/$name/" "$@" >"$said" 2>&1; then
    told "$name" $((SECONDS - start)) "$said" 'no crash'
    rm "$said"
  else
    told "$name" $((SECONDS - start)) "$said" 'CRASH'
    tail -n 40 "$said" >&2
    printf 'fuzz: %s failed; all it said is in %s\n' "$name" "$said" >&2
    FAILED=1
  fi
}

# One line for people, one for the log.
told() {
  local name=$1 seconds=$2 said=$3 result=$4 inputs edges features
  inputs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$said")
  edges=$(grep -o ' cov: [0-9]*' "$said" | tail -n 1 | cut -c7- || true)
  features=$(grep -o ' ft: [0-9]*' "$said" | tail -n 1 | cut -c6- || true)
  printf 'fuzz: %-12s %9s inputs in %5d s, %5d a second; %5s edges, %6s features: %s\n' \
    "$name" "${inputs:-?}" "$seconds" $((${inputs:-0} / (seconds + (seconds == 0)))) "${edges:-?}" "${features:-?}" "$result" >&2
  printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$(date -u +%F)" "$COMMIT" "$name" \
    "${inputs:-?}" "$seconds" "${edges:-?}" "${features:-?}" "$result" >>"$LOG"
}

main "$@"; exit
