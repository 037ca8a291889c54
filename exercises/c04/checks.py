"""Checks of the exercises to chapter C04, Entanglement and Bell tests.

References come from qedu; wrong models are what the mistakes in feedback.yaml compute.
Two-qubit kets reach the student as arrays of four amplitudes, density operators as 4×4 arrays, settings
as angles in degrees from Z towards X.
"""

import math

import numpy as np

from qedu import entanglement as ent
from qedu import states
from qedu.grading.answers import Integer, Number, Parts, Unfit, _numbers
from qedu.grading.chance import agreements, pairs
from qedu.grading.exercise import Call, Exercise, Mistake, Seed


def qobj(array):
    """An array as a two-qubit ket or density operator."""
    import qutip

    array = np.asarray(array)
    return qutip.Qobj(array.reshape(4, -1), dims=[[2, 2], [1] if array.ndim == 1 else [2, 2]])


def normal(rng, size):
    """Complex numbers, normally distributed."""
    return rng.normal(size=size) + 1j * rng.normal(size=size)


def unit(array):
    """The same array with length 1."""
    return array / np.linalg.norm(array)


def qubit(rng):
    """A qubit state in general position: both amplitudes at least 0.4, their phase off the axes."""
    angle, phase = rng.uniform(0.45, 1.1), rng.uniform(0.35, 1.2) + rng.integers(4) * math.pi / 2
    return np.array([math.cos(angle), np.exp(1j * phase) * math.sin(angle)]) * np.exp(1j * rng.uniform(0, 6))


def random_rho(rng):
    """A mixture of three random pure states, as a 4×4 array."""
    kets = [unit(normal(rng, 4)) for _ in range(3)]
    return sum(share * np.outer(ket, ket.conj()) for share, ket in zip(rng.dirichlet([3, 2, 1]), kets))


def spin(degrees):
    """The observable of one qubit along an angle from Z towards X."""
    turn = math.radians(degrees)
    return np.array([[math.cos(turn), math.sin(turn)], [math.sin(turn), -math.cos(turn)]])


def spin_zy(degrees):
    """The observable that somebody takes who goes from Z towards Y."""
    turn = math.radians(degrees)
    return np.array([[math.cos(turn), -1j * math.sin(turn)], [1j * math.sin(turn), -math.cos(turn)]])


def mean(rho, left, right):
    """⟨left ⊗ right⟩."""
    return float(np.trace(rho @ np.kron(left, right)).real)


def angles_apart(rng, number, least=12):
    """Angles in degrees, no two of them or of their doubles, halves and opposites close to each other."""
    while True:
        angles = rng.uniform(10, 170, number)
        turned = np.concatenate([angles, 2 * angles % 180, angles / 2])
        gaps = np.abs(turned[:, None] - turned[None, :]) + 999 * np.eye(3 * number)
        if gaps.min() > least / number:
            return [round(float(angle), 1) for angle in angles]


