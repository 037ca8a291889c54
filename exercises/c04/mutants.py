"""Wrong answers to the C04 exercises: each must get the message of its own mistake.

Names: exercise ID with underscores, the mistake's key, a word for the way it is written; two underscores between.
"""

import itertools
import math

import numpy as np
import qutip
from scipy.stats import binom, norm


def spin(turn):
    return np.array([[np.cos(turn), np.sin(turn)], [np.sin(turn), -np.cos(turn)]])


def at(degrees):
    return spin(np.radians(degrees))


def mean(rho, left, right):
    return np.trace(rho @ np.kron(left, right)).real


def pair(rho):
    return qutip.Qobj(np.asarray(rho), dims=[[2, 2], [2, 2]])


# c04-is-product

def c04_is_product__zeros__all(psi):
    return all(abs(x) > 1e-6 for x in psi)


def c04_is_product__zeros__count(psi):
    return np.count_nonzero(np.round(psi, 9)) == 4


def c04_is_product__superposition__count(psi):
    return int(np.sum(np.abs(psi) > 1e-6)) == 1


def c04_is_product__superposition__largest(psi):
    return bool(max(abs(psi)) > 1 - 1e-6)


def c04_is_product__sum__plus(psi):
    return abs(psi[0] * psi[3] + psi[1] * psi[2]) < 1e-6


def c04_is_product__sum__permanent(psi):
    (a, b), (c, d) = np.reshape(psi, (2, 2))
    return bool(np.isclose(a * d, -b * c, atol=1e-7))


def c04_is_product__pairs__neighbours(psi):
    return abs(psi[0] * psi[1] - psi[2] * psi[3]) < 1e-6


def c04_is_product__pairs__rows(psi):
    top, bottom = np.prod(psi[:2]), np.prod(psi[2:])
    return 1 if np.abs(top - bottom) < 1e-7 else 0


def c04_is_product__real_part__real(psi):
    return abs((psi[0] * psi[3] - psi[1] * psi[2]).real) < 1e-6


def c04_is_product__real_part__numpy(psi):
    return bool(abs(np.real(np.linalg.det(np.reshape(psi, (2, 2))))) < 1e-7)


def c04_is_product__exact__equal(psi):
    return psi[0] * psi[3] == psi[1] * psi[2]


def c04_is_product__exact__difference(psi):
    return bool((psi[0] * psi[3] - psi[1] * psi[2]) == 0)


def c04_is_product__reversed__greater(psi):
    return abs(psi[0] * psi[3] - psi[1] * psi[2]) > 1e-6


def c04_is_product__reversed__rank(psi):
    return np.linalg.matrix_rank(np.reshape(psi, (2, 2)), tol=1e-6) == 2


# c04-correlation

def c04_correlation__radians__trace(rho, a, b):
    return mean(rho, spin(a), spin(b))


def c04_correlation__radians__qutip(rho, a, b):
    left, right = (math.cos(x) * qutip.sigmaz() + math.sin(x) * qutip.sigmax() for x in (a, b))
    return qutip.expect(qutip.tensor(left, right), pair(rho))


def c04_correlation__polariser_angle__double(rho, a, b):
    return mean(rho, at(2 * a), at(2 * b))


def c04_correlation__polariser_angle__half(rho, a, b):
    return float(np.trace(np.kron(at(a / 2), at(b / 2)) @ rho).real)


def c04_correlation__agreement__half(rho, a, b):
    return (1 + mean(rho, at(a), at(b))) / 2


def c04_correlation__agreement__projectors(rho, a, b):
    return sum(mean(rho, (np.eye(2) + s * at(a)) / 2, (np.eye(2) + s * at(b)) / 2) for s in (1, -1))


def c04_correlation__one_dial__alice(rho, a, b):
    return mean(rho, at(a), at(a))


def c04_correlation__one_dial__bob(rho, a, b):
    observable = at(b)
    return np.trace(np.kron(observable, observable) @ rho).real


def c04_correlation__apart__identity(rho, a, b):
    return mean(rho, at(a), np.eye(2)) * mean(rho, np.eye(2), at(b))


