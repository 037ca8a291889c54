"""Checks of the exercises to chapter C02, Qubits, bases, measurement.

References come from qedu; wrong models are what the mistakes in feedback.yaml compute.
States and basis states reach the student as NumPy arrays of two amplitudes, a basis as
a pair of such arrays (outcome 0 first).
"""

import math

import numpy as np

from qedu import states
from qedu.grading.answers import Ket, Number, Parts, Table, Unfit, Vector
from qedu.grading.exercise import Call, Exercise, Mistake, Seed


def amplitudes(ket):
    """A ket as an array of its two amplitudes."""
    return ket.full().ravel()


def qobj(array):
    """An array of amplitudes as a ket."""
    import qutip

    return qutip.Qobj(np.asarray(array).reshape(2, 1))


def axis_of(basis):
    """Bloch vector of the basis state of outcome 0."""
    return states.bloch_vector(qobj(basis[0]))


def random_state(rng, apart=0.0):
    """A state as an array, its global phase random, whose Bloch vector is in general position.

    No component is smaller than 0.25, and the sizes of two components differ by at least `apart`.
    """
    while True:
        a, b = rng.normal(size=2) + 1j * rng.normal(size=2)
        norm = abs(a) ** 2 + abs(b) ** 2
        coherence = 2 * a.conjugate() * b
        x, y, z = sorted((abs(coherence.real) / norm, abs(coherence.imag) / norm, abs(abs(a) ** 2 - abs(b) ** 2) / norm))
        if x >= 0.25 and min(y - x, z - y) >= apart:
            return np.array([a, b]) / math.sqrt(norm)


def random_basis(rng):
    """A basis in general position, as a pair of arrays."""
    a, b = random_state(rng)
    return np.array([a, b]), np.array([-b.conjugate(), a.conjugate()])


class KetFromBloch(Exercise):
    id = "c02-ket-from-bloch"
    answer = Ket()
    example = Call(theta=math.pi / 2, phi=math.pi / 2)

    def draw(self, rng):
        # Away from the poles and from phases where two wrong models agree.
        return Call(theta=float(rng.uniform(0.4, 1.2) if rng.random() < 0.5 else rng.uniform(1.9, 2.7)),
                    phi=float(rng.uniform(0.3, 1.2) + rng.integers(4) * math.pi / 2))

    def right(self, theta, phi):
        return amplitudes(states.ket(theta, phi))

    wrong = {
        "full_angle": lambda theta, phi: amplitudes(states.ket(2 * theta, phi)),
        "no_phase": lambda theta, phi: amplitudes(states.ket(theta)),
        "phase_sign": lambda theta, phi: amplitudes(states.ket(theta, -phi)),
        "half_phase": lambda theta, phi: amplitudes(states.ket(theta, phi / 2)),
        "poles_swapped": lambda theta, phi: amplitudes(states.ket(math.pi - theta, phi)),
        "degrees": lambda theta, phi: amplitudes(states.ket(math.radians(theta), math.radians(phi))),
        "angles_swapped": lambda theta, phi: amplitudes(states.ket(phi, theta)),
    }


class Probabilities(Exercise):
    id = "c02-prob"
    answer = Vector(2, low=0, high=1)
    example = Call(state=amplitudes(states.ket(math.pi / 3, math.pi / 2)),
                   basis=tuple(amplitudes(ket) for ket in states.basis("Y")))

    def draw(self, rng):
        return Call(state=random_state(rng), basis=random_basis(rng))

    def right(self, state, basis):
        return states.probabilities(qobj(state), axis_of(basis))

    wrong = {
        "amplitude_size": lambda state, basis: [abs(np.vdot(b, state)) for b in basis],
        "amplitude": lambda state, basis: [np.vdot(b, state) for b in basis],
        "square_without_size": lambda state, basis: [np.vdot(b, state) ** 2 for b in basis],
        "real_part": lambda state, basis: [np.vdot(b, state).real ** 2 for b in basis],
        "no_conjugate": lambda state, basis: [abs(np.dot(b, state)) ** 2 for b in basis],
        "outcomes_swapped": lambda state, basis: [abs(np.vdot(b, state)) ** 2 for b in basis[::-1]],
        "amplitude_normalised": lambda state, basis: [abs(np.vdot(b, state)) / sum(abs(np.vdot(c, state)) for c in basis)
                                                      for b in basis],
        "basis_ignored": lambda state, basis: abs(state) ** 2,
        "one_outcome": lambda state, basis: abs(np.vdot(basis[0], state)) ** 2,
    }