class IsProduct(Exercise):
    """Twelve states: products and entangled ones, with zeros and without, each told apart by another test.

    Every one of the usual wrong tests fails on at least one kind.  A random guess passes with probability 2⁻¹².
    """

    id = "c04-is-product"
    answer = Integer(0, 1)
    example = Call(psi=np.array([0.5, 0.5, 0.5, 0.5]))

    def calls(self, rng):
        products = []
        for _ in range(3):              # no zeros; rounding noise as a computation leaves it
            product = np.kron(qubit(rng), qubit(rng))
            products.append(unit(product + 1e-12 * normal(rng, 4)))
        zero, one = np.array([1.0, 0]), np.array([0, 1.0])
        products += [np.kron(zero, qubit(rng)), np.kron(qubit(rng), one), np.kron(one, zero).astype(complex)]
        a, b = qubit(rng)
        entangled = [np.array([a, 0, 0, b]), np.array([0, a, b, 0])]
        size = rng.uniform(0.9, 1.1, 4)
        # ψ₀ψ₃ = −ψ₁ψ₂: the sum vanishes, the difference does not.
        entangled.append(unit(np.array([size[0], size[1], size[2], -size[1] * size[2] / size[0]])
                              * np.exp(1j * rng.uniform(0.1, 1.4))))
        # The determinant is imaginary, then real: its real part alone says nothing, nor does its imaginary part.
        for ratio in (1 + 1j, 1.5):
            entangled.append(unit(np.array([size[0], size[1], size[2], ratio * size[1] * size[2] / size[0]])) * 1j)
        states = [*products, *entangled]
        order = rng.permutation(len(states))
        calls = [self.example, *(Call(psi=states[i]) for i in order)]
        return calls, [int(ent.is_product(qobj(call.arguments["psi"]), 1e-6)) for call in calls]

    wrong = {
        "zeros": lambda psi: int((np.abs(psi) > 1e-9).all()),
        "superposition": lambda psi: int((np.abs(psi) > 1e-9).sum() == 1),
        "sum": lambda psi: int(abs(psi[0] * psi[3] + psi[1] * psi[2]) < 1e-6),
        "pairs": lambda psi: int(abs(psi[0] * psi[1] - psi[2] * psi[3]) < 1e-6),
        "real_part": (lambda psi: int(abs((psi[0] * psi[3] - psi[1] * psi[2]).real) < 1e-6),
                      lambda psi: int(abs((psi[0] * psi[3] - psi[1] * psi[2]).imag) < 1e-6)),
        "sizes": lambda psi: int(abs(abs(psi[0] * psi[3]) - abs(psi[1] * psi[2])) < 1e-6),
        "exact": lambda psi: int(abs(psi[0] * psi[3] - psi[1] * psi[2]) < 1e-15),
        "reversed": lambda psi: int(abs(psi[0] * psi[3] - psi[1] * psi[2]) > 1e-6),
    }


class Correlation(Exercise):
    """One of the drawn correlations is negative, so that a missing sign shows."""

    id = "c04-correlation"
    answer = Number(-1, 1)
    example = Call(rho=ent.werner(visibility=0.9).full(), a=0, b=60)

    def calls(self, rng):
        def e(rho, a, b):
            return mean(rho, spin(a), spin(b))

        return drawn(self, rng, lambda **given: e(**given) < -0.05, lambda **given: e(**given) > 0.05, lambda **given: True)

    def draw(self, rng):
        a, b = angles_apart(rng, 2)
        return Call(rho=random_rho(rng), a=a, b=b)

    def right(self, rho, a, b):
        return ent.correlation(qobj(rho), a, b)

    wrong = {
        "radians": lambda rho, a, b: mean(rho, spin(math.degrees(a)), spin(math.degrees(b))),
        "polariser_angle": (lambda rho, a, b: mean(rho, spin(2 * a), spin(2 * b)),
                            lambda rho, a, b: mean(rho, spin(a / 2), spin(b / 2))),
        "agreement": lambda rho, a, b: (1 + mean(rho, spin(a), spin(b))) / 2,
        "one_dial": (lambda rho, a, b: mean(rho, spin(a), spin(a)), lambda rho, a, b: mean(rho, spin(b), spin(b))),
        "apart": lambda rho, a, b: mean(rho, spin(a), np.eye(2)) * mean(rho, np.eye(2), spin(b)),
        "sides_swapped": lambda rho, a, b: mean(rho, spin(b), spin(a)),
        "axes_swapped": lambda rho, a, b: mean(rho, spin(90 - a), spin(90 - b)),
        "both_zero": lambda rho, a, b: mean(rho, (np.eye(2) + spin(a)) / 2, (np.eye(2) + spin(b)) / 2),
        "y_for_x": lambda rho, a, b: mean(rho, spin_zy(a), spin_zy(b)),
        "no_state": (lambda rho, a, b: math.cos(math.radians(a - b)), lambda rho, a, b: -math.cos(math.radians(a - b))),
        "sign": lambda rho, a, b: -mean(rho, spin(a), spin(b)),
        "size": lambda rho, a, b: abs(mean(rho, spin(a), spin(b))),
    }


