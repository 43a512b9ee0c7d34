"""Whether the judges and statistics can fail: each is given numbers that are wrong in its own way, and must know
them; given honest numbers, none must fail. The same numbers every time.
"""

import random
from math import prod

import gmpy2
from gmpy2 import mpz

import judges
from chance import Outcome
from distribution import among_others, outcomes, work
from sample import EXPONENT, WINDOW, Sample, faults
from windows import SMALL, look_among, odd_primes

BITS = 256
COUNT = 8000
WINDOWS = 100

# What the statistics of the numbers see of a prime is that it has no small factor.
FACTORS = prod(mpz(prime) for prime, _ in SMALL if prime < 1000)


def every_fault_is_found():
    missed = [*single_numbers(), *of_the_numbers(), *of_the_windows(), *of_the_work()]
    for name in missed:
        print(f"  MISSED: {name}")
    print(f"  {len(missed)} faults were missed" if missed else "  every judge and every statistic knows what is wrong")
    return not missed


def single_numbers():
    """A sample with one bad number each, for those who judge single numbers."""
    prime = gmpy2.next_prime(mpz(7) << (BITS - 3))
    good = [Sample(BITS, [prime], [prime]), Sample(BITS, [prime], [prime - 2 * WINDOW + 2])]
    yield from (f"a good one: {sentence}" for sample in good for sentence in faults(sample))
    bad = {
        "a length": Sample(BITS, [gmpy2.next_prime(mpz(1) << (BITS - 1))], [gmpy2.next_prime(mpz(1) << (BITS - 1))]),
        "an even number": Sample(BITS, [prime + 1], [prime]),
        "e": Sample(BITS, [one_more_than_a_multiple()], [one_more_than_a_multiple()]),
        "a place before the window": Sample(BITS, [prime], [prime + 2]),
        "a place after the window": Sample(BITS, [prime], [prime - 2 * WINDOW]),
        "a prime that comes twice": Sample(BITS, [prime, prime], [prime, prime - 2]),
        "a window that comes twice": Sample(BITS, [prime, gmpy2.next_prime(prime)], [prime, prime]),
    }
    yield from (name for name, sample in bad.items() if len(list(faults(sample))) != 1)
    # A strong pseudoprime to base 2, a Carmichael number, a product of two primes.
    composites = [mpz(2**67 - 1), 211 * 421 * mpz(631), prime * gmpy2.next_prime(prime), prime + 2]
    for name, judge in [("OpenSSL", judges.openssl), ("GMP", judges.gmp)]:
        if judge([prime, *composites, prime]) != composites:
            yield name


def one_more_than_a_multiple():
    number = (mpz(7) << (BITS - 3)) // (2 * EXPONENT) * (2 * EXPONENT) + 1
    while not gmpy2.is_prime(number):
        number += 2 * EXPONENT
    return number


def of_the_numbers():
    """Every second one of a kind is left out."""
    upper = BITS - 3
    fewer = {
        "residues modulo 3": lambda prime, _: prime % 3 == 2,
        "residues modulo 101": lambda prime, _: prime % 101 > 90,
        "bits after the upper two": lambda prime, _: prime >> upper & 1,
        "bits before the last": lambda prime, _: prime & 6 == 6,
        "every bit": lambda prime, _: prime >> 100 & 1,
        "every bit and its neighbour": lambda prime, _: prime >> 100 & 1 == prime >> 101 & 1,
        "place in the window": lambda prime, first: prime - first < WINDOW,
        "place in the window, last bits": lambda prime, first: (prime - first) // 2 % 64 > 59,
        "window's first number modulo 7": lambda _, first: first % 7 == 0,
    }
    chance = random.Random("honest")
    yield from (f"{outcome.name} of honest numbers: {outcome}" for outcome in outcomes(numbers(chance)) if not outcome.is_good)
    for name, is_one in fewer.items():
        chance = random.Random(name)
        biased = numbers(chance, lambda prime, first: is_one(prime, first) and chance.random() < 0.5)
        yield from missed(name, outcomes(biased))
    ordered = numbers(random.Random("ordered"))
    pairs = sorted(zip(ordered.primes, ordered.windows))
    ordered = Sample(BITS, [prime for prime, _ in pairs], [first for _, first in pairs])
    yield from missed("a prime and the one before", outcomes(ordered))
    # Too regular: no place comes oftener than another.
    regular = numbers(random.Random("regular"))
    regular.windows = [prime - 2 * (at * 64 % WINDOW) for at, prime in enumerate(regular.primes)]
    yield from missed("place in the window", outcomes(regular))


def numbers(chance, is_left_out=lambda prime, first: False):
    """Windows at random, and in each a number without small factors at random."""
    sample = Sample(BITS, [], [])
    while len(sample.primes) < COUNT:
        first = begin(chance)
        prime = first + 2 * chance.randrange(WINDOW)
        if gmpy2.gcd(prime, FACTORS) == 1 and not is_left_out(prime, first):
            sample.primes.append(prime)
            sample.windows.append(first)
    return sample


def of_the_windows():
    """The prime of a window is chosen in a wrong way."""
    wrong = {
        "rank among the primes of the window": lambda primes, _: primes[0],
        # The next after a random place: long gaps are found more often.
        "rank of its gap among theirs": after,
        "gap to the next prime below": after,
    }
    chance = random.Random("windows")
    firsts = [begin(chance) for _ in range(WINDOWS)]
    primes = [odd_primes(first, WINDOW) for first in firsts]
    honest = [chance.choice(some) for some in primes]
    yield from (f"{outcome.name} of honest windows: {outcome}" for outcome in seen(honest, firsts, primes) if not outcome.is_good)
    for name, choose in wrong.items():
        yield from missed(name, seen([choose(some, chance) for some in primes], firsts, primes))
    # Windows that were taken because they have many.
    rich = sorted(zip(honest, firsts, primes), key=lambda window: -len(window[2]))[: WINDOWS // 3]
    yield from missed("primes in a window", seen(*zip(*rich)))


def after(primes, chance):
    place = primes[0] + chance.randrange(int(primes[-1] - primes[0]))
    return next(prime for prime in primes if prime >= place)


def seen(chosen, firsts, primes):
    return among_others([look_among(*window) for window in zip(chosen, firsts, primes)])


def of_the_work():
    """A kernel that passes nine of ten primes only tests a ninth more."""
    # As docs/primes.md has it: 32.06/bits of the numbers are prime.
    honest = Sample(BITS, [0] * 10_000, [])
    expected = BITS / 32.06 * 10_000
    if not work(honest, expected, 1).is_good:
        yield f"the work of an honest search: {work(honest, expected, 1)}"
    yield from missed("numbers tested for a prime", [work(honest, expected / 0.9, 1)])


def missed(name, outcomes):
    """The name, if the statistic of that name was satisfied."""
    if all(outcome.is_good for outcome in outcomes if outcome.name == name):
        yield name


def begin(chance):
    return mpz(chance.getrandbits(BITS) | 3 << (BITS - 2) | 1)
