from qedu import entanglement as ent
from qedu import states
from qedu.grading.answers import Number
from qedu.grading.exercise import Call, Exercise


def _visibility(fidelity):
    return (4 * fidelity - 1) / 3


class Swap(Exercise):
    """Two unequal fidelities: one pair of good links, one with a poor link, one with both below one half."""

    answer = Number(0, 1)
    example = Call(f1=0.9, f2=0.9)

    def further(self, rng):
        for (low1, high1), (low2, high2) in (((0.8, 0.88), (0.91, 0.97)), ((0.55, 0.65), (0.75, 0.9)), ((0.38, 0.45), (0.28, 0.35))):
            pair = [float(rng.uniform(low1, high1)), float(rng.uniform(low2, high2))]
            yield Call(**dict(zip(("f1", "f2"), rng.permutation(pair).tolist())))

    def right(self, f1, f2):
        return states.fidelity(ent.bell(), ent.swap(ent.werner(f1), ent.werner(f2)))

    wrong = {
        "product_of_fidelities": lambda f1, f2: f1 * f2,
        "keeps_quality": (lambda f1, f2: min(f1, f2), lambda f1, f2: max(f1, f2), lambda f1, f2: (f1 + f2) / 2,
                          lambda f1, f2: (f1 * f2) ** 0.5, lambda f1, f2: f1, lambda f1, f2: f2),
        "visibility": lambda f1, f2: _visibility(f1) * _visibility(f2),
        "fidelity_as_visibility": lambda f1, f2: (1 + 3 * f1 * f2) / 4,
        "one_qubit": lambda f1, f2: (1 + 3 * (2 * f1 - 1) * (2 * f2 - 1)) / 4,
        "errors_add": (lambda f1, f2: f1 + f2 - 1, lambda f1, f2: max(0.25, f1 + f2 - 1), lambda f1, f2: max(0, f1 + f2 - 1)),
        "errors_cancel": lambda f1, f2: f1 * f2 + (1 - f1) * (1 - f2),
    }
