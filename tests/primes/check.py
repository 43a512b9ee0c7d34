"""Judges the primes of the search from outside.

    check.py PROGRAM BITS:COUNT…    what PROGRAM BITS COUNT prints: OpenSSL, GMP, and statistics
    check.py self-test              that each of them knows bad numbers

./build.sh primes runs both.
"""

import subprocess
import sys
import time

import biased
import judges
from chance import ALPHA
from distribution import among_others, outcomes, work
from sample import faults, of_lines
from windows import look


def windows_of(count):
    """How many windows are searched for all their primes: 0.07 s each at 512 bits, 0.6 s at 1024."""
    return min(count, 20 + count // 20)


def main():
    match sys.argv[1:]:
        case ["self-test"]:
            good = biased.every_fault_is_found()
        case [program, *sizes] if sizes:
            good = all([check(program, *map(int, size.split(":"))) for size in sizes])
        case _:
            sys.exit(__doc__)
    sys.exit(0 if good else 1)


def check(program, bits, count):
    """Prints what was found; says whether all was good."""
    times = {}
    rows = timed(times, "search and proof", lambda: run(program, bits, count))
    *lines, done = rows
    _, tested, searching, proving, refused = done.split()
    sample = of_lines(bits, lines)
    fused = sum(line.startswith("fused ") for line in lines)
    wrong = [] if len(lines) == count else [f"{len(lines)} came, not {count}"]
    wrong += [f"{refused} were refused by the proof"] if refused != "0" else []
    wrong += faults(sample)
    for name, judge in [(judges.openssl_version(), judges.openssl), (judges.gmp_version(), judges.gmp)]:
        refused_here = timed(times, name, lambda: judge(sample.primes))
        wrong += [f"{name} says composite: {number:x}" for number in refused_here]
    print(f"\n{count} primes of {bits} bits, {count - fused} by plain integers and {fused} by fused multiply-add")
    print(f"  {int(tested) / count:.2f} numbers tested a prime; search {searching} s and proof {proving} s of all threads")
    for sentence in wrong[:20]:
        print(f"  WRONG: {sentence}")
    if wrong:
        print(f"  {len(wrong)} are wrong: no statistics")
        return False
    print("  every number is prime, and as it must be")
    seen = timed(times, "statistics of the numbers", lambda: list(outcomes(sample)))
    seen.append(work(sample, int(tested), 1 + fused / count))
    looks = timed(times, "other primes in their windows", lambda: look(sample, windows_of(count)))
    seen += among_others(looks)
    show(seen, len(looks))
    print("  where the time went:")
    for name, seconds in times.items():
        print(f"  {seconds:8.1f} s  {name}")
    sys.stdout.flush()
    return all(outcome.is_good for outcome in seen)


def run(program, bits, count):
    return subprocess.run([program, str(bits), str(count)], stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()


def timed(times, name, work):
    begun = time.monotonic()
    result = work()
    times[name] = time.monotonic() - begun
    return result


def show(seen, windows):
    print(f"  {len(seen)} statistics, each fails by chance once in {1 / ALPHA:,.0f} runs ({windows} windows):")
    print(f"  {'chance':>9}  {'statistic':<40} seen")
    residues = [outcome for outcome in seen if outcome.name.startswith("residues")]
    least = min(residues, key=lambda outcome: outcome.chance, default=None)
    for outcome in seen:
        if outcome in residues and outcome is not least and outcome.is_good:
            continue
        name = f"{outcome.name}, least of {len(residues)}" if outcome is least else outcome.name
        print(f"  {outcome.chance:9.2g}  {name:<40} {outcome.seen}{'' if outcome.is_good else '   FAILED'}")


if __name__ == "__main__":
    main()
