"""Checks of the exercises to chapter C03, Noise, density matrices, no-cloning.

References come from qedu; wrong models are what the mistakes in feedback.yaml compute.
States reach the student as NumPy arrays: a ket as two amplitudes, a density matrix and
a Kraus operator as 2 × 2 arrays, a state of two qubits as four amplitudes.
"""

import itertools
import math

import numpy as np

from qedu import channels, cloners, states
from qedu.grading.answers import Kind, Number, Parts, Unfit, _numbers, _shape
from qedu.grading.exercise import Call, Exercise, Mistake

ROOT = 1 / math.sqrt(2)
ZERO, ONE, PLUS, MINUS = (np.array(ket) for ket in ([1, 0], [0, 1], [ROOT, ROOT], [ROOT, -ROOT]))
UP, DOWN = np.array([ROOT, ROOT * 1j]), np.array([ROOT, -ROOT * 1j])


class Matrix(Kind):
    """A complex matrix of one of the given shapes."""

    def __init__(self, *shapes):
        self.shapes = shapes

    def read(self, value):
        array = _numbers(value)
        if array.shape not in self.shapes:
            wanted = " or ".join(f"a matrix of shape {shape}" for shape in self.shapes)
            raise Unfit("shape", shape=_shape(array), wanted=wanted)
        return array


def qobj(array):
    """An array as a QuTiP object: one dimension is a ket."""
    import qutip

    array = np.asarray(array)
    return qutip.Qobj(array.reshape(-1, 1) if array.ndim == 1 else array)


def projector(ket):
    return np.outer(ket, np.conj(ket))


def unit(vector):
    return vector / np.linalg.norm(vector)


def random_ket(rng, levels=2):
    return unit(rng.normal(size=levels) + 1j * rng.normal(size=levels))


def random_matrix(rng):
    """A random density matrix: mixed, with a phase in its coherence, and not too near the middle."""
    while True:
        weight = rng.uniform(0.65, 0.9)
        ket = random_ket(rng)
        if abs((ket[0].conj() * ket[1]).imag) > 0.15 and abs((ket[0].conj() * ket[1]).real) > 0.15:
            return weight * projector(ket) + (1 - weight) * np.eye(2) / 2


class Mix(Exercise):
    id = "c03-mix"
    answer = Matrix((2, 2))
    example = Call(kets=[ZERO, PLUS], weights=[0.75, 0.25])

    def draw(self, rng):
        n = int(rng.choice([3, 4]))             # more than in the example, so that a sum of two shows
        while True:
            weights = rng.dirichlet(np.full(n, 4.0))
            if np.ptp(weights) > 0.15 and weights.min() > 0.05:
                return Call(kets=[random_ket(rng) for _ in range(n)], weights=[float(w) for w in weights])

    def right(self, kets, weights):
        return states.mixture([qobj(ket) for ket in kets], np.array(weights) / sum(weights)).full()

    @staticmethod
    def _added(kets, factors, normalised=True):
        ket = sum(factor * ket for factor, ket in zip(factors, kets))
        return projector(unit(ket) if normalised else ket)

    @staticmethod
    def _sum(kets, factors, matrix=projector):
        return sum(factor * matrix(ket) for factor, ket in zip(factors, kets))

    wrong = {
        "superposition": (lambda kets, weights: Mix._added(kets, np.sqrt(weights)),
                          lambda kets, weights: Mix._added(kets, weights),
                          lambda kets, weights: Mix._added(kets, np.sqrt(weights), False),
                          lambda kets, weights: Mix._added(kets, weights, False)),
        "no_conjugate": lambda kets, weights: Mix._sum(kets, weights, lambda ket: np.outer(ket, ket)),
        "transposed": lambda kets, weights: Mix._sum(kets, weights).T,
        "unweighted": (lambda kets, weights: Mix._sum(kets, np.full(len(kets), 1 / len(kets))),
                       lambda kets, weights: Mix._sum(kets, np.ones(len(kets)))),
        "weights_as_amplitudes": (lambda kets, weights: Mix._sum(kets, np.sqrt(weights)),
                                  lambda kets, weights: Mix._sum(kets, np.square(weights))),
        "diagonal": lambda kets, weights: np.diag(np.diag(Mix._sum(kets, weights))),
        "real_part": lambda kets, weights: Mix._sum(kets, weights).real,
    }