class Measure(Exercise):
    """Shots of three states: 40 of the public example (p₀ = 0.85), 600 of a state with p₀ from 0.065 to 0.08, and 60
    of one with p₀ from 0.87 to 0.93.

    The number of outcomes 0 must lie in an interval that a right answer leaves with probability at most
    3·10⁻¹⁰ per state (exact binomial tails): below 10⁻⁹ per check, 10⁻⁶ for 1,000 seeds.  The small p₀ tells
    probabilities from amplitudes and from their squares.  The large one tells the size of an overlap from its
    real part and from an overlap without the complex conjugate, which are small for the states that are drawn.
    The first 40 shots are made again with a generator of the same seed and must repeat.  In 36 shots of a state with
    p₀ = ½ two generators of other seeds must not give the same row.
    """

    id = "c02-measure"
    tail = 1.5e-10
    false_failure = 3 * 2 * tail + 2.0**-36
    answer = Parts(Number(), Ket())
    example = Call(state=np.array([math.sqrt(0.85), math.sqrt(0.15)]),
                   basis=(np.array([1, 0]), np.array([0, 1])), rng=Seed(2024)).times(40)

    def calls(self, rng):
        few, many = (self._drawn(rng, *range_of_p0) for range_of_p0 in ((0.065, 0.08), (0.87, 0.93)))
        basis = random_basis(rng)
        even = [Call(state=(basis[0] + 1j * basis[1]) / math.sqrt(2), basis=basis, rng=Seed(rng.integers(2**31))) for _ in "ab"]
        return ([self.example, few.times(600), many.times(60), self.example, *(call.times(36) for call in even)],
                np.array([states.probabilities(qobj(call.arguments["state"]), axis_of(call.arguments["basis"]))[0]
                          for call in (self.example, few, many)]))

    @staticmethod
    def _drawn(rng, low, high):
        """A call with p₀ in this range, and with the usual wrong overlaps far from it."""
        while True:
            basis, p0 = random_basis(rng), rng.uniform(low, high)
            phases = np.exp(1j * rng.uniform(0, 2 * math.pi, 2))
            state = math.sqrt(p0) * phases[0] * basis[0] + math.sqrt(1 - p0) * phases[1] * basis[1]
            real, unconjugated = np.vdot(basis[0], state).real ** 2, abs(np.dot(basis[0], state)) ** 2
            if (real < 0.2 and unconjugated < 0.25) if p0 > 0.5 else unconjugated > 0.4:
                return Call(state=state, basis=basis, rng=Seed(rng.integers(2**31)))

    def judge(self, calls, answers, p0):
        rows = [self._rows(call, repeats) for call, repeats in zip(calls, answers)]
        for row in rows:
            if isinstance(row, Mistake):
                return row
        fits = [self._models(call.arguments, *row) for call, row in zip(calls, rows)]
        off = [(call, repeats[int(np.argmin(fit["right"]))])
               for call, repeats, fit in zip(calls, answers, fits) if not fit["right"].all()]
        if off:
            key = next((key for key in ("state_kept", "other_state", "z_state")
                        if all(fit[key].all() for fit in fits)), "wrong_state")
            return Mistake(key, *off[0])
        return self._shares(calls, answers[1][0], [outcomes for outcomes, _ in rows], p0)

    def _rows(self, call, repeats):
        """All outcomes and all states afterwards as two arrays, or the first mistake in reading them."""
        try:            # all at once, which is fast
            outcomes = np.array([answer[0] for answer in repeats])
            kets = np.array([answer[1] for answer in repeats], dtype=complex).reshape(len(repeats), 2)
            fit = outcomes.ndim == 1 and outcomes.dtype.kind in "biuf" and (np.abs(np.linalg.norm(kets, axis=1) - 1) < 1e-6).all()
        except Exception:                       # whatever an answer may be
            fit = False
        if not fit:     # one by one, which says what is wrong
            read = []
            for answer in repeats:
                try:
                    read.append(self.answer.read(answer))
                except Unfit as error:
                    return Mistake(self._slip(answer) or error.key, call, answer, error.details)
            outcomes, kets = (np.array(column) for column in zip(*read))
        strange = np.flatnonzero(~np.isin(outcomes, (0, 1)))
        if strange.size:
            return Mistake("not_an_outcome", call, repeats[strange[0]])
        return outcomes.astype(int), kets

    def _slip(self, answer):
        """A known mistake in the form of an answer, or None."""
        try:
            Number(0, 1).read(answer)
            return "outcome_only"
        except Unfit:
            pass
        try:
            self.answer.read(answer[::-1])
            return "parts_swapped"
        except (Unfit, TypeError, IndexError):
            return None

    @staticmethod
    def _models(arguments, outcomes, kets):
        """For each shot, which models of the state afterwards it agrees with."""
        pair = np.array(arguments["basis"])
        models = {"right": pair[outcomes], "state_kept": arguments["state"][None, :],
                  "other_state": pair[1 - outcomes], "z_state": np.eye(2)[outcomes]}
        return {key: np.abs((model.conj() * kets).sum(axis=1)) > 1 - 1e-5 for key, model in models.items()}

    def _shares(self, calls, answer, outcomes, p0):
        example, few, many, again, one, other = outcomes
        shots = np.array([len(example), len(few), len(many)])
        zeros = shots - [example.sum(), few.sum(), many.sum()]
        show = calls[1], answer, {"shots": shots[1], "zeros": zeros[1]}
        if len(set(example)) == len(set(few)) == 1:
            return Mistake("always_the_same", *show)
        if (example != again).any():
            return Mistake("not_reproducible", *show)
        if self._inside(zeros, shots, p0, self.tail):
            return Mistake("fixed_seed", *show) if (one == other).all() else None
        for key, q in self._wrong_shares(calls, p0):
            if self._inside(zeros, shots, q, 1e-4):
                return Mistake(key, *show)
        return Mistake("wrong_share", *show)

    @staticmethod
    def _wrong_shares(calls, p0):
        """By mistake: the probability of outcome 0 for each of the three states."""
        from scipy.special import ndtr

        a, b = np.sqrt(p0), np.sqrt(1 - p0)
        pairs = [(call.arguments["basis"][0], call.arguments["state"]) for call in calls[:3]]
        real = np.array([np.vdot(*pair).real for pair in pairs])
        return (("inverted", 1 - p0), ("amplitude", a), ("amplitude", a / (a + b)), ("real_part", real**2),
                ("real_part", np.clip(real, 0, 1)), ("real_part", abs(real)),
                ("no_conjugate", np.array([abs(np.dot(*pair)) ** 2 for pair in pairs])),
                ("not_uniform", ndtr(p0)), ("fair_coin", np.full(3, 0.5)))

    @staticmethod
    def _inside(zeros, shots, p, tail):
        """Whether both counts are credible: exact binomial tails above `tail`."""
        from scipy.special import bdtr, bdtrc

        at_most = bdtr(zeros, shots, p)
        at_least = np.where(zeros > 0, bdtrc(np.maximum(zeros - 1, 0), shots, p), 1)
        return bool((np.minimum(at_most, at_least) > tail).all())