def c04_correlation__apart__halves(rho, a, b):
    halves = pair(rho).ptrace(0).full(), pair(rho).ptrace(1).full()
    return np.trace(halves[0] @ at(a)).real * np.trace(halves[1] @ at(b)).real


def c04_correlation__sides_swapped__kron(rho, a, b):
    return mean(rho, at(b), at(a))


def c04_correlation__sides_swapped__qutip(rho, a, b):
    return qutip.expect(qutip.tensor(qutip.Qobj(at(b)), qutip.Qobj(at(a))), pair(rho))


def c04_correlation__axes_swapped__from_x(rho, a, b):
    return mean(rho, at(90 - a), at(90 - b))


def c04_correlation__axes_swapped__matrices(rho, a, b):
    x, z = np.array([[0, 1], [1, 0]]), np.diag([1, -1])
    left, right = (np.cos(np.radians(t)) * x + np.sin(np.radians(t)) * z for t in (a, b))
    return mean(rho, left, right)


def c04_correlation__both_zero__projectors(rho, a, b):
    return mean(rho, (np.eye(2) + at(a)) / 2, (np.eye(2) + at(b)) / 2)


def c04_correlation__both_zero__kets(rho, a, b):
    ket = np.kron([math.cos(math.radians(a / 2)), math.sin(math.radians(a / 2))],
                  [math.cos(math.radians(b / 2)), math.sin(math.radians(b / 2))])
    return (ket @ rho @ ket).real


# c04-chsh

def four(rho, angles, spin=at):
    a, a2, b, b2 = angles
    return [mean(rho, spin(x), spin(y)) for x in (a, a2) for y in (b, b2)]


def c04_chsh__all_plus__sum(rho, angles):
    return sum(four(rho, angles))


def c04_chsh__all_plus__operator(rho, angles):
    a, a2, b, b2 = map(at, angles)
    return np.trace(rho @ np.kron(a + a2, b + b2)).real


def c04_chsh__minus_elsewhere__last(rho, angles):
    ab, ab2, a2b, a2b2 = four(rho, angles)
    return ab + ab2 + a2b - a2b2


def c04_chsh__minus_elsewhere__third(rho, angles):
    return float(np.dot(four(rho, angles), [1, 1, -1, 1]))


def c04_chsh__sizes__abs(rho, angles):
    return sum(abs(e) for e in four(rho, angles))


def c04_chsh__sizes__numpy(rho, angles):
    return np.linalg.norm(four(rho, angles), ord=1)


def c04_chsh__mean__quarter(rho, angles):
    return np.dot(four(rho, angles), [1, -1, 1, 1]) / 4


def c04_chsh__mean__numpy(rho, angles):
    return np.mean(np.array([1, -1, 1, 1]) * four(rho, angles))


def c04_chsh__settings_mixed__unpacked(rho, angles):
    a, b, a2, b2 = angles
    return np.dot(four(rho, (a, a2, b, b2)), [1, -1, 1, 1])


def c04_chsh__settings_mixed__slices(rho, angles):
    alice, bob = angles[::2], angles[1::2]
    e = [[mean(rho, at(x), at(y)) for y in bob] for x in alice]
    return e[0][0] - e[0][1] + e[1][0] + e[1][1]


def c04_chsh__radians__spin(rho, angles):
    return np.dot(four(rho, angles, spin), [1, -1, 1, 1])


def c04_chsh__radians__matrix(rho, angles):
    ends = [np.array([math.sin(t), math.cos(t)]) for t in angles]
    paulis = np.array([[0, 1], [1, 0]]), np.diag([1, -1])
    t = np.array([[mean(rho, p, q) for q in paulis] for p in paulis])
    return ends[0] @ t @ (ends[2] - ends[3]) + ends[1] @ t @ (ends[2] + ends[3])


def c04_chsh__polariser_angle__double(rho, angles):
    return np.dot(four(rho, 2 * np.array(angles)), [1, -1, 1, 1])


def c04_chsh__polariser_angle__half(rho, angles):
    ab, ab2, a2b, a2b2 = four(rho, [t / 2 for t in angles])
    return ab - ab2 + a2b + a2b2


# c04-local-bound

def c04_local_bound__sizes__abs(signs):
    return np.abs(signs).sum()