class Apply(Exercise):
    id = "c03-apply"
    answer = Matrix((2, 2))
    example = Call(kraus=[np.diag([1, 0.8]), np.array([[0, 0.6], [0, 0]])], rho=projector(PLUS))

    def draw(self, rng):
        n = int(rng.choice([3, 4]))             # more than in the example, so that a sum of two shows
        isometry = np.linalg.qr(rng.normal(size=(2 * n, 2)) + 1j * rng.normal(size=(2 * n, 2)))[0]
        return Call(kraus=list(isometry.reshape(n, 2, 2)), rho=random_matrix(rng))

    def right(self, kraus, rho):
        return channels.Channel("given", [qobj(k) for k in kraus])(qobj(rho)).full()

    wrong = {
        "dagger_first": lambda kraus, rho: sum(k.conj().T @ rho @ k for k in kraus),
        "no_dagger": lambda kraus, rho: sum(k @ rho @ k for k in kraus),
        "no_conjugate": (lambda kraus, rho: sum(k @ rho @ k.T for k in kraus),
                         lambda kraus, rho: sum(k @ rho @ k.conj() for k in kraus)),
        "sum_first": lambda kraus, rho: sum(kraus) @ rho @ sum(kraus).conj().T,
        "one_operator": (lambda kraus, rho: kraus[0] @ rho @ kraus[0].conj().T,
                         lambda kraus, rho: kraus[-1] @ rho @ kraus[-1].conj().T),
        "elementwise": (lambda kraus, rho: sum(k * rho * k.conj().T for k in kraus),
                        lambda kraus, rho: sum(k * rho * k.conj() for k in kraus)),
        "one_side": lambda kraus, rho: sum(k @ rho for k in kraus),
        "one_after_another": (lambda kraus, rho: _in_turn(kraus, rho), lambda kraus, rho: _in_turn(kraus[::-1], rho)),
    }


def _in_turn(kraus, rho):
    for operator in kraus:
        rho = operator @ rho @ operator.conj().T
    return rho


def _compared(purity=None, fidelity=None, distance=None):
    """A wrong model of `compare`: one of the three figures replaced."""
    def model(rho, psi):
        right = list(Compare().right(rho, psi))
        for place, replace in enumerate((purity, fidelity, distance)):
            if replace:
                right[place] = replace(np.asarray(rho), np.asarray(psi))
        return tuple(right)

    return model


def _overlap(rho, psi):
    return np.vdot(psi, rho @ psi).real


def _eigenvalues(rho, psi):
    return np.linalg.eigvalsh(rho - projector(psi))


class Compare(Exercise):
    id = "c03-compare"
    answer = Parts(Number(0), Number(0), Number(0))
    example = Call(rho=np.array([[0.8, 0.3], [0.3, 0.2]]), psi=ZERO)

    def draw(self, rng):
        return Call(rho=random_matrix(rng), psi=random_ket(rng))

    def right(self, rho, psi):
        rho, psi = qobj(rho), qobj(psi)
        return states.purity(rho), states.fidelity(psi, rho), states.trace_distance(rho, psi)

    wrong = {
        "no_half": _compared(distance=lambda rho, psi: abs(_eigenvalues(rho, psi)).sum()),
        "signs_cancel": (_compared(distance=lambda rho, psi: _eigenvalues(rho, psi).sum() / 2),
                         _compared(distance=lambda rho, psi: 0.0)),
        "frobenius": (_compared(distance=lambda rho, psi: np.linalg.norm(rho - projector(psi))),
                      _compared(distance=lambda rho, psi: np.linalg.norm(rho - projector(psi)) / 2)),
        "root_fidelity": _compared(fidelity=lambda rho, psi: math.sqrt((psi.conj() @ rho @ psi).real)),
        "no_conjugate": (_compared(fidelity=lambda rho, psi: psi @ rho @ psi),
                         _compared(fidelity=lambda rho, psi: (psi @ rho @ psi).real),
                         _compared(fidelity=lambda rho, psi: abs(psi @ rho @ psi))),
        "squared_entries": (_compared(purity=lambda rho, psi: np.trace(rho**2)),
                            _compared(purity=lambda rho, psi: (rho**2).sum())),
        "trace_squared": _compared(purity=lambda rho, psi: 1.0),
        "order": tuple(lambda rho, psi, places=places: tuple(Compare().right(rho, psi)[i] for i in places)
                       for places in itertools.permutations(range(3)) if places != (0, 1, 2)),
        "from_fidelity": (_compared(distance=lambda rho, psi: math.sqrt(1 - _overlap(rho, psi))),
                          _compared(distance=lambda rho, psi: 1 - _overlap(rho, psi)),
                          _compared(distance=lambda rho, psi: math.sqrt(1 - math.sqrt(_overlap(rho, psi))))),
        "overlap_of_matrices": _compared(fidelity=lambda rho, psi: np.linalg.norm(rho @ psi) ** 2),
    }