class TwoStates(Exercise):
    id = "c02-two-states"
    answer = Number(0, 1)
    example = Call(overlap=1 / math.sqrt(2))

    def draw(self, rng):
        return Call(overlap=float(rng.uniform(0.1, 0.6) if rng.random() < 0.5 else rng.uniform(0.8, 0.95)))

    def right(self, overlap):
        return states.helstrom(states.ket(0), states.ket(2 * math.acos(overlap)))

    wrong = {
        "overlap_not_squared": lambda overlap: (1 + math.sqrt(1 - overlap)) / 2,
        "one_basis": lambda overlap: 1 - overlap**2 / 2,
        "error": lambda overlap: (1 - math.sqrt(1 - overlap**2)) / 2,
        "no_half": lambda overlap: math.sqrt(1 - overlap**2),
        "always_right": lambda overlap: 1.0,
        "blind": lambda overlap: 0.5,
        "unambiguous": lambda overlap: 1 - overlap,
        "overlap_removed": lambda overlap: 1 - overlap**2,
        "upside_down": (lambda overlap: (1 + overlap) / 2, lambda overlap: (1 + overlap**2) / 2),
    }


def bases_table(order, flipped=""):
    """A wrong model of the debugging exercise: bases in another order, outcomes of some of them flipped."""
    def model(state):
        rows = {axis: states.probabilities(qobj(state), axis) for axis in "ZXY"}
        return {axis: rows[source][::-1] if axis in flipped else rows[source] for axis, source in zip("ZXY", order)}

    return model


class DebugBases(Exercise):
    id = "c02-debug-bases"
    answer = Table("ZXY", Vector(2, low=0, high=1))
    example = Call(state=np.array([1, 1]) / math.sqrt(2))
    draws = 2

    def draw(self, rng):
        return Call(state=random_state(rng))

    def right(self, state):
        return {axis: states.probabilities(qobj(state), axis) for axis in "ZXY"}

    wrong = {
        "still_swapped": (bases_table("ZYX"), bases_table("ZYX", "X")),
        "wrong_pair": (bases_table("YZX"), bases_table("XYZ"), bases_table("XZY"), bases_table("YXZ")),
        "no_conjugate": bases_table("ZXY", "Y"),
        "outcomes_flipped": (bases_table("ZXY", "X"), bases_table("ZXY", "Z"), bases_table("ZXY", "XY"),
                             bases_table("ZXY", "ZXY")),
        "one_basis_twice": (bases_table("ZXX"), bases_table("ZYY"), bases_table("ZZZ")),
    }