def patterns(e):
    """What four correlations add up to with the minus sign at each of the four places."""
    e = np.ravel(e)
    return e.sum() - 2 * e


def tells(e):
    """Whether S of these four correlations is below zero and neither their sizes nor another place of the minus sign
    gives it, and no place of the sign gives the sum of the sizes: every slip with a sign shows.
    """
    s, others = patterns(e)[1], patterns(e)
    return (s < -0.1 and np.prod(np.sign(e)) > 0 and np.abs(e).min() > 0.04 and others.max() > 0.05
            and np.abs(others).max() > 0.05 - s)


def drawn(check, rng, *conditions):
    """The example and one drawn call for each condition on the arguments, with the right answers."""
    calls = [check.example]
    for condition in conditions:
        while not condition(**(call := check.draw(rng)).arguments):
            pass
        calls.append(call)
    return calls, [check.right(**call.arguments) for call in calls]


def four(rho, angles):
    """E of the four pairs of settings: ab, ab', a'b, a'b'."""
    a, a2, b, b2 = angles
    return [ent.correlation(qobj(rho), x, y) for x in (a, a2) for y in (b, b2)]


class Chsh(Exercise):
    """S is negative in one drawn case, in which slips with signs show, and positive in the other."""

    id = "c04-chsh"
    answer = Number(-4, 4)
    example = Call(rho=ent.bell().proj().full(), angles=[0, 90, 45, 135])

    def calls(self, rng):
        def correlations(rho, angles):
            a, a2, b, b2 = map(spin, angles)
            return [mean(rho, x, y) for x in (a, a2) for y in (b, b2)]

        return drawn(self, rng, lambda **given: tells(correlations(**given)),
                     lambda **given: patterns(correlations(**given))[1] > 0.1)

    def draw(self, rng):
        return Call(rho=random_rho(rng), angles=angles_apart(rng, 4))

    def right(self, rho, angles):
        ab, ab2, a2b, a2b2 = four(rho, angles)
        return ab - ab2 + a2b + a2b2

    wrong = {
        "all_plus": lambda rho, angles: sum(four(rho, angles)),
        "minus_elsewhere": (lambda rho, angles: sum(four(rho, angles)) - 2 * four(rho, angles)[3],
                            lambda rho, angles: sum(four(rho, angles)) - 2 * four(rho, angles)[2],
                            lambda rho, angles: sum(four(rho, angles)) - 2 * four(rho, angles)[0]),
        "sizes": lambda rho, angles: sum(abs(e) for e in four(rho, angles)),
        "size": lambda rho, angles: abs(Chsh.right(None, rho, angles)),
        "best_pattern": (lambda rho, angles: ent.chsh(qobj(rho)),
                         lambda rho, angles: abs(patterns(four(rho, angles))).max(),
                         lambda rho, angles: patterns(four(rho, angles)).max()),
        "no_state": lambda rho, angles: Chsh.right(None, ent.bell().proj().full(), angles),
        "sign": lambda rho, angles: -Chsh.right(None, rho, angles),
        "mean": lambda rho, angles: Chsh.right(None, rho, angles) / 4,
        "settings_mixed": lambda rho, angles: Chsh.right(None, rho, [angles[i] for i in (0, 2, 1, 3)]),
        "radians": lambda rho, angles: Chsh.right(None, rho, [math.degrees(t) for t in angles]),
        "polariser_angle": (lambda rho, angles: Chsh.right(None, rho, [2 * t for t in angles]),
                            lambda rho, angles: Chsh.right(None, rho, [t / 2 for t in angles])),
    }


