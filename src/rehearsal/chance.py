"""What chance adds to a mean: of many pods that get connections at random, one gets the most."""
from __future__ import annotations

import math
import random
from statistics import NormalDist

NORMAL = NormalDist()
FEW = 60


def most_of(mean: float, pods: int, at_random: random.Random) -> float:
    """The highest of so many Poisson numbers of this mean, drawn at once."""
    if mean <= 0 or pods < 1:
        return 0.0
    below = max(at_random.random(), 1e-12) ** (1 / pods)
    return quantile(mean, below)


def quantile(mean: float, below: float) -> float:
    if mean > FEW:
        return mean + math.sqrt(mean) * NORMAL.inv_cdf(min(below, 1 - 1e-12))
    number, probability = 0, math.exp(-mean)
    total = probability
    while total < below and number < 10 * FEW:
        number += 1
        probability *= mean / number
        total += probability
    return float(number)


def fullest_of(mean: float, pods: int) -> float:
    """What the fullest of so many pods may be expected to hold."""
    return quantile(mean, 1 - 1 / (pods + 1)) if mean > 0 else 0.0
