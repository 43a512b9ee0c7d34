"""How likely what was seen is, if the primes are as they should be.

Each statistic is such a chance, and fails below ALPHA: so a good search fails a run with S statistics once in
1/(S · ALPHA) runs.
"""

from dataclasses import dataclass
from math import erfc, exp, lgamma, log, sqrt

ALPHA = 1e-6

# Fewer are expected in no cell: the distribution of the sum is near enough to the chi-squared one then.
LEAST_EXPECTED = 20

# With fewer degrees of freedom counts that are equal by chance are nothing strange.
LEAST_FREEDOM_BELOW = 30


@dataclass
class Outcome:
    """A statistic: its name, the chance of what was seen, and what that was."""

    name: str
    chance: float
    seen: str

    @property
    def is_good(self):
        return self.chance >= ALPHA


def evenly(name, values, cells):
    """Whether values in range(cells) are equally frequent: Pearson's chi-squared test."""
    counts = [0] * cells
    for value in values:
        counts[value] += 1
    return against(name, counts, sum(counts) / cells)


def against(name, counts, expected):
    assert expected >= LEAST_EXPECTED, name
    total = sum((count - expected) ** 2 for count in counts) / expected
    return squares(name, total, len(counts) - 1)


def squares(name, total, freedom):
    """A sum of squares that has the chi-squared distribution. Too little is as strange as too much."""
    above = chi_squared_above(total, freedom)
    chance = above if freedom < LEAST_FREEDOM_BELOW else 2 * min(above, 1 - above)
    return Outcome(name, chance, f"χ² {total:.1f} of {freedom}")


def deviation(name, total, mean, variance):
    """A sum with the normal distribution, or nearly."""
    z = (total - mean) / sqrt(variance)
    return Outcome(name, erfc(abs(z) / sqrt(2)), f"{z:+.2f} σ")


def waiting(name, total, count):
    """The sum of so many times that are exponentially distributed with the mean 1: twice it is chi-squared."""
    above = chi_squared_above(2 * total, 2 * count)
    return Outcome(name, 2 * min(above, 1 - above), f"{total / count:.4f} of what is expected")


def chi_squared_above(x, freedom):
    """Exact for whole degrees of freedom k: Q(k) = Q(k − 2) + (x/2)^(k/2 − 1) · e^(−x/2) / Γ(k/2), and
    Q(1) = erfc(√(x/2)), Q(2) = e^(−x/2)."""
    if x <= 0:
        return 1.0
    half = x / 2
    total = erfc(sqrt(half)) if freedom % 2 else 0.0
    for k in range(2 + freedom % 2, freedom + 1, 2):
        total += exp((k / 2 - 1) * log(half) - half - lgamma(k / 2))
    return min(total, 1.0)
