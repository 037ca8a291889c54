import numpy as np

from qedu.grading.answers import AsRead, Parts, Ratio, Unfit, sequence
from qedu.grading.exercise import Call, Exercise

#: Conditions with the largest values that a theorem may allow.
CONDITIONS = {"photons back": 1e-6, "intensity error": 0.02, "basis bias": 0.01, "bit bias": 0.004, "efficiency mismatch": 0.05,
              "power at entrance": 0.4, "phase correlation": 0.002, "timing error": 0.1}
OTHERS = {"room temperature": 21.0, "fibre length": 48.0, "humidity": 0.4}


class Names(AsRead):
    """Words in any order, of no fixed list."""

    def read(self, value):
        if isinstance(value, str):
            value = [value]
        if isinstance(value, np.ndarray) and not value.size:
            value = []
        items = sorted(value, key=str) if isinstance(value, (set, frozenset)) else sequence(value)
        if items is None or not all(isinstance(item, str) for item in items):
            raise Unfit("not_names")
        return frozenset(item.strip() for item in items)


def stated(keys, eps_sec, eps_cor, needs, measured):
    """The right answer: what is wrong with any key, what fails, and what nobody knows."""
    above = {name for name, limit in needs.items() if measured.get(name, 0) > limit}
    return keys * eps_sec + keys * eps_cor, above, set(needs) - set(measured)


def _above(fails):
    """A wrong model of the first list, of the measured value and the largest that is allowed; the rest is right."""
    def answer(keys, eps_sec, eps_cor, needs, measured):
        eps, _, unknown = stated(keys, eps_sec, eps_cor, needs, measured)
        return eps, {name for name, limit in needs.items() if name in measured and fails(measured[name], limit)}, unknown

    return answer


def _eps(*found):
    """Wrong models of the probability, of the keys and both ε; the lists are left open."""
    return tuple(lambda keys, eps_sec, eps_cor, found=found, **_: (found(keys, eps_sec, eps_cor), None, None) for found in found)


def _lists(*found):
    """Wrong models of the lists, of what fails, what is unknown, what holds and what was measured besides; the probability is right."""
    def model(one):
        def answer(**given):
            eps, above, unknown = stated(**given)
            holds = set(given["needs"]) - above - unknown
            return eps, *one(above, unknown, holds, set(given["measured"]) - set(given["needs"]))

        return answer

    return tuple(model(one) for one in found)


class Claim(Exercise):
    """Four reports, with one to three conditions that nobody has looked at, and one or two that fail; in one of them none does.

    In each a condition that holds was found to be just at its limit.

    Two have so small an ε that 1 − (1 − ε) shows what it has lost, except with a probability of about one in a million.
    """

    answer = Parts(Ratio(0), Names(), Names())
    example = Call(keys=365, eps_sec=1e-10, eps_cor=1e-15,
                   needs={"photons back": 1e-6, "intensity error": 0.02, "basis bias": 0.01, "efficiency mismatch": 0.05},
                   measured={"photons back": 4e-6, "intensity error": 0.015, "efficiency mismatch": 0.03, "room temperature": 21.0})

    def draw(self, rng, fails, tiny):
        names = rng.permutation(list(CONDITIONS))[:rng.integers(6, 9)].tolist()
        needs = {name: float(f"{CONDITIONS[name] * rng.uniform(0.5, 2):.2g}") for name in names}
        unknown = int(rng.integers(1, 4))
        found = {name: float(f"{needs[name] * (rng.uniform(1.3, 5) if place < fails else rng.uniform(0.2, 0.8)):.3g}")
                 for place, name in enumerate(names[unknown:])}
        found[names[-1]] = needs[names[-1]]
        extra = {name: OTHERS[name] for name in rng.permutation(list(OTHERS))[:rng.integers(1, 3)].tolist()}
        both = list({**found, **extra}.items())
        small = (-15, -14) if tiny else (-13, -9)
        return Call(keys=int(rng.integers(50, 5000)), eps_sec=float(f"{10 ** rng.uniform(*small):.3g}"),
                    eps_cor=float(f"{10 ** rng.uniform(*small):.3g}"), needs={name: needs[name] for name in sorted(names)},
                    measured=dict(both[place] for place in rng.permutation(len(both))))

    def further(self, rng):
        return [self.drawn(rng, fails, place < 2) for place, fails in enumerate(rng.permutation([0, 1, 1, 2]))]

    def right(self, keys, eps_sec, eps_cor, needs, measured):
        return stated(keys, eps_sec, eps_cor, needs, measured)

    wrong = {
        "one_key": _eps(lambda n, s, c: s + c, lambda n, s, c: max(s, c), lambda n, s, c: s),
        "one_eps": _eps(lambda n, s, c: n * s, lambda n, s, c: n * c, lambda n, s, c: n * max(s, c), lambda n, s, c: n * min(s, c)),
        "multiplied": _eps(lambda n, s, c: n * s * c, lambda n, s, c: s * c, lambda n, s, c: (s + c) ** n, lambda n, s, c: (s * c) ** n,
                           lambda n, s, c: s**n, lambda n, s, c: (s + c) / n),
        "lists_swapped": _lists(lambda above, unknown, holds, extra: (unknown, above)),
        "silence_is_failure": _lists(lambda above, unknown, holds, extra: (above | unknown, set()),
                                     lambda above, unknown, holds, extra: (above | unknown, unknown)),
        "silence_is_consent": _lists(lambda above, unknown, holds, extra: (above, set()),
                                     lambda above, unknown, holds, extra: (above, above)),
        "wrong_side": _lists(lambda above, unknown, holds, extra: (holds, unknown),
                             lambda above, unknown, holds, extra: (holds | above, unknown)) + (_above(lambda found, limit: found < limit),),
        "limit_fails": _above(lambda found, limit: found >= limit),
        "not_needed": _lists(lambda above, unknown, holds, extra: (above | extra, unknown),
                             lambda above, unknown, holds, extra: (above, unknown | extra),
                             lambda above, unknown, holds, extra: (above, extra)),
        "lost_digits": _eps(lambda n, s, c: 1 - (1 - s - c) ** n, lambda n, s, c: 1 - ((1 - s) * (1 - c)) ** n,
                            lambda n, s, c: 1 - (1 - s) ** n * (1 - c) ** n, lambda n, s, c: 1 - (1 - (s + c)) ** n),
    }