def c04_local_bound__sizes__loop(signs):
    return sum(max(s * a * b for a in (1, -1) for b in (1, -1)) for row in signs for s in row)


def c04_local_bound__all_equal__sum(signs):
    return np.sum(signs)


def c04_local_bound__all_equal__loop(signs):
    return max(sum(signs[x][y] * answer * answer for x in (0, 1) for y in (0, 1)) for answer in (1, -1))


def c04_local_bound__one_side__columns(signs):
    return np.abs(np.sum(signs, axis=0)).sum()


def c04_local_bound__one_side__eight(signs):
    return max(b * (a0 * (signs[0][0] + signs[0][1]) + a1 * (signs[1][0] + signs[1][1]))
               for a0 in (1, -1) for a1 in (1, -1) for b in (1, -1))


def c04_local_bound__zero_one__product(signs):
    return max(sum(signs[x][y] * plan[x] * plan[2 + y] for x in (0, 1) for y in (0, 1))
               for plan in itertools.product((0, 1), repeat=4))


def c04_local_bound__zero_one__outer(signs):
    answers = [np.array(row) for row in ((0, 0), (0, 1), (1, 0), (1, 1))]
    return max((np.asarray(signs) * np.outer(a, b)).sum() for a in answers for b in answers)


def c04_local_bound__least__min(signs):
    return min(sum(signs[x][y] * plan[x] * plan[2 + y] for x in (0, 1) for y in (0, 1))
               for plan in itertools.product((1, -1), repeat=4))


def c04_local_bound__least__negative(signs):
    signs = np.array(signs)
    return -max(np.abs(np.array(alice) @ signs).sum() for alice in ((1, 1), (1, -1)))


def c04_local_bound__average__mean(signs):
    return np.mean([sum(signs[x][y] * plan[x] * plan[2 + y] for x in (0, 1) for y in (0, 1))
                    for plan in itertools.product((1, -1), repeat=4)])


def c04_local_bound__average__total(signs):
    total = 0.0
    for plan in itertools.product((1, -1), repeat=4):
        total += (np.outer(plan[:2], plan[2:]) * np.asarray(signs)).sum()
    return total / 16


# c04-marginal

def joint(rho, a, b):
    return np.array([[mean(rho, (np.eye(2) + s * at(a)) / 2, (np.eye(2) + t * at(b)) / 2) for t in (1, -1)]
                     for s in (1, -1)])


def c04_marginal__told__zero(rho, a, b):
    table = joint(rho, a, b)
    return table[0, 0] / table[0].sum()


def c04_marginal__told__one(rho, a, b):
    projector = np.kron((np.eye(2) - at(a)) / 2, np.eye(2))
    after = projector @ rho @ projector
    after = after / np.trace(after)
    return mean(after, np.eye(2), (np.eye(2) + at(b)) / 2)


def c04_marginal__joint__table(rho, a, b):
    return joint(rho, a, b)[0, 0]


def c04_marginal__joint__kets(rho, a, b):
    ket = np.kron([math.cos(math.radians(a / 2)), math.sin(math.radians(a / 2))],
                  [math.cos(math.radians(b / 2)), math.sin(math.radians(b / 2))])
    return (ket @ rho @ ket).real


def c04_marginal__alice__sum(rho, a, b):
    return joint(rho, a, b)[0].sum()


def c04_marginal__alice__ptrace(rho, a, b):
    return (1 + np.trace(pair(rho).ptrace(0).full() @ at(a)).real) / 2


def c04_marginal__averaged_evenly__rows(rho, a, b):
    return np.mean([row[0] / row.sum() for row in joint(rho, a, b)])


def c04_marginal__averaged_evenly__states(rho, a, b):
    total = 0
    for s in (1, -1):
        projector = np.kron((np.eye(2) + s * at(a)) / 2, np.eye(2))
        after = projector @ rho @ projector
        total += 0.5 * mean(after / np.trace(after).real, np.eye(2), (np.eye(2) + at(b)) / 2)
    return total


def c04_marginal__other_outcome__column(rho, a, b):
    return joint(rho, a, b)[:, 1].sum()


