"""Fading of stored pairs against plain NumPy."""

import math

import numpy as np
import pytest

from qedu import channels, entanglement, repeaters
from tests.library.entanglement import circuit as c


def test_a_pair_fades_to_a_quarter():
    assert repeaters.decay(0.9, [0, 1e9], t2=10) == pytest.approx([0.9, 0.25])
    assert repeaters.decay(0.9, 5, t2=math.inf) == pytest.approx(0.9) and repeaters.decay(0.25, 5, t2=1) == pytest.approx(0.25)
    assert repeaters.decay(0.1, 3, t2=1) > 0.1                        # from below as well
    assert repeaters.decay([[0.9], [0.8]], [1, 2, 3], t2=4).shape == (2, 3)


@pytest.mark.parametrize("f, wait, t2", [(1.0, 3, 10), (0.8, 0.5, 0.7), (0.3, 1, 2)])
def test_decay_is_white_noise_on_one_half(f, wait, t2):
    lost = 1 - math.exp(-wait / t2)
    rho = (1 - lost) * c.werner(f) + lost * c.white(c.werner(f), [1], 2)
    assert repeaters.decay(f, wait, t2=t2) == pytest.approx(np.vdot(c.BELL["phi+"], rho @ c.BELL["phi+"]).real, abs=1e-12)


@pytest.mark.parametrize("wait, t1, t2", [(0, 1, 1), (1, 10, 1), (2, 1, 2), (0.3, math.inf, 2), (5, 3, 0.5)])
def test_both_times_of_a_memory(wait, t1, t2):
    rho = c.random_rho(np.random.default_rng(1813), 1, 2)
    found = repeaters.memory_channel(wait, t1=t1, t2=t2)(c.qobj(rho, 1)).full()
    left = math.exp(-wait / t1)
    assert found[1, 1] == pytest.approx(rho[1, 1] * left, abs=1e-12) and found[0, 0] == pytest.approx(1 - rho[1, 1] * left, abs=1e-12)
    assert found[0, 1] == pytest.approx(rho[0, 1] * math.exp(-wait / t2), abs=1e-12)


def test_the_longest_phase_that_energy_allows_and_rounding_beyond_it():
    for t2 in (2.0, 2.0 * (1 + 5e-13)):
        assert repeaters.memory_channel(1e6, t1=1, t2=t2)(c.qobj(np.full((2, 2), 0.5), 1)).tr() == pytest.approx(1, abs=1e-12)
        found = repeaters.memory_channel(3, t1=1, t2=t2)(c.qobj(np.full((2, 2), 0.5), 1)).full()
        assert found[0, 1] == pytest.approx(0.5 * math.exp(-1.5), abs=1e-12)


def test_a_memory_on_half_of_a_pair():
    pair = channels.on_half(repeaters.memory_channel(1, t1=2, t2=1), entanglement.bell())
    expected = (1 + math.exp(-0.5) + 2 * math.exp(-1)) / 4
    assert entanglement.bell_diagonal(pair)[0] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("call, message", [
    (lambda: repeaters.memory_channel(1, t1=1, t2=2.1), "t2 = 2.1 is not allowed: at most 2·t1 = 2"),
    (lambda: repeaters.memory_channel(1, t1=1), "t2 = inf is not allowed: at most 2·t1 = 2"),
    (lambda: repeaters.memory_channel(-1), "wait = -1 is not allowed: a time of at least 0"),
    (lambda: repeaters.memory_channel(math.inf), "wait = inf is not allowed: a time that ends"),
    (lambda: repeaters.memory_channel(1, t1=0), "t1 = 0 is not allowed: a time above 0"),
    (lambda: repeaters.decay(0.9, 1, t2=0), "t2 = 0 is not allowed: times above 0"),
    (lambda: repeaters.decay(0.9, -1, t2=1), "wait = -1 is not allowed"),
    (lambda: repeaters.decay(0.9, math.inf, t2=1), "wait = inf is not allowed: times that end"),
    (lambda: repeaters.decay(math.nan, 1, t2=1), "fidelity = nan is not allowed"),
])
def test_what_is_refused(call, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        call()
