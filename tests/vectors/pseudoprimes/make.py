"""Makes made.tsv: composite numbers that pass for primes with base 2, of the lengths that are searched for,
and a prime of each length beside them.

    python3 make.py >made.tsv        (gmpy2; a quarter of a minute)

Each begins with two set bits and has no prime factor below 2^16, as what comes out of the search's sieve.
"""

import hashlib
from itertools import chain, combinations

import gmpy2
from gmpy2 import mpz

SIZES = [512, 1024, 1536, 2048]
SMALL = 1 << 16


def main():
    print("# kind\tbits\tnumber in hexadecimal")
    for size in SIZES:
        show("chernick", chernick(size))
        for number in double(size):
            show("double", number)
    for number in mersenne():
        show("mersenne", number)
    for size in range(256, 2049, 64):
        first = mpz(3) << (size - 2)
        print(f"prime\t{size}\t{gmpy2.next_prime(first + somewhere(first, 'prime')):x}")


def show(kind, number):
    check(kind, number)
    print(f"{kind}\t{number.bit_length()}\t{number:x}", flush=True)


def check(kind, number):
    assert number.bit_length() % 64 == 0 and number >> (number.bit_length() - 2) == 3
    assert all(number % prime for prime in range(3, SMALL, 2))
    assert pow(2, number - 1, number) == 1 and not gmpy2.is_prime(number, 40)
    assert gmpy2.gcd(number - 1, 65537) == 1
    if kind != "chernick":
        assert gmpy2.is_strong_prp(number, 2)


def chernick(size):
    """(6k + 1)(12k + 1)(18k + 1), all three prime: Carmichael numbers (J. Chernick, 1939)."""
    # 1296 k³ begins with two set bits.
    first = gmpy2.iroot((mpz(3) << (size - 2)) // 1296, 3)[0] + 1
    first += somewhere(first, "chernick")
    for k in sieved(first, [6, 12, 18], 1):
        factors = [6 * k + 1, 12 * k + 1, 18 * k + 1]
        if are_prime(factors) and (factors[0] * factors[1] * factors[2] - 1) % 65537:
            return factors[0] * factors[1] * factors[2]


def double(size):
    """p(2p − 1), both prime, that are strong pseudoprimes to base 2 (and, by chance, to others)."""
    first = gmpy2.isqrt(mpz(7) << (size - 4)) // 12
    first += somewhere(first, "double")
    found = 0
    for k in sieved(first, [12, 24], 1):
        p, q = 12 * k + 1, 24 * k + 1
        if are_prime([p, q]) and gmpy2.is_strong_prp(p * q, 2) and (p * q - 1) % 65537:
            yield p * q
            found += 1
            if found == 2:
                return


def mersenne():
    """Composite divisors of 2^m − 1 for odd m whose prime factors divide no 2^d − 1 with a smaller d: strong
    pseudoprimes to base 2, every one of them. Of the factors that are found some are divided away, so that a
    length of the search is left. With a prime m it is a number of Mersenne's."""
    for m in range(257, 4000, 2):
        number = new_part(m)
        if not 256 <= number.bit_length() <= 2200:
            continue
        factors = [q for q in range(2 * m + 1, 1 << 22, 2 * m) if number % q == 0 and gmpy2.is_prime(q)]
        large = [q for q in factors if q >= SMALL]
        for some in chain.from_iterable(combinations(large, count) for count in range(len(large) + 1)):
            rest = number
            for q in [q for q in factors if q < SMALL] + list(some):
                while rest % q == 0:
                    rest //= q
            bits = rest.bit_length()
            if bits % 64 == 0 and bits <= 2048 and rest >> (bits - 2) == 3 and not gmpy2.is_prime(rest, 40) and (rest - 1) % 65537:
                yield rest


def new_part(m):
    """Of 2^m − 1 what has no factor in common with 2^d − 1 for any smaller d."""
    number = (mpz(1) << m) - 1
    for prime in [q for q in range(3, m + 1, 2) if m % q == 0 and gmpy2.is_prime(q)]:
        number //= gmpy2.gcd(number, (mpz(1) << (m // prime)) - 1)
    common = gmpy2.gcd(number, m)
    return number // common


def somewhere(first, name):
    """A number below first/64, always the same."""
    digest = hashlib.shake_256(f"{name} {first.bit_length()}".encode()).digest(256)
    return first * int.from_bytes(digest, "big") >> (2048 + 6)


def sieved(first, factors, add):
    """The k from `first` on for which no factor · k + add has a small factor."""
    length = 1 << 20
    while True:
        left = bytearray(b"\1") * length
        for prime in primes(SMALL):
            for factor in factors:
                if factor % prime:
                    place = int((-add * pow(factor, -1, prime) - first) % prime)
                    left[place::prime] = bytes(len(range(place, length, prime)))
        for place, is_left in enumerate(left):
            if is_left:
                yield first + place
        first += length


def are_prime(numbers):
    return all(gmpy2.is_strong_prp(number, 3) for number in numbers) and all(gmpy2.is_prime(number, 40) for number in numbers)


def primes(limit):
    left = bytearray(b"\1") * limit
    for number in range(2, limit):
        if left[number]:
            yield number
            left[number * number :: number] = bytes(len(range(number * number, limit, number)))


main()