class LocalBound(Exercise):
    id = "c04-local-bound"
    answer = Number()
    example = Call(signs=np.array([[1, -1], [1, 1]]))

    def calls(self, rng):
        """In the last call both sides can be pleased everywhere: two minus signs, or a rule made for CHSH shows."""
        minus = np.outer(*rng.permutation([[1, -1], rng.choice([[1, -1], [1, 1]])]))
        calls = [self.example, self.draw(rng), self.draw(rng), Call(signs=np.round(rng.uniform(0.4, 1.6, (2, 2)), 2) * minus)]
        return calls, [self.right(**call.arguments) for call in calls]

    def draw(self, rng):
        # One or three minus signs, so that neither side can please everybody; sizes in general position.
        while True:
            signs = np.round(rng.uniform(0.4, 1.6, (2, 2)), 2)
            minus = np.ones(4)
            minus[rng.permutation(4)[:rng.choice([1, 3])]] = -1
            signs = signs * minus.reshape(2, 2)
            best = self.right(signs)
            values = [self.sizes(signs), self.all_equal(signs), *(np.abs(signs.sum(axis=side)).sum() for side in (0, 1))]
            if min(abs(best - value) for value in values) > 0.05:
                return Call(signs=signs)

    def right(self, signs):
        return float(max((np.asarray(signs) * ent_correlations(row)).sum() for row in ent.local_strategies()))

    @staticmethod
    def sizes(signs):
        return float(np.abs(signs).sum())

    @staticmethod
    def all_equal(signs):
        return float(np.sum(signs))

    @staticmethod
    def one_side(signs):
        """Alice's answers equal, Bob's the best for them."""
        return float(np.abs(np.sum(signs, axis=0)).sum())

    wrong = {
        "sizes": lambda signs: LocalBound.sizes(signs),
        "all_equal": lambda signs: LocalBound.all_equal(signs),
        "one_side": (lambda signs: LocalBound.one_side(signs),
                     lambda signs: float(np.abs(np.sum(signs, axis=1)).sum())),
        "zero_one": lambda signs: float(max((np.asarray(signs) * np.outer(row[:2], row[2:])).sum()
                                            for row in ent.local_strategies())),
        "least": lambda signs: -float(max((np.asarray(signs) * ent_correlations(row)).sum()
                                          for row in ent.local_strategies())),
        "average": lambda signs: 0.0,
    }


def ent_correlations(row):
    """Product of both answers, +1 or −1, for each pair of questions."""
    answers = 1 - 2 * np.asarray(row)
    return np.outer(answers[:2], answers[2:])


def joint(rho, a, b):
    """p(A, B) for one pair of settings, as the wrong models take it."""
    return np.array([[mean(rho, (np.eye(2) + s * spin(a)) / 2, (np.eye(2) + t * spin(b)) / 2)
                      for t in (1, -1)] for s in (1, -1)])


def bobs_zeros(rho, b):
    """p(B = 0) of Bob alone, as the wrong models take it."""
    return mean(rho, np.eye(2), (np.eye(2) + spin(b)) / 2)


