"""Primes as the search gave them, and what holds for every one."""

from dataclasses import dataclass

from gmpy2 import mpz

# e: p − 1 has no factor in common with it.
EXPONENT = 65537

# Odd numbers in a window: nokkelsmie_prime_search::WINDOW.
WINDOW = 8192


@dataclass
class Sample:
    bits: int
    primes: list
    # The first number of the window of each prime.
    windows: list

    def places(self):
        """Where in its window each prime is."""
        return [int(prime - window) // 2 for prime, window in zip(self.primes, self.windows)]


def of_lines(bits, lines):
    rows = [line.split() for line in lines]
    return Sample(bits, [mpz(row[1], 16) for row in rows], [mpz(row[2], 16) for row in rows])


def faults(sample):
    """What is wrong with single numbers, a sentence each."""
    for prime, window in zip(sample.primes, sample.windows):
        if prime.bit_length() != sample.bits or prime >> (sample.bits - 2) != 3:
            yield f"is not of {sample.bits} bits with two set at the top: {prime:x}"
        if prime % 2 == 0:
            yield f"is even: {prime:x}"
        if prime % EXPONENT == 1:
            yield f"has a factor in common with e when 1 is subtracted: {prime:x}"
        if not (0 <= prime - window < 2 * WINDOW and window % 2 == 1):
            yield f"is not in its window: {prime:x}"
    if len(set(sample.primes)) != len(sample.primes):
        yield "one came twice"
    if len(set(sample.windows)) != len(sample.windows):
        yield "a window came twice"