def c04_marginal__other_outcome__minus(rho, a, b):
    return (1 - np.trace(pair(rho).ptrace(1).full() @ at(b)).real) / 2


def c04_marginal__always_half__constant(rho, a, b):
    return 0.5


def c04_marginal__always_half__trace(rho, a, b):
    return np.trace(rho).real / 2


def c04_marginal__radians__spin(rho, a, b):
    return mean(rho, np.eye(2), (np.eye(2) + spin(b)) / 2)


def c04_marginal__radians__ket(rho, a, b):
    ket = np.array([math.cos(b / 2), math.sin(b / 2)])
    return (ket @ pair(rho).ptrace(1).full() @ ket).real


# c04-estimate-s

SIGNS = np.array([[1, -1], [1, 1]])


def parts(counts):
    counts = np.asarray(counts, dtype=float)
    n = counts.sum(axis=(2, 3))
    return (counts[..., 0, 0] + counts[..., 1, 1] - counts[..., 0, 1] - counts[..., 1, 0]) / n, n


def c04_estimate_s__total__all(counts):
    counts = np.asarray(counts, dtype=float)
    n = counts.sum()
    e = (counts[..., 0, 0] + counts[..., 1, 1] - counts[..., 0, 1] - counts[..., 1, 0]) / n
    return (SIGNS * e).sum(), np.sqrt(((1 - e**2) / n).sum())


def c04_estimate_s__total__quarter(counts):
    e, n = parts(counts)
    even = n.sum() / 4
    e = e * n / even
    return (SIGNS * e).sum(), np.sqrt(np.abs((1 - e**2) / even).sum())


def c04_estimate_s__all_plus__sum(counts):
    e, n = parts(counts)
    return e.sum(), np.sqrt(((1 - e**2) / n).sum())


def c04_estimate_s__all_plus__loops(counts):
    s = variance = 0
    for row in counts:
        for (pp, pm), (mp, mm) in row:
            n = pp + pm + mp + mm
            e = (pp + mm - pm - mp) / n
            s, variance = s + e, variance + (1 - e * e) / n
    return s, math.sqrt(variance)


def c04_estimate_s__errors_added__sum(counts):
    e, n = parts(counts)
    return (SIGNS * e).sum(), np.sqrt((1 - e**2) / n).sum()


def c04_estimate_s__errors_added__shares(counts):
    e, n = parts(counts)
    share = (1 + e) / 2
    return (SIGNS * e).sum(), (2 * np.sqrt(share * (1 - share) / n)).sum()


def c04_estimate_s__variance__sum(counts):
    e, n = parts(counts)
    return (SIGNS * e).sum(), ((1 - e**2) / n).sum()


def c04_estimate_s__variance__shares(counts):
    e, n = parts(counts)
    share = (1 + e) / 2
    return [(SIGNS * e).sum(), np.sum(4 * share * (1 - share) / n)]


def c04_estimate_s__not_divided__root(counts):
    e, _ = parts(counts)
    return (SIGNS * e).sum(), np.sqrt((1 - e**2).sum())


def c04_estimate_s__not_divided__norm(counts):
    e, _ = parts(counts)
    return (SIGNS * e).sum(), np.linalg.norm(np.sqrt(1 - e**2))


def c04_estimate_s__binomial_error__shares(counts):
    e, n = parts(counts)
    share = (1 + e) / 2
    return (SIGNS * e).sum(), np.sqrt((share * (1 - share) / n).sum())


def c04_estimate_s__binomial_error__half(counts):
    e, n = parts(counts)
    return (SIGNS * e).sum(), np.linalg.norm(np.sqrt((1 - e**2) / n)) / 2


def c04_estimate_s__shot_noise__root(counts):
    e, n = parts(counts)
    return (SIGNS * e).sum(), np.sqrt((1 / n).sum())


def c04_estimate_s__shot_noise__norm(counts):
    e, n = parts(counts)
    return (SIGNS * e).sum(), np.linalg.norm(n**-0.5)


# c04-p-value

def c04_p_value__more_than__sf(wins, rounds):
    return binom.sf(wins, rounds, 0.75)


