import numpy as np

from qedu.grading.answers import Number, Parts, Ratio
from qedu.grading.exercise import Call, Exercise


def played(starts, waits, cutoff, life, *, kept=lambda waits, cutoff: waits <= cutoff, spent=lambda s, w, c, k: s + np.minimum(w, c),
           rate=lambda kept, spent: kept.sum() / spent.sum(), aged=lambda s, w, k: w[k],
           left=lambda age, life: 0.25 + 0.75 * np.exp(-age / life),
           mean=lambda left, age, life: left(age, life).mean()):
    """The record with a cut-off, with anything in it done otherwise; None leaves a part open."""
    s, w = (np.asarray(row, float) for row in (starts, waits))
    k = kept(w, cutoff)
    return rate and rate(k, spent(s, w, cutoff, k)), mean and mean(left, aged(s, w, k), life)


def _model(**options):
    return lambda **given: played(**given, **options)


class Cutoff(Exercise):
    """Thirty rounds, of which some wait exactly as long as the cut-off and about a third longer."""

    answer = Parts(Ratio(0), Number(0, 1))
    example = Call(starts=[4, 2, 6], waits=[3, 9, 0], cutoff=5, life=20.0)

    def draw(self, rng):
        p, cutoff = float(rng.uniform(0.05, 0.12)), int(rng.integers(8, 14))
        waits = rng.geometric(p, 30)
        waits[:4], waits[4:6], waits[6:9] = cutoff, 0, (cutoff + 3, cutoff + 9, 2)
        return Call(starts=rng.geometric(2 * p, 30), waits=rng.permutation(waits), cutoff=cutoff, life=float(rng.uniform(1, 4) * cutoff))

    def right(self, starts, waits, cutoff, life):
        return played(starts, waits, cutoff, life)

    wrong = {
        "time_free": _model(spent=lambda s, w, c, k: (s + np.minimum(w, c))[k], mean=None),
        "whole_wait": _model(spent=lambda s, w, c, k: s + w, mean=None),
        "starts_free": _model(spent=lambda s, w, c, k: np.minimum(w, c), mean=None),
        "per_round": _model(rate=lambda k, spent: k.mean(), mean=None),
        "attempts_per_pair": _model(rate=lambda k, spent: spent.sum() / k.sum(), mean=None),
        "strict": _model(kept=lambda w, c: w < c),
        "never_cut": (_model(kept=lambda w, c: w >= 0), _model(kept=lambda w, c: w >= 0, spent=lambda s, w, c, k: s + w)),
        "all_rounds": (_model(rate=None, aged=lambda s, w, k: w),
                       lambda starts, waits, cutoff, life: (None, played(starts, np.minimum(waits, cutoff), cutoff, life)[1])),
        "mean_first": _model(rate=None, mean=lambda left, age, life: left(age.mean(), life)),
        "to_zero": _model(rate=None, left=lambda age, life: np.exp(-age / life)),
        "whole_round": _model(rate=None, aged=lambda s, w, k: (s + w)[k]),
    }