def _machine(image0, image1, psi):
    return psi[0] * image0 + psi[1] * image1


def _passes(image, ket):
    """Probability that a state of two qubits passes as two copies of a ket."""
    return abs(np.vdot(np.kron(ket, ket), image)) ** 2


class LinearCloner(Exercise):
    id = "c03-linear-cloner"
    answer = Number(0, 1)
    example = Call(image0=np.array([1, 0, 0, 0]), image1=np.array([0, 0, 0, 1]), psi=PLUS)

    def draw(self, rng):
        # A machine that copies |0⟩ and |1⟩ tolerably, so that the wrong models stand apart.
        good = np.zeros((4, 2), dtype=complex)
        good[0, 0] = good[3, 1] = 1
        while True:
            made = np.linalg.qr(good + 0.45 * (rng.normal(size=(4, 2)) + 1j * rng.normal(size=(4, 2))))[0]
            call = Call(image0=made[:, 0], image1=made[:, 1], psi=random_ket(rng))
            values = [self.right(**call.arguments), *(model(**call.arguments) for models in self.wrong.values()
                                                      for model in (models if isinstance(models, tuple) else (models,)))]
            if min(abs(a - b) for i, a in enumerate(values) for b in values[:i]) > 1e-3:
                return call

    def right(self, image0, image1, psi):
        import qutip

        made = psi[0] * qobj(image0) + psi[1] * qobj(image1)
        two = qutip.tensor(qobj(psi), qobj(psi))
        return states.fidelity(qutip.Qobj(two.full()), made)

    wrong = {
        "always_one": lambda image0, image1, psi: 1.0,
        "average": lambda image0, image1, psi: (abs(psi[0]) ** 2 * _passes(image0, ZERO)
                                                + abs(psi[1]) ** 2 * _passes(image1, ONE)),
        "mixture": lambda image0, image1, psi: (abs(psi[0]) ** 2 * _passes(image0, psi)
                                                + abs(psi[1]) ** 2 * _passes(image1, psi)),
        "no_square": lambda image0, image1, psi: math.sqrt(_passes(_machine(image0, image1, psi), psi)),
        "no_conjugate": (lambda image0, image1, psi: abs(np.kron(psi, psi) @ _machine(image0, image1, psi)) ** 2,
                         lambda image0, image1, psi: _passes(_machine(image0, image1, psi.conj()), psi)),
        "one_copy": lambda image0, image1, psi: (
            np.linalg.norm(psi.conj() @ _machine(image0, image1, psi).reshape(2, 2)) ** 2),
        "real_part": (lambda image0, image1, psi: np.vdot(np.kron(psi, psi), _machine(image0, image1, psi)).real ** 2,
                      lambda image0, image1, psi: _passes(_machine(image0, image1, psi.real), psi)),
        "product_of_images": lambda image0, image1, psi: (abs(psi[0]) ** 2 * math.sqrt(_passes(image0, psi))
                                                          + abs(psi[1]) ** 2 * math.sqrt(_passes(image1, psi))),
    }