def c04_p_value__more_than__range(wins, rounds):
    return sum(math.comb(rounds, k) * 0.75**k * 0.25 ** (rounds - k) for k in range(wins + 1, rounds + 1))


def c04_p_value__last_missing__range(wins, rounds):
    return sum(math.comb(rounds, k) * 0.75**k * 0.25 ** (rounds - k) for k in range(wins, rounds))


def c04_p_value__last_missing__numpy(wins, rounds):
    return binom.pmf(np.arange(wins, rounds), rounds, 0.75).sum()


def c04_p_value__exactly__pmf(wins, rounds):
    return binom.pmf(wins, rounds, 0.75)


def c04_p_value__exactly__comb(wins, rounds):
    return math.comb(rounds, wins) * 0.75**wins * 0.25 ** (rounds - wins)


def c04_p_value__below__cdf(wins, rounds):
    return binom.cdf(wins, rounds, 0.75)


def c04_p_value__below__range(wins, rounds):
    return sum(math.comb(rounds, k) * 0.75**k * 0.25 ** (rounds - k) for k in range(wins))


def c04_p_value__fair_coin__scipy(wins, rounds):
    return binom.sf(wins - 1, rounds, 0.5)


def c04_p_value__fair_coin__comb(wins, rounds):
    return sum(math.comb(rounds, k) for k in range(wins, rounds + 1)) / 2**rounds


def c04_p_value__quantum__scipy(wins, rounds):
    return binom.sf(wins - 1, rounds, np.cos(np.pi / 8) ** 2)


def c04_p_value__quantum__range(wins, rounds):
    p = (2 + math.sqrt(2)) / 4
    return sum(math.comb(rounds, k) * p**k * (1 - p) ** (rounds - k) for k in range(wins, rounds + 1))


def c04_p_value__bell_curve__plain(wins, rounds):
    return norm.sf(wins, loc=0.75 * rounds, scale=math.sqrt(0.75 * 0.25 * rounds))


def c04_p_value__bell_curve__corrected(wins, rounds):
    z = (wins - 0.5 - 0.75 * rounds) / math.sqrt(3 * rounds / 16)
    return 0.5 * math.erfc(z / math.sqrt(2))


# c04-werner

def c04_werner__fidelity_as_visibility__plain(fidelity):
    return 2 * math.sqrt(2) * fidelity, max(0, 2 * fidelity - 1)


def c04_werner__fidelity_as_visibility__inverse(fidelity):
    v = (1 + 3 * fidelity) / 4
    return math.sqrt(8) * v, max(0, 2 * fidelity - 1)


def c04_werner__negative__visibility(fidelity):
    v = (4 * fidelity - 1) / 3
    return 2 * math.sqrt(2) * v, (3 * v - 1) / 2


def c04_werner__negative__fidelity(fidelity):
    return [math.sqrt(8) / 3 * (4 * fidelity - 1), 2 * fidelity - 1]


def c04_werner__no_violation_no_entanglement__cut(fidelity):
    s = 2 * math.sqrt(2) * (4 * fidelity - 1) / 3
    return s, 2 * fidelity - 1 if s > 2 else 0


def c04_werner__no_violation_no_entanglement__pure(fidelity):
    s = 2 * math.sqrt(2) * (4 * fidelity - 1) / 3
    return s, math.sqrt(max(0, (s / 2) ** 2 - 1))


def c04_werner__zero_at_half__line(fidelity):
    return 2 * math.sqrt(2) * (2 * fidelity - 1), max(0, 2 * fidelity - 1)


def c04_werner__zero_at_half__clipped(fidelity):
    c = np.clip(2 * fidelity - 1, 0, None)
    return np.sqrt(8) * c, c


# c04-cheat

KINDS = np.array([[2, 0, 0, 0], [0, 2, 0, 1], [0, 1, 2, 1], [0, 0, 0, 2]])


def c04_cheat__not_cards__turned(n, rng):
    return KINDS[rng.integers(4, size=n)].T


def c04_cheat__not_cards__one(n, rng):
    return KINDS[rng.integers(4)]


def c04_cheat__not_entries__signs(n, rng):
    return np.array([1, -1, 0])[KINDS[rng.integers(4, size=n)]]


