import numpy as np

from qedu import channels
from qedu.grading.answers import Number, Parts
from qedu.grading.exercise import Call, Exercise, Mistake


class Fit(Exercise):
    """A million photons in each of two bases; both strengths must come out within 0.01.

    The error rates have a standard deviation of at most 0.0005, and the strengths follow from them with one
    of at most 0.0012.  The bound is 8 of these, so a right answer misses it with a probability below 10⁻¹⁴.
    """

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
        returned = [repeats[0] for repeats in answers]
        values = [np.array(value) for value in map(self.read, calls, returned)]
        off = [i for i, value in enumerate(values) if abs(value - truth[i]).max() > self.within]
        if not off:
            return None
        rates = [[counts[1] / sum(counts) for counts in (call.arguments["counts"][basis] for basis in "ZX")]
                 for call in calls]
        for key, model in self.models():
            # Fits differ a little in how they treat the noise of the counts.
            if all(abs(value - model(*pair)).max() < 2e-3 for value, pair in zip(values, rates)):
                return Mistake(key, calls[off[-1]], returned[off[-1]])
        return self.unknown(calls, returned, [tuple(value) for value in values], off, near=False)
