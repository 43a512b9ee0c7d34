"""What the primes look like, against what theory says: docs/primes.md."""

from math import exp, log, log2

import gmpy2

from chance import LEAST_EXPECTED, Outcome, deviation, evenly, squares, waiting
from sample import WINDOW
from windows import longer

# Where residues are looked at: the odd primes below this.
MODULI = 1000

# 6 bits give 64 cells.
BITS = 6

EULER = 0.5772156649015329


def outcomes(sample):
    """The statistics of the numbers themselves."""
    yield from residues(sample.primes)
    yield from bits(sample)
    yield from windows(sample)
    yield successors(sample)


def residues(primes):
    """Dirichlet: every residue but 0 is as frequent as every other."""
    for modulus in range(3, MODULI, 2):
        if gmpy2.is_prime(modulus) and len(primes) >= LEAST_EXPECTED * (modulus - 1):
            # A factor would be the cell below the first: it is counted as the last, and shows there.
            yield evenly(f"residues modulo {modulus}", (int(prime % modulus) - 1 for prime in primes), modulus - 1)


def bits(sample):
    """The first and last bits are set, as is the second: all others are as likely as not."""
    width = min(BITS, int(log2(len(sample.primes) / LEAST_EXPECTED)))
    if width > 0:
        upper, mask = sample.bits - 2 - width, (1 << width) - 1
        yield evenly("bits after the upper two", (int(prime >> upper) & mask for prime in sample.primes), mask + 1)
        yield evenly("bits before the last", (int(prime >> 1) & mask for prime in sample.primes), mask + 1)
    yield each("every bit", sample.primes, range(1, sample.bits - 2))
    yield each("every bit and its neighbour", [prime ^ (prime >> 1) for prime in sample.primes], range(1, sample.bits - 3))


def each(name, numbers, places):
    """Whether each of these bits is set in half the numbers."""
    ones = counted(numbers)
    half = len(numbers) / 2
    return squares(name, sum((ones[place] - half) ** 2 / (half / 2) for place in places), len(places))


def counted(numbers):
    """How many have each bit set. The digits are added in octets, as many as an octet can count."""
    length = max(number.bit_length() for number in numbers)
    zeros = int.from_bytes(b"0" * length, "big")
    ones = [0] * length
    for at in range(0, len(numbers), 255):
        some = (int.from_bytes(f"{int(number):0{length}b}".encode(), "big") - zeros for number in numbers[at : at + 255])
        for place, count in enumerate(sum(some).to_bytes(length, "little")):
            ones[place] += count
    return ones


def windows(sample):
    """A window begins anywhere, and the prime is anywhere in it."""
    width = min(BITS, int(log2(len(sample.primes) / LEAST_EXPECTED)))
    if width > 0:
        cells = 1 << width
        places = sample.places()
        yield evenly("place in the window", (place * cells // WINDOW for place in places), cells)
        yield evenly("place in the window, last bits", (place % cells for place in places), cells)
    for modulus in [3, 5, 7, 11, 13]:
        if len(sample.primes) >= LEAST_EXPECTED * modulus:
            yield evenly(f"window's first number modulo {modulus}", (int(first % modulus) for first in sample.windows), modulus)


def successors(sample):
    """Whether a prime depends on the one before it: their upper bits."""
    pairs = list(zip(sample.primes[::2], sample.primes[1::2]))
    width = max(1, min(BITS // 2, int(log2(max(1, len(pairs) / LEAST_EXPECTED)) / 2)))
    upper, mask = sample.bits - 2 - width, (1 << width) - 1
    if len(pairs) < LEAST_EXPECTED << (2 * width):
        return Outcome("a prime and the one before", 1.0, "too few")
    values = ((int(one >> upper) & mask) << width | int(other >> upper) & mask for one, other in pairs)
    return evenly("a prime and the one before", values, 1 << (2 * width))


def among_others(looks):
    """The order in the window, and the gap below: a prime after a long gap is not preferred."""
    yield deviation(
        "rank among the primes of the window",
        sum(look.rank - (look.count - 1) / 2 for look in looks),
        0,
        sum((look.count**2 - 1) / 12 for look in looks),
    )
    yield deviation(
        "rank of its gap among theirs",
        sum(look.shorter for look in looks),
        0,
        sum(look.variance for look in looks),
    )
    # One for all: the logarithms differ by less than a thousandth.
    expected = longer(sum(look.mean for look in looks) / len(looks))
    yield waiting("gap to the next prime below", sum(look.gap for look in looks) / expected, len(looks))
    # If Poisson's law holds; in truth they vary a little less.
    mean = sum(look.mean for look in looks)
    yield deviation("primes in a window", sum(look.count for look in looks), mean, mean)


def work(sample, tested, lanes):
    """Numbers tested for a prime: what is left of w odd numbers by the sieve, through one more than the primes."""
    logarithm = log(2) * sample.bits
    left = WINDOW * 2 * exp(-EULER) / log(1 << 18)
    primes = 2 * WINDOW / logarithm
    expected = (left + 1) * (1 - exp(-primes)) / primes
    # Where two are tested at a time the second of the last two is superfluous every second time.
    expected += (lanes - 1) / 2
    return waiting("numbers tested for a prime", tested / expected, len(sample.primes))
