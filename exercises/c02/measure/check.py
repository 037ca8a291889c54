import math

import numpy as np

from qedu import states
from qedu.grading.answers import Ket, Number, Parts, Unfit
from qedu.grading.exercise import Call, Exercise, Mistake, Seed

from ..common import axis_of, qobj, random_basis


class Measure(Exercise):
    """Shots of three states: 40 of the public example (p₀ = 0.85), 600 of a state with p₀ from 0.065 to 0.08, and 60
    of one with p₀ from 0.87 to 0.93.

    The number of outcomes 0 must lie in an interval that a right answer leaves with probability at most
    3·10⁻¹⁰ per state (exact binomial tails): below 10⁻⁹ per check, 10⁻⁶ for 1,000 seeds.  The small p₀ tells
    probabilities from amplitudes and from their squares.  The large one tells the size of an overlap from its
    real part and from an overlap without the complex conjugate, which are small for the states that are drawn.
    Both tell the odds of the basis from those of Z, which lie elsewhere.
    The first 40 shots are made again with a generator of the same seed and must repeat.  In 36 shots of a state with
    p₀ = ½ two generators of other seeds must not give the same row.
    """

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
            in_z = abs(state[0]) ** 2
            if (real < 0.2 and unconjugated < 0.25 and 0.5 < in_z < 0.7) if p0 > 0.5 else (unconjugated > 0.4 and in_z > 0.8):
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
        # Several slips may have so similar odds that all are credible: the likeliest one is named.
        credible = [(self._likelihood(zeros, shots, q), key) for key, q in self._wrong_shares(calls, p0)
                    if self._inside(zeros, shots, q, 1e-4)]
        return Mistake(max(credible)[1] if credible else "wrong_share", *show)

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
                ("z_odds", np.array([abs(state[0]) ** 2 for _, state in pairs])),
                ("not_uniform", ndtr(p0)), ("fair_coin", np.full(3, 0.5)))

    @staticmethod
    def _inside(zeros, shots, p, tail):
        """Whether both counts are credible: exact binomial tails above `tail`."""
        from scipy.special import bdtr, bdtrc

        at_most = bdtr(zeros, shots, p)
        at_least = np.where(zeros > 0, bdtrc(np.maximum(zeros - 1, 0), shots, p), 1)
        return bool((np.minimum(at_most, at_least) > tail).all())

    @staticmethod
    def _likelihood(zeros, shots, p):
        """Logarithm of the probability of these counts, but for a constant."""
        from scipy.special import xlog1py, xlogy

        return float((xlogy(zeros, p) + xlog1py(shots - zeros, -p)).sum())