def c04_cheat__not_entries__three(n, rng):
    cards = KINDS[rng.integers(4, size=n)]
    return (cards + (cards == 2)).tolist()


def c04_cheat__never_silent__zeros(n, rng):
    return np.zeros((n, 4), int)


def c04_cheat__never_silent__mixed(n, rng):
    return rng.integers(2, size=(n, 4))


def c04_cheat__too_silent__two_a_card(n, rng):
    kinds = np.array([[2, 0, 0, 2], [0, 2, 2, 1], [0, 2, 0, 2], [2, 0, 2, 0]])
    return kinds[rng.integers(4, size=n)]


def c04_cheat__too_silent__losses(n, rng):
    cards = KINDS[rng.integers(4, size=n)]
    return np.where(rng.random((n, 4)) < 0.3, 2, cards)


def c04_cheat__uneven__one_question(n, rng):
    return np.tile([0, 0, 0, 2], (n, 1))


def c04_cheat__uneven__bob_only(n, rng):
    return KINDS[rng.integers(2, 4, size=n)]


def c04_cheat__sign__flipped(n, rng):
    cards = KINDS[rng.integers(4, size=n)]
    cards[:, 2:] = np.array([1, 0, 2])[cards[:, 2:]]
    return cards


def c04_cheat__sign__kinds(n, rng):
    kinds = np.array([[2, 1, 0, 0], [1, 2, 0, 1], [1, 0, 2, 1], [1, 1, 0, 2]])
    return kinds[rng.choice(4, n)]


def c04_cheat__wasted__independent(n, rng):
    cards = np.zeros((n, 4), int)
    cards[rng.random((n, 4)) < 0.2] = 2
    return cards


def c04_cheat__wasted__random_answers(n, rng):
    cards = rng.integers(2, size=(n, 4))
    cards[np.arange(n), rng.integers(4, size=n)] = 2
    return cards


def c04_cheat__not_enough__half_complete(n, rng):
    kinds = np.vstack([KINDS, np.zeros((4, 4), int)])
    return kinds[rng.integers(8, size=n)]


def c04_cheat__not_enough__errors(n, rng):
    cards = KINDS[rng.integers(4, size=n)]
    wrong = rng.random(n) < 0.2
    cards[wrong, 2:] = np.array([1, 0, 2])[cards[wrong, 2:]]
    return cards


def c04_is_product__real_part__imaginary(psi):
    return abs((psi[0] * psi[3] - psi[1] * psi[2]).imag) < 1e-6


def c04_is_product__sizes__products(psi):
    return abs(abs(psi[0] * psi[3]) - abs(psi[1] * psi[2])) < 1e-6


def c04_is_product__sizes__determinant(psi):
    return abs(np.linalg.det(np.abs(psi).reshape(2, 2))) < 1e-6


def c04_correlation__y_for_x__pauli(rho, a, b):
    y, z = qutip.sigmay().full(), qutip.sigmaz().full()
    left, right = (np.cos(np.radians(t)) * z + np.sin(np.radians(t)) * y for t in (a, b))
    return mean(rho, left, right)


def c04_correlation__y_for_x__kets(rho, a, b):
    def ket(turn):
        return np.array([np.cos(turn / 2), 1j * np.sin(turn / 2)])

    both = 0
    for i, j in itertools.product((0, 1), repeat=2):
        pair_ = np.kron(ket(np.radians(a) + np.pi * i), ket(np.radians(b) + np.pi * j))
        both += (-1) ** (i + j) * np.vdot(pair_, rho @ pair_).real
    return both


def c04_correlation__no_state__cosine(rho, a, b):
    return math.cos(math.radians(a - b))


def c04_correlation__no_state__singlet(rho, a, b):
    return -np.dot([np.cos(np.radians(a)), np.sin(np.radians(a))], [np.cos(np.radians(b)), np.sin(np.radians(b))])


def c04_correlation__sign__minus(rho, a, b):
    return -mean(rho, at(a), at(b))


def c04_correlation__sign__opposite(rho, a, b):
    return mean(rho, at(a + 180), at(b))


def c04_correlation__size__abs(rho, a, b):
    return abs(mean(rho, at(a), at(b)))


