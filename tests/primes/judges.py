"""Who else says whether a number is prime: OpenSSL and GMP, on all cores."""

import multiprocessing
import re
import subprocess
from multiprocessing.pool import ThreadPool

import gmpy2

# Numbers that OpenSSL is asked about at a time.
BATCH = 200


def openssl(numbers):
    """Those that OpenSSL calls composite (64 rounds of Miller–Rabin with random bases)."""
    batches = [numbers[at : at + BATCH] for at in range(0, len(numbers), BATCH)]
    with ThreadPool(multiprocessing.cpu_count()) as pool:
        return [number for refused in pool.imap(ask_openssl, batches) for number in refused]


def ask_openssl(numbers):
    command = ["openssl", "prime", "-hex", *(f"{number:X}" for number in numbers)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    answers = [re.fullmatch(r"[0-9A-F]+ \(([0-9A-F]+)\) is (not )?prime", line) for line in said]
    if len(answers) != len(numbers) or not all(answers):
        raise RuntimeError(f"openssl prime answered {len(said)} lines about {len(numbers)} numbers")
    for number, answer in zip(numbers, answers):
        assert int(answer[1], 16) == number
    return [number for number, answer in zip(numbers, answers) if answer[2]]


def openssl_version():
    return " ".join(subprocess.run(["openssl", "version"], capture_output=True, text=True, check=True).stdout.split()[:2])


def gmp(numbers):
    """Those that GMP calls composite (Baillie–PSW, and 16 rounds of Miller–Rabin with random bases)."""
    with multiprocessing.Pool() as pool:
        judged = pool.map(is_prime, numbers, chunksize=max(1, min(1000, len(numbers) // 8)))
    return [number for number, prime in zip(numbers, judged) if not prime]


def is_prime(number):
    return gmpy2.is_prime(number, 40)


def gmp_version():
    return gmpy2.mp_version()
