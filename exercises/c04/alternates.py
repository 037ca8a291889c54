"""Right answers to the C04 exercises, written in other ways than the solutions: every one must pass.

Names: exercise ID with underscores, two underscores, a word for the way it is written.
"""

import itertools
import math

import numpy as np
import qutip
from scipy.stats import binom


def spin(degrees):
    return math.cos(math.radians(degrees)) * qutip.sigmaz() + math.sin(math.radians(degrees)) * qutip.sigmax()


def pair(rho):
    return qutip.Qobj(np.asarray(rho), dims=[[2, 2], [2, 2]])


# c04-is-product

def c04_is_product__svd(psi):
    return np.linalg.svd(np.reshape(psi, (2, 2)), compute_uv=False)[1] < 1e-6


def c04_is_product__rank(psi):
    return int(np.linalg.matrix_rank(np.array(psi).reshape(2, 2), tol=1e-6)) == 1


def c04_is_product__purity(psi):
    table = np.array(psi).reshape(2, 2)
    half = table @ table.conj().T
    return bool(np.trace(half @ half).real > 1 - 1e-9)


# c04-correlation

def c04_correlation__qutip(rho, a, b):
    return qutip.expect(qutip.tensor(spin(a), spin(b)), pair(rho))


def c04_correlation__probabilities(rho, a, b):
    total = 0
    for s, t in itertools.product((0, 1), repeat=2):
        ket = np.kron(*(np.array([math.cos(x), math.sin(x)]) for x in (math.radians(a) / 2 + s * math.pi / 2,
                                                                      math.radians(b) / 2 + t * math.pi / 2)))
        total += (-1) ** (s + t) * (ket @ rho @ ket).real
    return total


# c04-chsh

def c04_chsh__matrix(rho, angles):
    paulis = [np.array([[0, 1], [1, 0]]), np.diag([1, -1])]
    t = np.array([[np.trace(rho @ np.kron(p, q)).real for q in paulis] for p in paulis])
    a, a2, b, b2 = [np.array([math.sin(math.radians(x)), math.cos(math.radians(x))]) for x in angles]
    return a @ t @ (b - b2) + a2 @ t @ (b + b2)


def c04_chsh__loop(rho, angles):
    state, total = pair(rho), 0.0
    for x in (0, 1):
        for y in (0, 1):
            e = qutip.expect(qutip.tensor(spin(angles[x]), spin(angles[2 + y])), state)
            total += -e if (x, y) == (0, 1) else e
    return total


# c04-local-bound

def c04_local_bound__product(signs):
    return max(sum(signs[x][y] * plan[x] * plan[2 + y] for x in (0, 1) for y in (0, 1))
               for plan in itertools.product((1, -1), repeat=4))


def c04_local_bound__bob_follows(signs):
    signs = np.array(signs)
    # For given answers of Alice, Bob does his best for each question.
    return max(np.abs(np.array(alice) @ signs).sum() for alice in ((1, 1), (1, -1)))


# c04-marginal

def c04_marginal__partial_trace(rho, a, b):
    return (1 + qutip.expect(spin(b), pair(rho).ptrace(1))) / 2


def c04_marginal__reshape(rho, a, b):
    bob = np.einsum("ijik->jk", np.reshape(rho, (2, 2, 2, 2)))
    ket = np.array([math.cos(math.radians(b) / 2), math.sin(math.radians(b) / 2)])
    return (ket @ bob @ ket).real


# c04-estimate-s

def c04_estimate_s__loops(counts):
    s = variance = 0
    for x in (0, 1):
        for y in (0, 1):
            (pp, pm), (mp, mm) = counts[x][y]
            n = pp + pm + mp + mm
            e = (pp + mm - pm - mp) / n
            s += -e if x == 0 and y == 1 else e
            variance += (1 - e * e) / n
    return float(s), math.sqrt(variance)


def c04_estimate_s__shares(counts):
    counts = np.array(counts)
    n = counts.sum(axis=3).sum(axis=2)
    share = np.trace(counts, axis1=2, axis2=3) / n
    errors = 2 * np.sqrt(share * (1 - share) / n)
    e = 2 * share - 1
    return [e.sum() - 2 * e[0, 1], np.linalg.norm(errors)]


# c04-p-value

def c04_p_value__scipy(wins, rounds):
    return binom.sf(wins - 1, rounds, 0.75)


def c04_p_value__losses(wins, rounds):
    return float(binom.cdf(rounds - wins, rounds, 0.25))


# c04-werner

def c04_werner__fidelity(fidelity):
    return math.sqrt(8) * (4 * fidelity - 1) / 3, max(2 * fidelity - 1, 0)


def c04_werner__eigenvalues(fidelity):
    phi = np.array([1, 0, 0, 1]) / math.sqrt(2)
    v = (4 * fidelity - 1) / 3
    rho = v * np.outer(phi, phi) + (1 - v) * np.eye(4) / 4
    transposed = rho.reshape(2, 2, 2, 2).transpose(0, 3, 2, 1).reshape(4, 4)
    negativity = -min(0, np.linalg.eigvalsh(transposed)[0])
    zz = rho[0, 0] + rho[3, 3] - rho[1, 1] - rho[2, 2]
    return [2 * math.sqrt(2) * zz, 2 * negativity]


# c04-cheat

def c04_cheat__list(n, rng):
    cards = []
    for silent in rng.integers(4, size=n).tolist():
        card = [0, 0, 0, 0]
        # Make the rest win: a and b′ must differ if both are asked.
        if silent == 1:
            card[3] = 1
        elif silent == 2:
            card[0] = 1
        card[silent] = 2
        cards.append(card)
    return np.array(cards)


def c04_cheat__with_flips(n, rng):
    kinds = np.array([[2, 1, 1, 1], [1, 2, 1, 0], [1, 0, 2, 0], [1, 1, 1, 2]])
    cards = kinds[rng.choice(4, n)]
    flip = rng.random(n) < 0.5
    cards[flip] = np.array([1, 0, 2])[cards[flip]]
    return cards


def c04_cheat__some_complete(n, rng):
    kinds = np.array([[2, 0, 0, 0], [0, 2, 0, 1], [0, 1, 2, 1], [0, 0, 0, 2], [0, 0, 0, 0]])
    return kinds[rng.choice(5, n, p=[0.23, 0.23, 0.23, 0.23, 0.08])]


def c04_cheat__shuffled(n, rng):
    kinds = np.array([[2, 0, 0, 0], [0, 2, 0, 1], [0, 1, 2, 1], [0, 0, 0, 2]])
    return rng.permutation(np.resize(kinds, (n, 4)))        # as many of each kind as can be, in random order
