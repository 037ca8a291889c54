import numpy as np

from qedu import entanglement as ent
from qedu.grading.answers import Parts
from qedu.grading.exercise import Call, Exercise

from ..common import BELL, Figure, Matrix, X, Z, apart, corrected, parts, qobj, random_ket, random_resource


def _share(pair):
    """The share of Φ⁺."""
    phi = BELL[0, 0]
    return (phi @ pair @ phi).real


def _only(normalise):
    """Bob's state where Alice found Φ⁺."""
    def model(state, pair):
        left = parts(state, pair)[0, 0]
        return left / np.trace(left).real if normalise else left, None

    return model


def _evenly(state, pair):
    fixes = {bits: np.linalg.matrix_power(Z, bits[0]) @ np.linalg.matrix_power(X, bits[1]) for bits in BELL}
    return sum(fixes[bits] @ left @ fixes[bits].T / np.trace(left).real for bits, left in parts(state, pair).items()) / 4, None


def _white(state, pair):
    v = (4 * _share(pair) - 1) / 3
    return v * np.asarray(state) + (1 - v) * np.eye(2) / 2, None


def _first_right(second):
    return lambda state, pair: (corrected(state, pair), second(state, pair))


class Teleport(Exercise):
    """Pairs with unequal shares of the Bell states, coherences and halves that are no fair coins; kets near no axis."""

    answer = Parts(Matrix(), Figure(0, 1))
    example = Call(state=np.full((2, 2), 0.5), pair=ent.werner(0.7).full())

    def draw(self, rng):
        ket, pair = random_ket(rng), random_resource(rng)
        call = Call(state=np.outer(ket, ket.conj()), pair=pair)
        bob, mean = self.right(**call.arguments)
        matrices = [model(**call.arguments) for _, model in self.models()]
        if (apart(bob, *(first for first, second in matrices if second is None))
                and apart(mean, *(second for _, second in matrices if second is not None))):
            return call

    def right(self, state, pair):
        return ent.teleport(qobj(state), qobj(pair)).full(), ent.average_fidelity(qobj(pair))

    wrong = {
        "uncorrected": lambda state, pair: (sum(parts(state, pair).values()), None),
        "swapped": lambda state, pair: (corrected(state, pair, first=X, second=Z), None),
        "one_outcome": (_only(True), _only(False)),
        "evenly": _evenly,
        "as_white_noise": _white,
        "pairs_fidelity": _first_right(lambda state, pair: _share(pair)),
        "as_visibility": _first_right(lambda state, pair: (1 + _share(pair)) / 2),
        "this_state": _first_right(lambda state, pair: np.trace(state @ corrected(state, pair)).real),
    }
