"""Waiting times against exact fractions, sums over time, distributions by convolution, and a Markov chain of all states."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest

from qedu import repeaters
from tests.library.repeaters import markov


def by_fractions(n, p):
    """Inclusion and exclusion in exact arithmetic, where cancellation costs nothing."""
    q = 1 - Fraction(p)
    return float(sum((-1) ** (k + 1) * comb(n, k) / (1 - q**k) for k in range(1, n + 1)))


@pytest.mark.parametrize("n", [1, 2, 3, 5, 8, 16, 31, 48, 64])
@pytest.mark.parametrize("p", [1e-6, 1e-3, 0.01, 0.37, 0.999])
def test_the_longest_of_n_is_exact(n, p):
    assert repeaters.expected_wait(n, p) == pytest.approx(by_fractions(n, p), rel=1e-12)


def test_the_longest_of_n_in_bulk():
    p = np.geomspace(1e-6, 1, 50)
    for n in (2, 7, 64):
        t = np.arange(0, 3000)[:, None]
        slow = (1 - (1 - (1 - p[20:]) ** t) ** n).sum(axis=0)                # from p = 2.8e-4: enough terms from 0.02 on
        found = repeaters.expected_wait(n, p)
        enough = p[20:] > 0.02
        np.testing.assert_allclose(found[20:][enough], slow[enough], rtol=1e-12)
        assert found.shape == (50,) and np.all(np.diff(found) < 0) and found[-1] == 1
    assert repeaters.expected_wait([1, 2, 4, 8], 0.01).round(1).tolist() == [100.0, 149.7, 207.8, 270.9]
    assert repeaters.expected_wait([[2], [4]], [0.1, 0.2, 0.3]).shape == (2, 3)
    # Small p: p times the mean tends to the harmonic number.
    assert 1e-15 * repeaters.expected_wait(64, 1e-15) == pytest.approx(sum(1 / k for k in range(1, 65)), rel=1e-12)


def test_how_rare_and_how_many_it_may_be():
    assert repeaters.expected_wait(1, 1e-30) == pytest.approx(1e30) and repeaters.nested_wait(1, 0.5, 1e-30) == pytest.approx(2)
    assert repeaters.expected_wait(256, 1.0) == 1 and repeaters.rule_of_thumb(2**30, 1.0, 1.0) == pytest.approx(1.5**30)
    with pytest.raises(ValueError, match="^links = 2147483648 is not allowed: a power of two, 1 to 1073741824"):
        repeaters.rule_of_thumb(2**31, 0.5, 0.5)


def by_convolution(m, p, p_swap, most):
    """The distribution of the nested wait up to `most`: squares of sums for the longer of two, and a renewal equation."""
    t = np.arange(most + 1)
    f = np.where(t > 0, p * (1 - p) ** (t - 1.0), 0)
    for _ in range(m):
        longer = np.diff(np.concatenate([[0], np.cumsum(f) ** 2]))
        f = np.zeros(most + 1)
        for now in range(1, most + 1):
            f[now] = p_swap * longer[now] + (1 - p_swap) * np.dot(longer[1:now], f[now - 1:0:-1])
    assert f.sum() == pytest.approx(1, abs=1e-13)
    return float(f @ t)


@pytest.mark.parametrize("links, p, p_swap, most", [(1, 0.3, 0.5, 200), (2, 0.1, 0.5, 2000), (4, 0.2, 0.6, 2000), (8, 0.1, 0.5, 9000),
                                                    (16, 0.5, 0.8, 1000), (8, 0.9, 1.0, 100)])
def test_nested_means_against_the_distribution(links, p, p_swap, most):
    assert repeaters.nested_wait(links, p, p_swap) == pytest.approx(by_convolution(links.bit_length() - 1, p, p_swap, most), rel=1e-10)


@pytest.mark.parametrize("p, p_swap", [(0.6, 0.5), (0.9, 0.25), (0.01, 0.7)])
def test_nested_means_against_a_chain_of_all_states(p, p_swap):
    for links in (2, 4):
        mean, _, _ = markov.solve(links, p, p_swap, "nested")
        assert repeaters.nested_wait(links, p, p_swap) == pytest.approx(mean, rel=1e-11)


def test_nested_means_of_the_book():
    assert repeaters.nested_wait(8, 0.1, 0.5) == pytest.approx(242.3, abs=0.05)
    assert repeaters.rule_of_thumb(8, 0.1, 0.5) == pytest.approx(270)
    assert repeaters.nested_wait(16, [0.1, 1e-6], 1.0) == pytest.approx(repeaters.expected_wait(16, [0.1, 1e-6]), rel=1e-12)
    # For small p the mean goes as 1/p: nothing is lost on the way there.
    scaled = [p * repeaters.nested_wait(8, p, 0.3) for p in (1e-9, 1e-12)]
    assert scaled[0] == pytest.approx(scaled[1], rel=1e-7)
    assert repeaters.rule_of_thumb(8, 1e-6, 0.5) / repeaters.nested_wait(8, 1e-6, 0.5) == pytest.approx(1.09, abs=0.005)
    assert repeaters.rule_of_thumb(8, 1e-6, 1.0) / repeaters.nested_wait(8, 1e-6, 1.0) == pytest.approx(1.24, abs=0.005)


@pytest.mark.parametrize("call, message", [
    (lambda: repeaters.expected_wait(2, 0), "p = 0 is not allowed: numbers above 0"),
    (lambda: repeaters.expected_wait(2.5, 0.1), "links = 2.5 is not allowed: whole numbers"),
    (lambda: repeaters.expected_wait(300, 0.1), "links = 300 is not allowed: whole numbers from 1 to 256"),
    (lambda: repeaters.expected_wait(2, 5), "p = 5 is not allowed: numbers from 0 to 1; 5 % is 0.05"),
    (lambda: repeaters.nested_wait(6, 0.1, 0.5), "links = 6 is not allowed: a power of two, 1 to 16"),
    (lambda: repeaters.nested_wait(32, 0.1, 0.5), "links = 32 is not allowed: a power of two, 1 to 16"),
    (lambda: repeaters.nested_wait([2, 4], 0.1, 0.5), "links = .2, 4. is not allowed: a power of two"),
    (lambda: repeaters.nested_wait(4, 0.1, 0), "p_swap = 0 is not allowed: numbers above 0"),
])
def test_what_is_refused(call, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        call()