class Marginal(Exercise):
    id = "c04-marginal"
    answer = Number(0, 1)
    example = Call(rho=ent.werner(visibility=0.8).full(), a=30, b=90)

    def draw(self, rng):
        while True:
            a, b = angles_apart(rng, 2)
            rho = random_rho(rng)
            table = joint(rho, a, b)
            values = [table[:, 0].sum(), table[0].sum(), table[0, 0], table[0, 0] / table[0].sum(),
                      table[1, 0] / table[1].sum(), table[:, 1].sum(), 0.5,
                      *(bobs_zeros(rho, angle) for angle in (a, 2 * b, b / 2, 90 - b))]
            if min(abs(x - values[0]) for x in values[1:]) > 0.02:
                return Call(rho=rho, a=a, b=b)

    def right(self, rho, a, b):
        turn = math.radians(b)
        # Bob's half after an Alice who measured and says nothing.
        bob = sum(ent.steer(qobj(rho), a))
        return float(states.probabilities(bob, (math.sin(turn), 0, math.cos(turn)))[0])

    wrong = {
        "told": (lambda rho, a, b: joint(rho, a, b)[0, 0] / joint(rho, a, b)[0].sum(),
                 lambda rho, a, b: joint(rho, a, b)[1, 0] / joint(rho, a, b)[1].sum()),
        "joint": lambda rho, a, b: joint(rho, a, b)[0, 0],
        "alice": lambda rho, a, b: joint(rho, a, b)[0].sum(),
        "averaged_evenly": lambda rho, a, b: sum(row[0] / row.sum() for row in joint(rho, a, b)) / 2,
        "other_outcome": lambda rho, a, b: joint(rho, a, b)[:, 1].sum(),
        "always_half": lambda rho, a, b: 0.5,
        "radians": lambda rho, a, b: joint(rho, math.degrees(a), math.degrees(b))[:, 0].sum(),
        "alices_angle": lambda rho, a, b: bobs_zeros(rho, a),
        "polariser_angle": (lambda rho, a, b: bobs_zeros(rho, 2 * b), lambda rho, a, b: bobs_zeros(rho, b / 2)),
        "axes_swapped": lambda rho, a, b: bobs_zeros(rho, 90 - b),
        "mean": lambda rho, a, b: 2 * bobs_zeros(rho, b) - 1,
    }


class EstimateS(Exercise):
    """Sources of every kind: S is negative in one drawn test, in which slips with signs show, and positive in the
    other.  Outcomes are not balanced, and no two pairs of settings have the same number of rounds.
    """

    id = "c04-estimate-s"
    answer = Parts(Number(-4, 4), Number(0))
    example = Call(counts=np.array([[[[43, 7], [8, 42]], [[16, 84], [86, 14]]],
                                    [[[125, 25], [23, 127]], [[26, 4], [5, 25]]]]))

    def calls(self, rng):
        return drawn(self, rng, lambda counts: tells(self.estimates(counts)),
                     lambda counts: patterns(self.estimates(counts))[1] > 0.3)

    def draw(self, rng):
        # Unequal numbers of rounds, or dividing by a quarter of the total would look right.
        while True:
            rounds = rng.permutation([200, 350, 800, 1500]) + rng.integers(0, 40, 4)
            counts = np.array([rng.multinomial(n, rng.dirichlet(np.full(4, 0.7))) for n in rounds]).reshape(2, 2, 2, 2)
            if 0.1 < abs(self.estimates(counts)).min() and abs(self.estimates(counts)).max() < 0.97:
                return Call(counts=counts)

    @staticmethod
    def estimates(counts):
        """The four correlations."""
        table = np.array(counts, float)
        return np.einsum("xyab,ab->xy", table, [[1, -1], [-1, 1]]) / np.einsum("xyab->xy", table)

    def right(self, counts):
        found = ent.BellCounts(counts)
        return found.s_value, found.s_error

    @staticmethod
    def parts(counts, quarter=False, plus=False):
        """S and the four (1 − E²)/n, with the slips that are asked for."""
        table = np.array(counts, float)
        n = np.full((2, 2), table.sum() / 4) if quarter else np.einsum("xyab->xy", table)
        e = np.einsum("xyab,ab->xy", table, [[1, -1], [-1, 1]]) / n
        signs = np.ones((2, 2)) if plus else np.array([[1, -1], [1, 1]])
        return float((signs * e).sum()), (1 - e**2) / n, n

    wrong = {
        "total": (lambda counts: _s_error(*EstimateS.parts(counts, quarter=True)[:2]),
                  lambda counts: (EstimateS.parts(counts, quarter=True)[0] / 4,
                                  _s_error(*EstimateS.parts(counts, quarter=True)[:2])[1] / 4),
                  lambda counts: _by_total(counts)),
        "all_plus": lambda counts: _s_error(*EstimateS.parts(counts, plus=True)[:2]),
        "errors_added": lambda counts: (EstimateS.parts(counts)[0], float(np.sqrt(EstimateS.parts(counts)[1]).sum())),
        "variance": lambda counts: (EstimateS.parts(counts)[0], float(EstimateS.parts(counts)[1].sum())),
        "not_divided": lambda counts: (EstimateS.parts(counts)[0],
                                       float(np.sqrt((EstimateS.parts(counts)[1] * EstimateS.parts(counts)[2]).sum()))),
        "binomial_error": lambda counts: (EstimateS.parts(counts)[0],
                                          float(np.sqrt(EstimateS.parts(counts)[1].sum()) / 2)),
        "shot_noise": lambda counts: (EstimateS.parts(counts)[0], float(np.sqrt((1 / EstimateS.parts(counts)[2]).sum()))),
        "sizes": lambda counts: EstimateS.other(counts, abs(EstimateS.estimates(counts)).sum()),
        "size": lambda counts: EstimateS.other(counts, abs(EstimateS.parts(counts)[0])),
        "minus_elsewhere": tuple(lambda counts, i=i: EstimateS.other(
            counts, EstimateS.estimates(counts).sum() - 2 * EstimateS.estimates(counts).ravel()[i]) for i in (0, 2, 3)),
        "best_pattern": (lambda counts: EstimateS.other(counts, patterns(EstimateS.estimates(counts)).max()),
                         lambda counts: EstimateS.other(counts, abs(patterns(EstimateS.estimates(counts))).max())),
        "sign": lambda counts: EstimateS.other(counts, -EstimateS.parts(counts)[0]),
        "swapped": lambda counts: EstimateS().right(counts)[::-1],
    }

    @staticmethod
    def other(counts, s):
        """The right error beside another S."""
        return float(s), _s_error(0, EstimateS.parts(counts)[1])[1]


