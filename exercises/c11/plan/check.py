from functools import cache

import numpy as np

from qedu import entanglement as ent
from qedu.grading.answers import Integer, Parts
from qedu.grading.exercise import Call, Exercise

from ..common import Figure

_MOST = 8
_ALL = slice(None)

# Chains as (fidelity, links, works, target), picked once from many drawn at random.  Of each the best plan is cheaper than the next by
# 1 %, no plan passes or misses the target by less than 0.0005, and each usual slip finds a plan, with another bill;
# tests/exercises/test_chains.py holds them to it.  With the stations of the first, rounds on the links are enough, and leaving out
# the errors of stations need not show.
EARLY = (
    (0.895, 4, 0.986, 0.894), (0.916, 5, 0.986, 0.882), (0.953, 5, 0.989, 0.887), (0.932, 5, 0.986, 0.885),
    (0.922, 5, 0.985, 0.864), (0.925, 5, 0.989, 0.91), (0.945, 5, 0.986, 0.89), (0.919, 5, 0.987, 0.913),
    (0.958, 5, 0.985, 0.88), (0.929, 5, 0.985, 0.891), (0.943, 4, 0.986, 0.891), (0.942, 5, 0.99, 0.92),
    (0.952, 5, 0.988, 0.908), (0.941, 5, 0.987, 0.912), (0.954, 5, 0.989, 0.89), (0.948, 5, 0.992, 0.915),
)
# These need rounds at the end.
LATE = (
    (0.892, 3, 0.946, 0.883), (0.871, 3, 0.931, 0.866), (0.93, 5, 0.944, 0.831), (0.958, 4, 0.961, 0.878),
    (0.88, 3, 0.944, 0.884), (0.927, 5, 0.949, 0.841), (0.873, 3, 0.932, 0.844), (0.944, 5, 0.953, 0.839),
    (0.94, 4, 0.97, 0.895), (0.931, 5, 0.955, 0.896), (0.955, 4, 0.961, 0.866), (0.943, 4, 0.955, 0.848),
    (0.921, 3, 0.939, 0.898), (0.937, 3, 0.932, 0.919), (0.917, 3, 0.953, 0.9), (0.864, 2, 0.939, 0.908),
)
# So do these, and no two slips give the same bill.
SHARP = (
    (0.939, 5, 0.944, 0.805), (0.928, 3, 0.955, 0.896), (0.925, 5, 0.954, 0.877), (0.938, 4, 0.956, 0.837),
    (0.947, 5, 0.95, 0.83), (0.939, 3, 0.961, 0.913), (0.945, 4, 0.936, 0.855), (0.92, 5, 0.947, 0.814),
    (0.898, 3, 0.941, 0.849), (0.897, 3, 0.94, 0.846), (0.949, 4, 0.938, 0.865), (0.923, 3, 0.953, 0.888),
    (0.928, 3, 0.946, 0.896), (0.92, 4, 0.946, 0.849), (0.895, 4, 0.957, 0.852), (0.956, 4, 0.962, 0.919),
)


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


@cache
def _best(fidelity, links, works, target):
    """By way of qedu: rounds on the links, rounds at the end and pairs of the cheapest plan."""
    on_links = ent.purification_rounds(fidelity, _MOST)
    plans = []
    for first, (f, spent) in enumerate(zip(on_links.fidelity, on_links.raw_pairs)):
        joined = float(ent.werner_after_swaps(float(f), links, measurement=works))
        at_end = ent.purification_rounds(joined, _MOST, target=target)
        if at_end.reached:      # a further round only costs more
            plans.append((float(links * spent * at_end.raw_pairs[-1]), first, at_end.rounds))
    pairs, first, last = min(plans)
    return first, last, pairs


class Plan(Exercise):
    """Two chains with stations so good that rounds on the links are enough, and three that need rounds at the end."""

    answer = Parts(Integer(0, _MOST), Integer(0, _MOST), Figure(0))
    example = Call(fidelity=0.95, links=4, works=0.97, target=0.9)

    def further(self, rng):
        early, late = rng.choice(len(EARLY), 2, replace=False), rng.choice(len(LATE), 2, replace=False)
        chains = [EARLY[early[0]], LATE[late[0]], LATE[late[1]], EARLY[early[1]], SHARP[rng.integers(len(SHARP))]]
        return [Call(**dict(zip(self.example.arguments, chain))) for chain in chains]

    def right(self, fidelity, links, works, target):
        return _best(fidelity, links, works, target)

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
