import math

import numpy as np

from qedu import randomness
from qedu.grading.answers import Number
from qedu.grading.exercise import Call, Exercise


def bound(counts, *, of=np.max, width=2.576, spread=lambda p, size: math.sqrt(p * (1 - p) / (size - 1)), most=1.0):
    """The probability that is relied on, with anything in it done otherwise."""
    counts = np.asarray(counts, float)
    share = of(counts) / counts.sum()
    return max(1e-12, min(most, share + width * spread(share, counts.sum())))


def entropy(counts, **options):
    return -math.log2(bound(counts, **options)) + 0.0


def _model(**options):
    """A wrong model, with the cut at 1 and without it."""
    return (lambda counts: entropy(counts, **options), lambda counts: entropy(counts, most=math.inf, **options))


def _shannon(counts, base=2):
    p = np.asarray(counts, float) / np.sum(counts)
    return float(-(p * np.log(p)).sum() / math.log(base))


class MostCommon(Exercise):
    """So few samples that one less shows; one of the generators hardly ever gives anything but one value."""

    answer = Number(0)
    example = Call(counts=np.array([6, 8, 6]))

    def further(self, rng):
        return [self.drawn(rng), self.stuck(rng), self.drawn(rng)]

    def draw(self, rng):
        """Three to seven values, all of which have come, the commonest with a quarter to two thirds of the samples."""
        counts = 1 + rng.multinomial(rng.integers(20, 60), rng.dirichlet(np.full(rng.integers(3, 8), 2.0)))
        ordered = np.sort(counts)
        alone = ordered[-1] > ordered[-2] and ordered[0] < ordered[1] and (ordered != counts).any()
        return Call(counts=counts) if 0.25 < ordered[-1] / counts.sum() < 0.65 and alone else None

    @staticmethod
    def stuck(rng):
        """A generator whose interval ends above 1."""
        few = int(rng.integers(1, 3))
        return Call(counts=rng.permutation([few, int(rng.integers(20, 34)) * few, 1 + few]) if few > 1 else
                    rng.permutation([few, int(rng.integers(14, 34))]))

    def right(self, counts):
        return randomness.most_common_value(np.repeat(np.arange(len(counts)), counts)).min_entropy

    wrong = {
        "unclipped": (lambda counts: entropy(counts, most=math.inf), lambda counts: abs(entropy(counts, most=math.inf))),
        "always_nothing": lambda counts: 0.0,
        "no_bound": _model(width=0),
        "all_samples": _model(spread=lambda p, size: math.sqrt(p * (1 - p) / size)),
        "shannon": (_shannon, lambda counts: _shannon(counts, math.e), lambda counts: _shannon(counts, len(counts))),
        "least_common": (*_model(of=np.min), *_model(of=np.min, width=0), *_model(of=np.min, width=-2.576)),
        "another_value": (*_model(of=np.mean), *_model(of=np.mean, width=0), lambda counts: math.log2(len(counts)),
                       *_model(of=np.median), *_model(of=lambda counts: counts[0]), *_model(of=lambda counts: counts[-1])),
        "lower_end": _model(width=-2.576),
        "natural_log": tuple(lambda counts, base=base, most=most: entropy(counts, most=most) / math.log2(base)
                             for base in (math.e, 10) for most in (1, math.inf)),
        "no_root": (*_model(spread=lambda p, size: p * (1 - p) / (size - 1)), *_model(spread=lambda p, size: p * (1 - p) / size)),
        "other_spread": tuple(model for spread in (
            lambda p, size: math.sqrt(p * (1 - p)), lambda p, size: p * (1 - p), lambda p, size: 1 / math.sqrt(size - 1),
            lambda p, size: 1 / math.sqrt(size), lambda p, size: math.sqrt(p * (1 - p)) / (size - 1),
            lambda p, size: math.sqrt(p * (1 - p)) / size, lambda p, size: math.sqrt(p * (1 - p) * (size - 1)),
            lambda p, size: math.sqrt(p * (1 - p) * size), lambda p, size: math.sqrt(p / (size - 1)), lambda p, size: math.sqrt(p / size),
            ) for model in _model(spread=spread)),
        "other_width": tuple(model for width in (1, 1.96, 2, 2.326, 2.58, 2.5758293035489008, 3, 1.645, 1.288)
                             for model in _model(width=width)),
        "not_per_sample": (lambda counts: entropy(counts) * float(np.sum(counts)), lambda counts: entropy(counts) / math.log2(len(counts))),
        "probability": (bound, lambda counts: bound(counts, most=math.inf), lambda counts: bound(counts, width=0)),
    }