def _s_error(s, terms):
    return s, float(np.sqrt(np.abs(terms).sum()))


def _by_total(counts):
    """Every correlation divided by all rounds of the whole test."""
    counts = np.array(counts, float)
    total = counts.sum()
    e = (counts[..., 0, 0] + counts[..., 1, 1] - counts[..., 0, 1] - counts[..., 1, 0]) / total
    return float((np.array([[1, -1], [1, 1]]) * e).sum()), float(np.sqrt(((1 - e**2) / total).sum()))


class PValue(Exercise):
    id = "c04-p-value"
    answer = Number(0, 1)
    example = Call(wins=85, rounds=100)

    def calls(self, rng):
        # So few rounds in the last one that the chance to win them all shows in the sum.
        calls = [self.example, self.draw(rng), self.draw(rng), self.draw(rng, 10, 16)]
        return calls, [self.right(**call.arguments) for call in calls]

    def draw(self, rng, low=30, high=120):
        rounds = int(rng.integers(low, high))
        share = rng.uniform(0.77, 0.83)
        return Call(wins=math.ceil(share * rounds), rounds=rounds)

    def right(self, wins, rounds):
        return ent.p_value(wins, rounds)

    @staticmethod
    def point(k, n, p):
        return math.comb(n, k) * p**k * (1 - p)**(n - k)

    @staticmethod
    def both_sides(wins, rounds):
        """Probability of all results that are as unlikely as this one or more so, above and below."""
        odds = np.array([PValue.point(k, rounds, 0.75) for k in range(rounds + 1)])
        return float(odds[odds <= odds[wins] * (1 + 1e-7)].sum())

    wrong = {
        "more_than": lambda wins, rounds: ent.p_value(wins + 1, rounds) if wins < rounds else 0.0,
        "last_missing": lambda wins, rounds: ent.p_value(wins, rounds) - 0.75**rounds,
        "exactly": lambda wins, rounds: PValue.point(wins, rounds, 0.75),
        "below": (lambda wins, rounds: 1 - ent.p_value(wins, rounds),
                  lambda wins, rounds: 1 - ent.p_value(wins + 1, rounds)),
        "two_sided": (lambda wins, rounds: PValue.both_sides(wins, rounds),
                      lambda wins, rounds: min(1.0, 2 * ent.p_value(wins, rounds))),
        "fair_coin": lambda wins, rounds: ent.p_value(wins, rounds, bound=0.5),
        "quantum": lambda wins, rounds: ent.p_value(wins, rounds, bound=ent.win_probability(2 * math.sqrt(2))),
        "bell_curve": (lambda wins, rounds: _normal_tail((wins - 0.75 * rounds) / math.sqrt(rounds * 3 / 16)),
                       lambda wins, rounds: _normal_tail((wins - 0.5 - 0.75 * rounds) / math.sqrt(rounds * 3 / 16)),
                       lambda wins, rounds: _normal_tail((wins / rounds - 0.75) / math.sqrt(
                           wins / rounds * (1 - wins / rounds) / rounds))),
    }


