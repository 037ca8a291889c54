import numpy as np
from scipy.optimize import brentq

from qedu import networks
from qedu.grading.answers import Parts, Ratio
from qedu.grading.exercise import Call, Exercise

#: What is still right, of the fill: it is found by trying.
SHARE = 1e-3


class Found(Ratio):
    """A number that is right to a share; it is near enough only within it."""


def empty(rho, room):
    return 1 / np.polyval(np.ones(room + 1), rho)


def load(room, refused):
    """Keys that come for one that is asked for, at which a share is refused."""
    return brentq(lambda rho: empty(rho, room) - refused, 0, 1 / refused, rtol=1e-12)


def demand(requests, key_bytes, room, refused):
    return 8 * requests * key_bytes


def _fills(*found):
    """Wrong models of the fill, as loads or, from the right load, as numbers; the first number is right."""
    return tuple(lambda one=one, **given: (1 / (given["room"] + 1), one(**given)) for one in found)


def _loads(*found):
    return _fills(*(lambda requests, key_bytes, room, refused, one=one: 8 * requests * key_bytes * one(room, refused) for one in found))


def _right(change):
    return lambda requests, key_bytes, room, refused: change(load(room, refused), requests, key_bytes)


class Pool(Exercise):
    """Pools that may refuse less than an even flow would, and one that may refuse more and needs less than the demand."""

    answer = Parts(Found(0, 1), Found(0, relative=SHARE))
    example = Call(requests=10, key_bytes=32, room=10, refused=0.01)

    def further(self, rng):
        # Of the two that must refuse seldom, one is so small that much more must come in than is asked for.
        small, large, loose = (int(rng.integers(*ends)) for ends in ((5, 10), (10, 25), (5, 25)))
        drawn = [self._drawn(rng, small, 10 ** rng.uniform(-4, -3)), self._drawn(rng, large, 10 ** rng.uniform(-4, -2)),
                 self._drawn(rng, loose, rng.uniform(1.3, 2.2) / (loose + 1))]
        return [drawn[place] for place in rng.permutation(3)]

    @staticmethod
    def _drawn(rng, room, refused):
        return Call(requests=float(round(rng.uniform(2, 60), 1)), key_bytes=int(rng.choice([16, 24, 48, 64, 128])), room=room,
                    refused=float(f"{refused:.2g}"))

    def right(self, requests, key_bytes, room, refused):
        size = 8 * key_bytes
        return networks.blocking_probability(1, room), networks.fill_needed(requests, request_bits=size, capacity_bits=room * size,
                                                                          blocking=refused)

    wrong = {
        "never_refused": (lambda **given: (0, None),),
        "levels": tuple(lambda room, change=change, **given: (1 / (room + change), None) for change in (0, 2)),
        "mean_only": _fills(demand),
        "margin": _loads(lambda room, refused: 1 + refused, lambda room, refused: 1 / (1 - refused)),
        "endless_room": _loads(lambda room, refused: 1 - refused, lambda room, refused: refused ** (1 / room)),
        "one_place": _loads(lambda room, refused: (1 - refused) / refused, lambda room, refused: 1 / refused),
        "one_level_off": _loads(*(lambda room, refused, change=change: load(room + change, refused) for change in (-1, 1))),
        "full": _loads(lambda room, refused: 1 / load(room, refused)),
        "served": _loads(lambda room, refused: load(room, 1 - refused)),
        "bytes": _fills(_right(lambda rho, requests, key_bytes: rho * requests * key_bytes)),
        "unit": _fills(_right(lambda rho, requests, key_bytes: rho * requests), _right(lambda rho, *_: rho),
                       _right(lambda rho, requests, key_bytes: 8 * rho * key_bytes)),
        "not_below": _loads(lambda room, refused: max(1, load(room, refused))),
        "capped": _loads(*(lambda room, refused, most=most: min(most, load(room, refused)) for most in (1, 1.2, 1.5, 2, 3, 4))),
    }