class Fit(Exercise):
    """A million photons in each of two bases; both strengths must come out within 0.01.

    The error rates have a standard deviation of at most 0.0005, and the strengths follow from them with one
    of at most 0.0012.  The bound is 8 of these, so a right answer misses it with a probability below 10⁻¹⁴.
    """

    id = "c03-fit"
    answer = Parts(Number(), Number())
    shots = 1_000_000
    draws = 3
    within = 0.01
    # Sampled from the strengths 0.3 and 0.2 (error rates 0.15 and 0.29).
    example = Call(counts={"Z": [850_096, 149_904], "X": [710_306, 289_694]})

    def calls(self, rng):
        calls, truth = [self.example], [(0.3, 0.2)]
        for _ in range(self.draws):
            p, q = float(rng.uniform(0.2, 0.4)), float(rng.uniform(0.13, 0.3))
            matrix, _ = channels.compose(channels.depolarizing(p), channels.dephasing(q)).bloch_map
            counts = {}
            for basis, kept in (("Z", matrix[2, 2]), ("X", matrix[0, 0])):
                wrong = int(rng.binomial(self.shots, (1 - kept) / 2))
                counts[basis] = [self.shots - wrong, wrong]
            calls.append(Call(counts=counts))
            truth.append((p, q))
        return calls, truth

    #: By mistake: what becomes of the error rates in Z and X.
    wrong = {
        "half": (lambda z, x: (z, (x - z) / (1 - 2 * z)), lambda z, x: (z, (1 - (1 - 2 * x) / (1 - z)) / 2)),
        "subtracted": lambda z, x: (2 * z, x - z),
        "all_dephasing": lambda z, x: (2 * z, x),
        "bases_swapped": lambda z, x: (2 * x, (1 - (1 - 2 * z) / (1 - 2 * x)) / 2),
        "no_factor": lambda z, x: (2 * z, 2 * (x - z) / (1 - 2 * z)),
        "odds": (lambda z, x: Fit._solve(z / (1 - z), x / (1 - x)),),
        "swapped": lambda z, x: Fit._solve(z, x)[::-1],
        "remains": (lambda z, x: (1 - Fit._solve(z, x)[0], Fit._solve(z, x)[1]),
                    lambda z, x: (1 - Fit._solve(z, x)[0], 1 - Fit._solve(z, x)[1]),
                    lambda z, x: (Fit._solve(z, x)[0], 1 - Fit._solve(z, x)[1])),
    }

    @staticmethod
    def _solve(z, x):
        return 2 * z, (1 - (1 - 2 * x) / (1 - 2 * z)) / 2

    def judge(self, calls, answers, truth):
        returned, values = [repeats[0] for repeats in answers], []
        for call, answer in zip(calls, returned):
            try:
                values.append(np.array(self.answer.read(answer)))
            except Unfit as error:
                return Mistake(error.key, call, answer, error.details)
        off = [i for i, value in enumerate(values) if abs(value - truth[i]).max() > self.within]
        if not off:
            return None
        rates = [[counts[1] / sum(counts) for counts in (call.arguments["counts"][basis] for basis in "ZX")]
                 for call in calls]
        for key, models in self.wrong.items():
            for model in models if isinstance(models, tuple) else (models,):
                # Fits differ a little in how they treat the noise of the counts.
                if all(abs(value - model(*pair)).max() < 2e-3 for value, pair in zip(values, rates)):
                    return Mistake(key, calls[off[-1]], returned[off[-1]])
        return self.unknown(calls, returned, [tuple(value) for value in values], off, near=False)