def _normal_tail(z):
    return math.erfc(z / math.sqrt(2)) / 2


def _formation(concurrence):
    """Entanglement of formation of two qubits with this concurrence."""
    p = (1 + math.sqrt(1 - concurrence**2)) / 2
    return -sum(x * math.log2(x) for x in (p, 1 - p) if x > 0)


def _as_it_is(fidelity):
    return fidelity


def _inverse(fidelity):
    return (1 + 3 * fidelity) / 4


class Werner(Exercise):
    id = "c04-werner"
    answer = Parts(Number(0, 3), Number(-2, 2))
    example = Call(fidelity=0.7)
    draws = 5

    def calls(self, rng):
        # Below entanglement, between the two thresholds, and above both: each kind is asked for.
        fidelities = [rng.uniform(0.3, 0.45), rng.uniform(0.55, 0.65), rng.uniform(0.66, 0.76),
                      rng.uniform(0.8, 0.9), rng.uniform(0.91, 0.98)]
        calls = [self.example, *(Call(fidelity=float(f)) for f in rng.permutation(fidelities))]
        return calls, [self.right(**call.arguments) for call in calls]

    def right(self, fidelity):
        rho = ent.werner(fidelity)
        return ent.chsh(rho), ent.concurrence(rho)

    @staticmethod
    def model(v, fidelity, clip=True):
        s, c = 2 * math.sqrt(2) * v, 2 * fidelity - 1
        return s, max(0.0, c) if clip else c

    wrong = {
        "fidelity_as_visibility": tuple(
            lambda fidelity, v=v, c=c, clip=clip: Werner.model(v(fidelity), c(fidelity), clip)
            for v in (_as_it_is, _inverse) for c in (_as_it_is, lambda f, v=v: (1 + 3 * v(f)) / 4)
            for clip in (True, False)),
        "negative": lambda fidelity: Werner.model((4 * fidelity - 1) / 3, fidelity, clip=False),
        "no_violation_no_entanglement": (
            lambda fidelity: (lambda s, c: (s, c if s > 2 else 0.0))(*Werner.model((4 * fidelity - 1) / 3, fidelity)),
            lambda fidelity: (lambda s: (s, math.sqrt(max(0.0, s * s / 4 - 1))))(
                Werner.model((4 * fidelity - 1) / 3, fidelity)[0])),
        "swapped": lambda fidelity: Werner().right(fidelity)[::-1],
        "formation": (lambda fidelity: (Werner().right(fidelity)[0], _formation(Werner().right(fidelity)[1])),),
        "zero_at_half": (lambda fidelity: Werner.model(2 * fidelity - 1, fidelity),
                         lambda fidelity: Werner.model(max(0.0, 2 * fidelity - 1), fidelity)),
    }


