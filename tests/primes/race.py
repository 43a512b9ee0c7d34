"""How uneven primes are when several searchers race (docs/primes.md), if primes in windows have Poisson's law.

    python3 tests/primes/race.py [RACES]
"""

import math
import random
import sys
from collections import Counter

BITS = 2048
MEAN = 2 * 8192 / (BITS * math.log(2))
# A number that is tested is prime with the chance 32.1/k.
SURVIVORS = round(MEAN * BITS / 32.1)


def main():
    races = int(sys.argv[1]) if len(sys.argv) > 1 else 60_000
    random.seed(1)
    for searchers in (1, 2, 8):
        print(f"{searchers} searchers: {collision_entropy_lost(searchers, races):.3f} bits of collision entropy lost")


def collision_entropy_lost(searchers, races):
    """Against primes that are all as likely: of those, a window's others have Poisson's law."""
    found = Counter(count for _ in range(races) for count in race(searchers))
    total = found.total()
    even = {count: math.exp(-MEAN) * MEAN ** (count - 1) / math.factorial(count - 1) for count in found}
    return math.log2(sum((number / total) ** 2 / even[count] for count, number in found.items()))


def race(searchers):
    """Primes in the windows of the first two candidates."""
    finds = [find for _ in range(searchers) for find in search()]
    return [count for _, count in sorted(finds)[:2]]


def search():
    """After how many tests one searcher finds its first two candidates, and how many primes their windows have."""
    tests = 0
    for _ in range(2):
        while (count := poisson()) == 0:
            tests += SURVIVORS
        tests += SURVIVORS * (1 - random.random() ** (1 / count))
        yield tests, count


def poisson():
    count, product = 0, random.random()
    while product > math.exp(-MEAN):
        count, product = count + 1, product * random.random()
    return count


main()