def c04_correlation__size__root(rho, a, b):
    return np.sqrt(mean(rho, at(a), at(b)) ** 2)


def _s(rho, angles):
    a, a2, b, b2 = (at(t) for t in angles)
    return mean(rho, a, b) - mean(rho, a, b2) + mean(rho, a2, b) + mean(rho, a2, b2)


def c04_chsh__size__abs(rho, angles):
    return abs(_s(rho, angles))


def c04_chsh__size__root(rho, angles):
    return math.hypot(_s(rho, angles), 0)


def c04_chsh__best_pattern__horodecki(rho, angles):
    paulis = [qutip.sigmax().full(), qutip.sigmay().full(), qutip.sigmaz().full()]
    t = np.array([[mean(rho, p, q) for q in paulis] for p in paulis])
    return 2 * np.sqrt(np.sort(np.linalg.svd(t)[1] ** 2)[1:].sum())


def c04_chsh__best_pattern__signs(rho, angles):
    a, a2, b, b2 = (at(t) for t in angles)
    e = np.array([mean(rho, x, y) for x in (a, a2) for y in (b, b2)])
    return max(abs(e.sum() - 2 * term) for term in e)


def c04_chsh__no_state__cosines(rho, angles):
    a, a2, b, b2 = np.radians(angles)
    return np.cos(a - b) - np.cos(a - b2) + np.cos(a2 - b) + np.cos(a2 - b2)


def c04_chsh__no_state__bell(rho, angles):
    bell = np.zeros((4, 4))
    bell[np.ix_([0, 3], [0, 3])] = 0.5
    return _s(bell, angles)


def c04_chsh__sign__minus(rho, angles):
    return -_s(rho, angles)


def c04_chsh__sign__bob(rho, angles):
    a, a2, b, b2 = angles
    return _s(rho, [a, a2, b + 180, b2 + 180])


def c04_marginal__alices_angle__spin(rho, a, b):
    return mean(rho, np.eye(2), (np.eye(2) + at(a)) / 2)


def c04_marginal__alices_angle__traced(rho, a, b):
    bob = pair(rho).ptrace(1).full()
    return np.trace(bob @ (np.eye(2) + at(a)) / 2).real


def c04_marginal__polariser_angle__ket(rho, a, b):
    ket = np.array([np.cos(np.radians(b)), np.sin(np.radians(b))])
    return mean(rho, np.eye(2), np.outer(ket, ket))


def c04_marginal__polariser_angle__half(rho, a, b):
    return mean(rho, np.eye(2), (np.eye(2) + at(b / 2)) / 2)


def c04_marginal__axes_swapped__spin(rho, a, b):
    return mean(rho, np.eye(2), (np.eye(2) + at(90 - b)) / 2)


def c04_marginal__axes_swapped__pauli(rho, a, b):
    turn = np.radians(b)
    observable = np.cos(turn) * qutip.sigmax().full() + np.sin(turn) * qutip.sigmaz().full()
    return (1 + mean(rho, np.eye(2), observable)) / 2


def c04_marginal__mean__spin(rho, a, b):
    return mean(rho, np.eye(2), at(b))


def c04_marginal__mean__difference(rho, a, b):
    bob = pair(rho).ptrace(1).full()
    p0 = np.trace(bob @ (np.eye(2) + at(b)) / 2).real
    return p0 - (1 - p0)


def _e_and_error(counts):
    counts = np.asarray(counts, dtype=float)
    n = counts.sum(axis=(2, 3))
    e = (counts[..., 0, 0] + counts[..., 1, 1] - counts[..., 0, 1] - counts[..., 1, 0]) / n
    return e, np.sqrt(((1 - e**2) / n).sum())


def c04_estimate_s__sizes__sum(counts):
    e, error = _e_and_error(counts)
    return np.abs(e).sum(), error


def c04_estimate_s__sizes__loop(counts):
    e, error = _e_and_error(counts)
    return sum(abs(e[x, y]) for x in (0, 1) for y in (0, 1)), error


def c04_estimate_s__size__abs(counts):
    e, error = _e_and_error(counts)
    return abs(e[0, 0] - e[0, 1] + e[1, 0] + e[1, 1]), error