class Cheat(Exercise):
    """About 2,000 cards, twice; each question answered on at least 65 % of them, S over the kept rounds at least 2.8.

    A mixture that answers every question on 3/4 of the cards stays clear of the limit by 10 standard deviations in
    each of the four shares (0.10 against 0.0102 for 1,800 cards), and one with S = 3.2 by 9 in S: they fail by chance
    with a probability below 10⁻¹⁷.

    Then `runs` short runs of `short` cards with generators of their own: no place may hold the same card in every
    run, and no two places equal cards in every run, as they do if the order is fixed, shifted or in blocks.  No kind
    makes up more than 45 % of cards that pass the first test: at most 35 % if it is silent somewhere, and S is
    4/(1 + x) at most with a share x of cards that are never silent.  So a right answer fails with a probability
    below 24·0.45³⁹ for the single places, and below 276·0.4⁴⁰ for the pairs.  In the long runs no more than 80 %
    of the cards may be equal to the one at a fixed distance (Hoeffding: less than 10⁻¹⁰⁰ for each of 1,000 distances).
    """

    id = "c04-cheat"
    least, wanted = 0.65, 2.8
    runs, short = 40, 24
    false_failure = 1e-12
    example = Call(n=2000, rng=Seed(2015))

    def calls(self, rng):
        seeds = [int(seed) for seed in rng.integers(2**31, size=self.runs + 1)]
        return [self.example, Call(n=int(rng.integers(1800, 2200)), rng=Seed(seeds[0])),
                *(Call(n=self.short, rng=Seed(seed)) for seed in (*seeds[1:], seeds[1]))], None

    def judge(self, calls, answers, secret):
        cards = []
        for call, (answer,) in zip(calls, answers):
            try:
                cards.append(self._read(call, answer))
            except Unfit as error:
                return Mistake(error.key, call, answer, error.details)
            if isinstance(cards[-1], Mistake):
                return cards[-1]
        return (self._judge(calls[0], cards[0]) or self._judge(calls[1], cards[1])
                or self._order(calls, cards))

    def _order(self, calls, cards):
        """Whether the cards come in an order, or from elsewhere than the generator."""
        kinds = [row @ [27, 9, 3, 1] for row in cards]
        if (kinds[2] != kinds[-1]).any():
            return Mistake("not_reproducible", calls[2], cards[2][:2])
        table = np.array(kinds[2:-1])                           # a row for each run
        if (table == table[0]).all():
            return Mistake("same_every_time", calls[2], cards[2][:2])
        alike = pairs(table, table)
        np.fill_diagonal(alike, 0)
        n = len(kinds[0])
        repeated = agreements(kinds[0], kinds[0])[1:n // 2] / (n - np.arange(1, n // 2))
        if (table == table[0]).all(axis=0).any() or alike.max() == len(table) or repeated.max() > 0.8:
            return Mistake("in_order", calls[0], cards[0][:2])
        return None

    def _judge(self, call, cards):
        answered = (cards < 2).mean(axis=0)
        details = {"least": f"{100 * answered.min():.0f} %"}
        if answered.min() == 1:
            return Mistake("never_silent", call, cards[:2], details)
        if answered.min() < self.least:
            key = "uneven" if answered.mean() >= self.least else "too_silent"
            return Mistake(key, call, cards[:2], details)
        counts = np.array([[np.bincount(3 * cards[:, x] + cards[:, 2 + y], minlength=9) for y in (0, 1)] for x in (0, 1)])
        found = ent.BellCounts(counts.reshape(2, 2, 3, 3)).s_value
        if found >= self.wanted:
            return None
        details["s"] = f"{found:.2f}".replace("-", "−")
        key = "sign" if found <= -self.wanted else "wasted" if abs(found) < 2.2 else "not_enough"
        return Mistake(key, call, cards[:2], details)

    @staticmethod
    def _read(call, answer):
        """The cards as an array of integers, or the mistake in them."""
        array = _numbers(answer)
        if array.shape != (call.arguments["n"], 4):
            return Mistake("not_cards", call, answer)
        if not np.isin(array, (0, 1, 2)).all():
            return Mistake("not_entries", call, array.real[:2])
        return array.real.astype(int)
