"""Makes the RSA keys that the tests of inspection use, sound ones and weak ones.

    python3 make_keys.py > keys.json

Only the standard library; the random numbers have a fixed seed, so that every
run makes the same keys. NEVER use any of them for anything but tests.
"""

import json
import math
import random

rng = random.Random("nokkelsmie: keys for the tests of inspection")
E = 65537


def is_prime(n, rounds=24):
    if n < 2 or any(n % p == 0 for p in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29)):
        return n in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29)
    r, s = n - 1, 0
    while r % 2 == 0:
        r, s = r // 2, s + 1
    for _ in range(rounds):
        x = pow(rng.randrange(2, n - 1), r, n)
        if x not in (1, n - 1):
            for _ in range(s - 1):
                x = x * x % n
                if x == n - 1:
                    break
            else:
                return False
    return True


def prime(bits, e=E):
    """A prime with its two highest bits set, to which e fits."""
    while True:
        p = rng.getrandbits(bits) | 3 << (bits - 2) | 1
        if math.gcd(e, p - 1) == 1 and is_prime(p):
            return p


def next_prime(n, e=E):
    n |= 1
    while not (math.gcd(e, n - 1) == 1 and is_prime(n)):
        n += 2
    return n


def key(p, q, e=E, d=None, modulus=None):
    """All members; d modulo λ as the standard proposes."""
    lam = math.lcm(p - 1, q - 1)
    if d is not None:
        e = pow(d, -1, lam)
    d = pow(e, -1, lam) if d is None else d
    qi = pow(q, -1, p) if p != q else 1
    numbers = dict(n=p * q, e=e, d=d, p=p, q=q, dp=d % (p - 1), dq=d % (q - 1), qi=qi)
    return {name: f"{number:x}" for name, number in numbers.items()}


def fermat_rounds(n, p, q):
    start = math.isqrt(n - 1) + 1
    return (p + q) // 2 - start


def close(rounds):
    """Primes that Fermat's method finds after about so many rounds."""
    p = prime(1024)
    q = next_prime(p + 2 + math.isqrt(8 * rounds * p))
    return p, q


def infineon_prime(bits):
    """k·M + (65537^a mod M) with M the product of the first 126 primes."""
    primes = [n for n in range(2, 702) if is_prime(n)]
    m = math.prod(primes)
    while True:
        k = rng.getrandbits(bits - m.bit_length()) | 3 << (bits - m.bit_length() - 2)
        p = k * m + pow(65537, rng.getrandbits(64), m)
        if p.bit_length() == bits and math.gcd(E, p - 1) == 1 and is_prime(p):
            return p


def composite(bits):
    """No small factor, and e fits."""
    while True:
        p = prime(bits // 2) * prime(bits - bits // 2)
        if p.bit_length() == bits and math.gcd(E, p - 1) == 1:
            return p


keys = {}
p, q = prime(1024), prime(1024)
keys["sound"] = key(p, q)
phi = (p - 1) * (q - 1)
keys["sound-modulo-phi"] = keys["sound"] | {"d": f"{pow(E, -1, phi):x}"}
keys["another"] = key(prime(1024), prime(1024))
keys["swapped"] = key(q, p)
keys["sound-3072"] = key(prime(1536), prime(1536))
keys["sound-4096"] = key(prime(2048), prime(2048))
keys["small"] = key(prime(512), prime(512))
keys["odd-size"] = key(prime(1100), prime(1100))
keys["exponent-3"] = key(prime(1024, 3), prime(1024, 3), e=3)
keys["composite-p"] = key(composite(1024), prime(1024))
keys["composite-q"] = key(prime(1024), composite(1024))
same = prime(1024)
keys["equal-primes"] = key(same, same)
for name, rounds in (("close-first-round", 0), ("close-round-90", 90), ("close-round-200", 200)):
    p, q = close(rounds)
    assert abs(fermat_rounds(p * q, p, q) - rounds) <= 3, (name, fermat_rounds(p * q, p, q))
    keys[name] = key(q, p)
keys["roca"] = key(infineon_prime(1024), infineon_prime(1024))
keys["factor-65521"] = key(next_prime(rng.getrandbits(2032) | 3 << 2030), 65521)
keys["factor-65539"] = key(next_prime(rng.getrandbits(2032) | 3 << 2030), 65539)
wiener = prime(500)
keys["wiener"] = key(prime(1024), prime(1024), d=wiener)
keys["small-d"] = key(prime(1024), prime(1024), d=prime(1000))
keys["large-e"] = key(prime(1024), prime(1024), d=prime(2040))

print(json.dumps(keys, indent=1))