class Tomography(Exercise):
    """Counts of 10,000 shots in each of three bases; the answer must have a fidelity of at least 0.99.

    For a pure state the infidelity is a quarter of the squared error of the direction on the sphere. Each
    component has a standard deviation of at most 0.01, so the bound is an error of 20 standard deviations: a
    right answer misses it with a probability far below 10⁻⁹.
    """

    id = "c02-tomography"
    shots = 10_000
    least = 0.99
    draws = 2
    answer = Ket()
    # Sampled from the Bloch vector (3, -6, 2)/7.
    example = Call(counts={"Z": [6391, 3609], "X": [7176, 2824], "Y": [727, 9273]})

    def calls(self, rng):
        calls, kets = [self.example], [amplitudes(states.basis((3, -6, 2))[0])]
        for _ in range(self.draws):
            ket = random_state(rng, apart=0.2)          # else an answer with two axes swapped could pass
            vector = states.bloch_vector(qobj(ket))
            zeros = dict(zip("XYZ", rng.binomial(self.shots, (1 + vector) / 2).tolist()))
            calls.append(Call(counts={axis: [zeros[axis], self.shots - zeros[axis]] for axis in "ZXY"}))
            kets.append(ket)
        return calls, kets

    #: By mistake: what becomes of the share of outcome 0 in X, Y and Z.
    wrong = {
        "y_sign": lambda x, y, z: states.basis((2 * x - 1, 1 - 2 * y, 2 * z - 1))[0],
        "opposite": lambda x, y, z: states.basis((2 * x - 1, 2 * y - 1, 2 * z - 1))[1],
        "share_as_component": lambda x, y, z: states.basis((x, y, z))[0],
        "no_phase": lambda x, y, z: states.ket(2 * math.acos(math.sqrt(z))),
        "full_angle": lambda x, y, z: states.ket(2 * math.acos(max(-1, min(1, 2 * z - 1))), math.atan2(2 * y - 1, 2 * x - 1)),
        "axes_swapped": (lambda x, y, z: states.basis((2 * y - 1, 2 * x - 1, 2 * z - 1))[0],
                         lambda x, y, z: states.basis((2 * z - 1, 2 * y - 1, 2 * x - 1))[0],
                         lambda x, y, z: states.basis((2 * x - 1, 2 * z - 1, 2 * y - 1))[0],
                         lambda x, y, z: states.basis((2 * y - 1, 2 * z - 1, 2 * x - 1))[0],
                         lambda x, y, z: states.basis((2 * z - 1, 2 * x - 1, 2 * y - 1))[0]),
        "axis_sign": (lambda x, y, z: states.basis((1 - 2 * x, 2 * y - 1, 2 * z - 1))[0],
                      lambda x, y, z: states.basis((2 * x - 1, 2 * y - 1, 1 - 2 * z))[0],
                      lambda x, y, z: states.basis((1 - 2 * x, 1 - 2 * y, 2 * z - 1))[0]),
        "half_phase": lambda x, y, z: states.ket(math.acos(max(-1, min(1, 2 * z - 1))),
                                                    math.atan2(2 * y - 1, 2 * x - 1) / 2),
    }

    def judge(self, calls, answers, kets):
        returned, values = [repeats[0] for repeats in answers], []
        for call, answer in zip(calls, returned):
            try:
                values.append(self.answer.read(answer))
            except Unfit as error:
                return Mistake(error.key, call, answer, error.details)
        low = [i for i, ket in enumerate(kets) if self._fidelity(ket, values[i]) < self.least]
        if not low:
            return None
        show = calls[low[-1]], returned[low[-1]]
        for key, models in self.wrong.items():
            for model in models if isinstance(models, tuple) else (models,):
                # Two ways to handle the shot noise differ a little, so a fidelity decides here too.
                if all(self._fidelity(amplitudes(model(*self._shares(call))), value) > 0.998
                       for call, value in zip(calls, values)):
                    return Mistake(key, *show)
        return self.unknown(calls, returned, values, low, near=False)

    @staticmethod
    def _shares(call):
        counts = call.arguments["counts"]
        return [counts[axis][0] / sum(counts[axis]) for axis in "XYZ"]

    @staticmethod
    def _fidelity(ket, value):
        return abs(np.vdot(ket, value)) ** 2


class BitsOut(Exercise):
    id = "c02-bits-out"
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
