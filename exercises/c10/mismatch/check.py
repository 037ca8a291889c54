import math

from qedu import devices, exchange, links, protocols
from qedu.grading.answers import Number, Parts
from qedu.grading.exercise import Call, Exercise


def h(p, log=math.log2):
    return -p * log(p) - (1 - p) * log(1 - p) if 0 < p < 1 else 0.0


def balance(early, late):
    return (late[1] - late[0]) / (early[0] - early[1] + late[1] - late[0])


def _share(*found):
    """Wrong models of the first number; the second is left open."""
    return tuple(lambda early, late, found=found: (found(early, late), None) for found in found)


def _told(told, weight=lambda share, zero, one: share * (zero + one)):
    """A model of the second number by what a click of each kind tells, and how the kinds are weighted; the first is right."""
    def answer(early, late):
        share = balance(early, late)
        kinds = [(weight(share, *early), *early), (weight(1 - share, *late), *late)]
        return share, sum(w * told(zero, one) for w, zero, one in kinds) / sum(w for w, _, _ in kinds)

    return answer


def _second(found):
    return lambda early, late: (balance(early, late), found(early, late))


def per_pulse(early, late):
    share = balance(early, late)
    return sum(part * (a + b) * (1 - h(a / (a + b))) for part, (a, b) in ((share, early), (1 - share, late)))


def _better(zero, one):
    return max(zero, one) / (zero + one)


class Mismatch(Exercise):
    """Early pulses lean to zero and late ones to one, or the other way round, one kind more strongly and of other strength."""

    answer = Parts(Number(0, 1), Number(0, 1))
    example = Call(early=(0.10, 0.02), late=(0.04, 0.09))

    def draw(self, rng):
        strong, weak = rng.uniform(0.08, 0.2), rng.uniform(0.04, 0.12)
        kinds = [(strong, strong * rng.uniform(0.1, 0.3)), (weak * rng.uniform(0.45, 0.7), weak)]
        if rng.random() < 0.5:
            kinds = [pair[::-1] for pair in kinds]
        if rng.random() < 0.5:
            kinds.reverse()
        early, late = (tuple(round(float(eta), 3) for eta in pair) for pair in kinds)
        if abs(balance(early, late) - 0.5) < 0.05 or abs(sum(early) - sum(late)) < 0.02:
            return self.drawn(rng)
        return Call(early=early, late=late)

    def right(self, early, late):
        """The engine's own run: one photon a pulse, over a link that loses and adds nothing of its own."""
        run = exchange(protocols.bb84(), devices.time_shift(early, late), link=links.Link("bare", 0.0, 1.0, 0.0, 0.0).at(
            0, links.single_photon()))
        share = (late[1] - late[0]) / (early[0] - early[1] + late[1] - late[0])
        return share, run.eve_information

    wrong = {
        "upside_down": _share(lambda early, late: 1 - balance(early, late)),
        "always_half": _share(lambda early, late: 0.5),
        "as_many_clicks": _share(lambda early, late: sum(late) / (sum(early) + sum(late))),
        "normalised": (_second(lambda early, late: 0.0),),
        "entropy": (_told(lambda a, b: h(a / (a + b))), _told(lambda a, b: h(a / (a + b)), lambda share, a, b: share)),
        "natural_log": (_told(lambda a, b: 1 - h(a / (a + b), math.log)), _told(lambda a, b: math.log(2) - h(a / (a + b), math.log)),
                        _told(lambda a, b: 1 - h(a / (a + b), math.log10))),
        "ratio": (_told(lambda a, b: 1 - h(min(a, b) / max(a, b))),
                  _told(lambda a, b: 1 - h(min(a, b) / max(a, b)), lambda share, a, b: share)),
        "unweighted": (_told(lambda a, b: 1 - h(a / (a + b)), lambda share, a, b: share),),
        "per_pulse": tuple(_second(lambda early, late, part=part: part * per_pulse(early, late)) for part in (1, 0.5)),
        "plain_mean": (_told(lambda a, b: 1 - h(a / (a + b)), lambda share, a, b: 1.0),
                       _second(lambda early, late: 1 - h(early[0] / sum(early))), _second(lambda early, late: 1 - h(late[0] / sum(late)))),
        "guess": (_told(_better), _told(lambda a, b: 2 * _better(a, b) - 1), _told(_better, lambda share, a, b: share)),
    }