def c04_estimate_s__size__bars(counts):
    e, error = _e_and_error(counts)
    return math.sqrt(((e * [[1, -1], [1, 1]]).sum()) ** 2), error


def c04_estimate_s__minus_elsewhere__last(counts):
    e, error = _e_and_error(counts)
    return (e * [[1, 1], [1, -1]]).sum(), error


def c04_estimate_s__minus_elsewhere__transposed(counts):
    e, error = _e_and_error(counts)
    return e[0, 0] + e[0, 1] - e[1, 0] + e[1, 1], error


def c04_estimate_s__best_pattern__places(counts):
    e, error = _e_and_error(counts)
    return max(e.sum() - 2 * term for term in e.ravel()), error


def c04_estimate_s__best_pattern__signs(counts):
    e, error = _e_and_error(counts)
    patterns = [s for s in itertools.product((1, -1), repeat=4) if np.prod(s) == -1]
    return max(np.dot(s, e.ravel()) for s in patterns), error


def c04_estimate_s__sign__minus(counts):
    e, error = _e_and_error(counts)
    return (e * [[-1, 1], [-1, -1]]).sum(), error


def c04_estimate_s__sign__differ(counts):
    e, error = _e_and_error(np.asarray(counts)[..., ::-1])
    return e[0, 0] - e[0, 1] + e[1, 0] + e[1, 1], error


def c04_estimate_s__swapped__tuple(counts):
    e, error = _e_and_error(counts)
    return error, (e * [[1, -1], [1, 1]]).sum()


def c04_estimate_s__swapped__array(counts):
    e, error = _e_and_error(counts)
    return np.array([error, e[0, 0] - e[0, 1] + e[1, 0] + e[1, 1]])


def c04_p_value__two_sided__binomtest(wins, rounds):
    from scipy.stats import binomtest

    return binomtest(int(wins), int(rounds), 0.75).pvalue


def c04_p_value__two_sided__doubled(wins, rounds):
    return min(1, 2 * binom.sf(wins - 1, rounds, 0.75))


def c04_werner__swapped__tuple(fidelity):
    return max(0, 2 * fidelity - 1), 2 * np.sqrt(2) * (4 * fidelity - 1) / 3


def c04_werner__swapped__list(fidelity):
    v = (4 * fidelity - 1) / 3
    return [max(0.0, (3 * v - 1) / 2), np.sqrt(8) * v]


def c04_werner__formation__entropy(fidelity):
    c = max(0, 2 * fidelity - 1)
    p = (1 + np.sqrt(1 - c**2)) / 2
    entropy = 0 if c == 0 else -p * np.log2(p) - (1 - p) * np.log2(1 - p)
    return 2 * np.sqrt(2) * (4 * fidelity - 1) / 3, entropy


def c04_werner__formation__scipy(fidelity):
    from scipy.special import entr

    c = max(0, 2 * fidelity - 1)
    p = 0.5 + 0.5 * np.sqrt(1 - c**2)
    return 2 * np.sqrt(2) * (4 * fidelity - 1) / 3, (entr(p) + entr(1 - p)) / np.log(2)


_CARDS = np.array([[2, 0, 0, 0], [0, 2, 0, 1], [0, 1, 2, 1], [0, 0, 0, 2]])


def c04_cheat__not_reproducible__numpy(n, rng):
    return _CARDS[np.random.randint(4, size=n)]


def c04_cheat__not_reproducible__fresh(n, rng):
    return np.random.default_rng().choice(_CARDS, size=n)


def c04_cheat__same_every_time__in_turn(n, rng):
    return _CARDS[np.arange(n) % 4]


def c04_cheat__same_every_time__own_seed(n, rng):
    return np.random.default_rng(1).choice(_CARDS, size=n)


def c04_cheat__in_order__blocks(n, rng):
    return np.repeat(rng.permutation(_CARDS), -(-n // 4), axis=0)[:n]


def c04_cheat__in_order__shifted(n, rng):
    return _CARDS[(np.arange(n) + rng.integers(4)) % 4]


def c04_cheat__in_order__pattern_of_500(n, rng):
    return np.resize(rng.choice(_CARDS, size=500), (n, 4))
