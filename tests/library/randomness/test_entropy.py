"""Entropies against sums over all ways of guessing, and a qubit's purification written out in NumPy."""

import itertools
import math

import numpy as np
import pytest
import qutip

from qedu import randomness, states

RNG = np.random.default_rng(2001)
TABLES = [table / table.sum() for table in (RNG.random(shape) ** 3 for shape in ((2, 2), (3, 2), (2, 4), (4, 3), (5, 1)))]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.shape))
def test_the_best_of_all_ways_to_guess(table):
    outputs, known = table.shape
    best = max(sum(table[guess[e], e] for e in range(known)) for guess in itertools.product(range(outputs), repeat=known))
    assert randomness.guessing_probability(table) == pytest.approx(best, abs=1e-14)
    assert randomness.min_entropy(table) == pytest.approx(math.log2(1 / best), abs=1e-12)
    alone = table.sum(axis=1)
    assert randomness.guessing_probability(alone) == pytest.approx(max(alone), abs=1e-14)
    assert randomness.min_entropy(table) <= randomness.min_entropy(alone) + 1e-12           # knowing more never hurts


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.shape))
def test_shannon_s_entropy_is_the_average_over_what_is_known(table):
    def h(p):
        return sum(-x * math.log2(x) for x in p)

    given = sum(column.sum() * h(column / column.sum()) for column in table.T)
    assert randomness.shannon_entropy(table) == pytest.approx(given, abs=1e-12)
    assert randomness.shannon_entropy(table.sum(axis=1)) == pytest.approx(h(table.sum(axis=1)), abs=1e-12)
    assert randomness.min_entropy(table) <= randomness.shannon_entropy(table) + 1e-12


def test_values_that_can_be_found_by_hand():
    assert randomness.min_entropy([0.25] * 4) == randomness.shannon_entropy([0.25] * 4) == 2
    assert randomness.min_entropy([0, 1]) == randomness.shannon_entropy([0, 1]) == 0
    assert randomness.min_entropy(np.eye(3) / 3) == randomness.shannon_entropy(np.eye(3) / 3) == 0
    assert math.copysign(1, randomness.min_entropy([1.0])) == 1
    assert randomness.guessing_probability([1 / 3, 1 / 3, 0.333333]) == pytest.approx(1 / 3, abs=1e-6)      # printed to six digits


def helstrom(rho, zero, one):
    """How well the outcome is guessed with the purification of rho, found from its eigenvectors."""
    values, vectors = np.linalg.eigh(rho)
    joint = sum(math.sqrt(max(0, w)) * np.kron(vectors[:, i], np.eye(2)[i]) for i, w in enumerate(values)).reshape(2, 2)
    eve = [np.outer(found := ket.conj() @ joint, found.conj()) for ket in (zero, one)]
    return 0.5 + 0.5 * np.abs(np.linalg.eigvalsh(eve[0] - eve[1])).sum()


@pytest.mark.parametrize("number", range(8))
def test_the_world_around_a_qubit_guesses_its_outcome(number):
    rng = np.random.default_rng([2002, number])
    root = rng.normal(size=(2, 2)) + 1j * rng.normal(size=(2, 2))
    rho = root @ root.conj().T
    rho /= np.trace(rho).real
    axis = rng.normal(size=3)
    axis /= np.linalg.norm(axis)
    pauli = np.array([[[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]]])
    _, vectors = np.linalg.eigh(np.einsum("i,ijk", axis, pauli))
    state = qutip.Qobj(rho)
    assert randomness.purified_guess(state, axis) == pytest.approx(helstrom(rho, vectors[:, 1], vectors[:, 0]), abs=1e-10)
    assert randomness.purified_guess(state) == pytest.approx(helstrom(rho, *np.eye(2)), abs=1e-10)
    assert randomness.purified_guess(state) >= rho.diagonal().real.max() - 1e-12            # as well as without anything, at least


@pytest.mark.parametrize("angle", [0, 0.3, 1.2, math.pi / 2, 2.5])
def test_of_a_pure_state_nobody_knows_more_than_its_odds(angle):
    odds = [math.cos(angle / 2) ** 2, math.sin(angle / 2) ** 2]
    assert randomness.purified_guess(states.ket(angle, 0.7)) == pytest.approx(max(odds), abs=1e-12)
    assert randomness.purified_guess(qutip.Qobj(np.diag(odds))) == pytest.approx(1)         # the same odds, all known


@pytest.mark.parametrize("call", [randomness.guessing_probability, randomness.min_entropy, randomness.shannon_entropy])
@pytest.mark.parametrize("value", [[0.5, 0.6], [1.5, -0.5], [], [[[1.0]]], [math.nan, 1], 1.0, "half", [500, 500]])
def test_what_is_no_distribution_is_refused(call, value):
    with pytest.raises(ValueError, match=r"^p = .* is not allowed: probabilities with a total of 1.*counts are to be divided"):
        call(value)