class Probe(Exercise):
    id = "c03-probe"
    answer = Parts(Number(0, 1), Number(0, 1))
    example = Call(overlap=0.6)

    def draw(self, rng):
        return Call(overlap=float(rng.uniform(0.1, 0.5) if rng.random() < 0.5 else rng.uniform(0.7, 0.93)))

    def right(self, overlap):
        e0, e1 = states.ket(0), states.ket(2 * math.acos(overlap))
        # Bob's qubit alone: the coherence shrinks by the overlap of what Eve holds.
        line = channels.dephasing((1 - abs(e0.overlap(e1))) / 2)
        plus, minus = states.basis("X")
        return states.fidelity(minus, line(plus)), states.helstrom(e0, e1)

    wrong = {
        "error_in_z": lambda overlap: (0.0, Probe._guess(overlap)),
        "no_half": lambda overlap: (1 - overlap, Probe._guess(overlap)),
        "overlap_squared": lambda overlap: ((1 - overlap**2) / 2, Probe._guess(overlap)),
        "guess_not_squared": lambda overlap: ((1 - overlap) / 2, (1 + math.sqrt(1 - overlap)) / 2),
        "guess_without_root": lambda overlap: ((1 - overlap) / 2, 1 - overlap**2 / 2),
        "blind": lambda overlap: ((1 - overlap) / 2, 0.5),
        "all_knowing": lambda overlap: ((1 - overlap) / 2, 1.0),
        "swapped": lambda overlap: (Probe._guess(overlap), (1 - overlap) / 2),
        "success": lambda overlap: ((1 + overlap) / 2, Probe._guess(overlap)),
        "guess_wrong": lambda overlap: ((1 - overlap) / 2, 1 - Probe._guess(overlap)),
    }

    @staticmethod
    def _guess(overlap):
        return states.helstrom(states.ket(0), states.ket(2 * math.acos(overlap)))


class Cloner(Exercise):
    """The answer is judged by what it does to the four states of BB84, not by its matrix.

    Any isometry will do that gives the signal the error asked for and the copy the smallest one possible;
    both up to 2e-6.
    """

    id = "c03-cloner"
    answer = Matrix((4, 2), (8, 2))
    example = Call(d=0.1)

    def calls(self, rng):
        calls = [self.example, Call(d=float(rng.uniform(0.02, 0.07))), Call(d=float(rng.uniform(0.2, 0.4)))]
        best = [self._errors(cloners.phase_covariant(call.arguments["d"]).full(), [ZERO])[1][0] for call in calls]
        return calls, best

    @staticmethod
    def _errors(machine, kets):
        """Errors of the signal and of the copy, for each ket."""
        signal, copy = [], []
        for ket in kets:
            out = (machine @ ket).reshape(2, 2, -1)
            signal.append(1 - np.linalg.norm(np.tensordot(ket.conj(), out, (0, 0))) ** 2)
            copy.append(1 - np.linalg.norm(np.tensordot(ket.conj(), out, (0, 1))) ** 2)
        return np.array(signal), np.array(copy)

    def judge(self, calls, answers, best):
        found, machines = [], []
        for call, (answer,) in zip(calls, answers):
            try:
                machine = self.answer.read(answer)
            except Unfit as error:
                return Mistake(error.key, call, answer, error.details)
            with np.errstate(all="ignore"):
                kept = abs(machine.conj().T @ machine - np.eye(2)).max() <= 2e-6
            if not kept:
                return Mistake("not_isometry", call, answer)
            machines.append(machine)
            found.append(self._fault(machine, call.arguments["d"], best[len(found)]))
        if not any(found):
            return None
        place = next(i for i, key in enumerate(found) if key)
        constant = not found[0] and all(np.allclose(machines[0], machine) for machine in machines[1:])
        return Mistake("only_example" if constant else found[place], calls[place], answers[place][0])

    def _fault(self, machine, d, best):
        near = 2e-6
        signal, copy = self._errors(machine, [ZERO, ONE, PLUS, MINUS])
        if abs(signal - d).max() < near and abs(copy - best).max() < near:
            return None
        for circle in ([PLUS, MINUS, UP, DOWN], [ZERO, ONE, UP, DOWN]):
            s, c = self._errors(machine, circle)
            if abs(s - d).max() < near and abs(c - best).max() < near:
                return "wrong_circle"
        if abs(copy - d).max() < near and abs(signal - best).max() < near:
            return "roles_swapped"
        if np.ptp(signal) > near:
            return "uneven"
        return "wrong_strength" if abs(signal - d).max() > near else "poor_copy"
