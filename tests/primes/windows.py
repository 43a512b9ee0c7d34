"""The other primes of a window: whether the one that was given is like any of them."""

import multiprocessing
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from math import exp

import gmpy2

from sample import EXPONENT, WINDOW

# Primes below this are sieved with.
LIMIT = 1 << 14


@dataclass
class Look:
    """A prime among those of its window."""

    # Numbers that the search could have given, and how many of them are below the one that it gave.
    count: int
    rank: int
    # How many of them have a smaller gap below, counting equal ones half; and the variance of that number.
    shorter: float
    variance: float
    # To the next prime below, in the window or not; in logarithms of the prime.
    gap: float
    # 2w/ln p: primes that a window has on the average.
    mean: float


def look(sample, count):
    """At the first `count` primes and their windows."""
    with multiprocessing.Pool() as pool:
        return pool.starmap(look_at, list(zip(sample.primes, sample.windows))[:count], chunksize=4)


def look_at(prime, window):
    return look_among(prime, window, odd_primes(window, WINDOW))


def look_among(prime, window, primes):
    """Given all primes of the window."""
    eligible = [number for number in primes if number % EXPONENT != 1]
    rank = eligible.index(prime)
    # Of the first the gap is not known: what is seen of it will do, as it says nothing of the choice.
    gaps = [int(upper - lower) for upper, lower in zip(eligible, [window, *eligible])]
    ordered = sorted(gaps)
    shorter = [(bisect_left(ordered, gap) + bisect_right(ordered, gap)) / 2 for gap in gaps]
    mean = sum(shorter) / len(gaps)
    logarithm = float(gmpy2.log(prime))
    return Look(
        count=len(eligible),
        rank=rank,
        shorter=shorter[rank] - mean,
        variance=sum((value - mean) ** 2 for value in shorter) / len(gaps),
        gap=float(prime - below(prime, primes, window)) / logarithm,
        mean=2 * WINDOW / logarithm,
    )


def below(prime, primes, window):
    while primes[0] == prime:
        window -= 2 * WINDOW
        primes = odd_primes(window, WINDOW) + [prime]
    return primes[primes.index(prime) - 1]


def odd_primes(first, count):
    """Those among first, first + 2, …"""
    left = bytearray(b"\1") * count
    for prime, inverse in SMALL:
        place = -int(first % prime) * inverse % prime
        left[place::prime] = bytes(len(range(place, count, prime)))
    numbers = (first + 2 * place for place, is_left in enumerate(left) if is_left)
    return [number for number in numbers if gmpy2.is_strong_prp(number, 2)]


def longer(mean):
    """How much longer than the average the gap below a prime is that was drawn from a window with so many
    primes on the average: docs/primes.md.

    The others are distributed by Poisson's law; g is the gap and x the distance to the beginning of the window,
    in average gaps. A prime is given with the chance 1/N. If g < x, then N − 2 has the mean m − g, else N − 1 has the
    mean m − x: the mean of 1/N is b(m − g) or a(m − x)."""

    def a(y):
        return (1 - exp(-y)) / y if y > 1e-4 else 1 - y / 2

    def b(y):
        return (y - 1 + exp(-y)) / y**2 if y > 1e-4 else 1 / 2 - y / 6

    def weighed(g):
        return g * exp(-g) * b(mean - g) * (mean - g) / mean + (g + 1) * exp(-g) * a(mean - g) / mean

    # Simpson's rule.
    steps = 2000
    width = mean / steps
    total = sum(weighed(width * at) * (1 if at in (0, steps) else 2 + 2 * (at % 2)) for at in range(steps + 1))
    return total * width / 3 / a(mean)


def small_primes():
    left = bytearray(b"\1") * LIMIT
    for number in range(2, LIMIT):
        if left[number]:
            yield number
            left[number * number :: number] = bytes(len(range(number * number, LIMIT, number)))


# Each odd prime, and the inverse of 2.
SMALL = [(prime, (prime + 1) // 2) for prime in small_primes() if prime > 2]
