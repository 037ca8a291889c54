from itertools import combinations

import numpy as np

from qedu import entanglement as ent
from qedu.grading.answers import Parts
from qedu.grading.exercise import Call, Exercise

from ..common import Count, Figure

_MOST = 8
_ALL = slice(None)


def _rounds(fidelity):
    """Fidelities and expected costs after 0 to 8 rounds, a further axis of the array, for the wrong models."""
    f = np.asarray(fidelity, dtype=float)
    cost = np.ones_like(f)
    fidelities, costs = [f], [cost]
    for _ in range(_MOST):
        e = (1 - f) / 3
        p = (f + e) ** 2 + 4 * e * e
        f, cost = (f * f + e * e) / p, cost * 2 / p
        fidelities.append(f)
        costs.append(cost)
    return np.stack(fidelities, axis=-1), np.stack(costs, axis=-1)


def _joined(f, links, works, stations=-1):
    return (1 + 3 * ((4 * f - 1) / 3) ** links * works ** (links + stations)) / 4


def _bill(links, first, last, a, b):
    return links * a * b


def _plans(fidelity, links, works, target, joined=_joined, bill=_bill):
    """What each plan gives and costs, as arrays by the rounds on the links and at the end; infinite where it falls short."""
    on_links, a = _rounds(fidelity)
    ends, b = _rounds(joined(on_links, links, works))
    first, last = np.indices(ends.shape)
    return ends, np.where(ends >= target, bill(links, first, last, a[:, None], b), np.inf)


def _model(joined=_joined, bill=_bill, firsts=_ALL):
    """A wrong model: how links are joined, how the bill is made, and how many rounds are tried on the links."""
    def model(fidelity, links, works, target):
        costs = _plans(fidelity, links, works, target, joined, bill)[1][firsts]
        if not np.isfinite(costs).any():
            return "no plan", "no plan", "no plan"
        first, last = np.unravel_index(costs.argmin(), costs.shape)
        return int(first), int(last), float(costs.min())

    return model


class Plan(Exercise):
    """Two chains with stations so good that rounds on the links are enough, and three that need rounds at the end.

    Of each the best plan is cheaper than the next by 1 %, no plan passes or misses the target by less than 0.0005, and no usual
    slip gives the right bill; with the last chain, no two slips give the same one.
    """

    answer = Parts(Count(0, _MOST), Count(0, _MOST), Figure(0))
    example = Call(fidelity=0.95, links=4, works=0.97, target=0.9)

    def calls(self, rng):
        calls = [self.example, *(self._drawn(rng, late) for late in (False, True, True, False)), self._drawn(rng, True, sharp=True)]
        return calls, [self.right(**call.arguments) for call in calls]

    def _drawn(self, rng, late, sharp=False):
        while True:
            works = rng.uniform(0.93, 0.975) if late else rng.uniform(0.985, 0.995)
            call = Call(fidelity=round(float(rng.uniform(0.86, 0.95)), 3), links=int(rng.integers(2, 6)), works=round(float(works), 3),
                        target=round(float(rng.uniform(0.84, 0.92)), 3))
            if self._clear(late, **call.arguments) and self._telling(late, sharp, call):
                return call

    @staticmethod
    def _clear(late, fidelity, links, works, target):
        """Whether one plan is the best by far, with rounds on the links, and with rounds at the end just if `late`."""
        ends, costs = _plans(fidelity, links, works, target)
        first, last = np.unravel_index(costs.argmin(), costs.shape)
        best, second = np.sort(costs, axis=None)[:2]
        return bool(np.isfinite(best) and second > 1.01 * best and np.abs(ends - target).min() > 5e-4
                    and first > 0 and (last > 0) == late)

    def _telling(self, late, sharp, call):
        """Whether the slips show in the bill, and, if `sharp`, are told from each other by it as well."""
        pairs = _model()(**call.arguments)[2]
        wrong = {key: [model(**call.arguments)[2] for model in (models if isinstance(models, tuple) else (models,))]
                 for key, models in self.wrong.items()}
        apart = [(one, other) for a, b in combinations(wrong.values(), 2) for one in a for other in b] if sharp else []
        if not late:        # with good stations, leaving out their errors need not show
            wrong["perfect_stations"], wrong["one_station_more"] = [], []
        apart += [(bill, pairs) for bills in wrong.values() for bill in bills]
        return all("no plan" in both or abs(both[0] - both[1]) > 0.01 * pairs for both in apart)

    def right(self, fidelity, links, works, target):
        on_links = ent.purification_rounds(fidelity, _MOST)
        plans = []
        for first, (f, spent) in enumerate(zip(on_links.fidelity, on_links.raw_pairs)):
            joined = float(ent.werner_after_swaps(float(f), links, measurement=works))
            at_end = ent.purification_rounds(joined, _MOST, target=target)
            if at_end.reached:      # a further round only costs more
                plans.append((float(links * spent * at_end.raw_pairs[-1]), first, at_end.rounds))
        pairs, first, last = min(plans)
        return first, last, pairs

    wrong = {
        "links_only": lambda **given: (None, None, _model(joined=lambda f, links, works: f)(**given)[2]),     # rounds here or there
        "product": (_model(joined=lambda f, links, works: f**links * works ** (links - 1)),
                    _model(joined=lambda f, links, works: f**links)),
        "perfect_stations": _model(joined=lambda f, links, works: _joined(f, links, 1)),
        "one_station_more": _model(joined=lambda f, links, works: _joined(f, links, works, stations=0)),
        "always_succeeds": _model(bill=lambda links, first, last, a, b: links * 2.0 ** (first + last)),
        "one_link": _model(bill=lambda links, first, last, a, b: a * b),
        "added": (_model(bill=lambda links, first, last, a, b: links * a + b),
                  _model(bill=lambda links, first, last, a, b: links * (a + b)),
                  _model(bill=lambda links, first, last, a, b: links * a + b - 1)),
        "end_only": _model(firsts=slice(1)),
    }
