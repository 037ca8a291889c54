import numpy as np

from qedu import channels
from qedu import entanglement as ent
from qedu.grading.exercise import Call, Exercise

from ..common import Matrix, apart, corrected, parts, qobj, random_ket, random_resource

_PLUS = np.full((2, 2), 0.5)


def _unit_trace(matrix):
    return matrix / np.trace(matrix).real


def _told(bits):
    return lambda state, pair: _unit_trace(parts(state, pair)[bits])


def _half(keep):
    return lambda state, pair: np.einsum(("iaja->ij", "aiaj->ij")[keep], np.reshape(pair, (2, 2, 2, 2)))


class Before(Exercise):
    """Pairs whose halves are no fair coins, and kets with complex amplitudes, so that none of the slips gives the answer."""

    answer = Matrix()
    example = Call(state=_PLUS, pair=channels.on_half(channels.amplitude_damping(0.36), ent.bell()).full())

    def draw(self, rng):
        ket, pair = random_ket(rng), random_resource(rng)
        call = Call(state=np.outer(ket, ket.conj()), pair=pair)
        return call if apart(self.right(**call.arguments), *(model(**call.arguments) for _, model in self.models())) else None

    def right(self, state, pair):
        return ent.bob_before(qobj(state), qobj(pair)).full()

    wrong = {
        "arrived": lambda state, pair: corrected(state, pair),
        "sent": lambda state, pair: np.asarray(state),
        "told": tuple(_told(bits) for bits in ((0, 0), (0, 1), (1, 0), (1, 1))),
        "evenly": lambda state, pair: sum(_unit_trace(left) for left in parts(state, pair).values()) / 4,
        "alice": _half(0),
        "always_mixed": lambda state, pair: np.eye(2) / 2,
        "transposed": lambda state, pair: _half(1)(state, pair).T,
    }
