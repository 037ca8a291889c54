import numpy as np

from qedu import states
from qedu.grading.answers import Number
from qedu.grading.exercise import Call, Exercise

from ..common import amplitudes, axis_of, qobj, random_basis, random_state


class BitsOut(Exercise):
    answer = Number(0, 1)
    example = Call(kets=[amplitudes(states.polarization(angle)) for angle in (0, 45, 90, 135)],
                   basis=(np.array([1, 0]), np.array([0, 1])))
    draws = 2

    def draw(self, rng):
        return Call(kets=[random_state(rng) for _ in range(rng.choice([3, 5, 6]))], basis=random_basis(rng))

    @staticmethod
    def _table(kets, basis):
        """p(outcome | message), one row per message."""
        axis = axis_of(basis)
        cosines = [states.bloch_vector(qobj(ket)) @ axis for ket in kets]
        return (1 + np.outer(cosines, [1, -1])) / 2

    @staticmethod
    def _overlaps(kets, basis):
        """The same as a wrong model takes it, from the amplitudes."""
        return np.abs(np.conj(kets) @ np.transpose(basis)) ** 2

    def right(self, kets, basis):
        return self._table(kets, basis).max(axis=0).sum() / len(kets)

    wrong = {
        "always_right": lambda kets, basis: 1.0,
        "blind": lambda kets, basis: 1 / len(kets),
        "no_prior": lambda kets, basis: BitsOut._table(kets, basis).max(axis=0).sum(),
        "best_outcome": lambda kets, basis: BitsOut._table(kets, basis).max(axis=1).mean(),
        "equal_outcomes": lambda kets, basis: _posterior_mean(BitsOut._table(kets, basis)),
        "one_outcome": lambda kets, basis: BitsOut._table(kets, basis).max() / len(kets),
        "limit": lambda kets, basis: min(1.0, 2 / len(kets)),
        "no_conjugate": lambda kets, basis: BitsOut._overlaps(kets, np.conj(basis)).max(axis=0).sum() / len(kets),
        "amplitude": lambda kets, basis: np.sqrt(BitsOut._overlaps(kets, basis)).max(axis=0).sum() / len(kets),
        "real_part": lambda kets, basis: (np.array([[np.vdot(b, ket).real for b in basis] for ket in kets]) ** 2
                                          ).max(axis=0).sum() / len(kets),
    }


def _posterior_mean(table):
    """Chance of a right guess if both outcomes were equally frequent."""
    return (table / table.sum(axis=0)).max(axis=0).mean()
