"""Clouds over several stations, against all skies there can be."""

import itertools
import math

import numpy as np
import pytest
from scipy import stats

from qedu import satellites


def by_all_skies(cloud, sites, correlation):
    """P(some station is clear): one sky for all on a share of the nights, else one for each."""
    found = correlation * (1 - cloud)
    for skies in itertools.product((0, 1), repeat=sites):                       # 1 is cloud
        weight = math.prod(cloud if covered else 1 - cloud for covered in skies)
        found += (1 - correlation) * weight * (not all(skies))
    return found


@pytest.mark.parametrize("cloud, sites, correlation", [(0.4, 1, 0), (0.4, 3, 0), (0.7, 5, 0.25), (0.5, 2, 1)])
def test_availability_by_all_skies(cloud, sites, correlation):
    assert satellites.availability(cloud, sites, correlation=correlation) == pytest.approx(by_all_skies(cloud, sites, correlation), abs=1e-14)


def test_probabilities_are_not_summed():
    assert satellites.availability(0.4, 2) == pytest.approx(0.84) and satellites.availability(0.4, [1, 2, 100]).max() <= 1
    assert satellites.availability([0, 1], 3).tolist() == [1, 0]


def test_no_clear_sky_is_not_less_than_none():
    """1 − (1 − r) − r may round to −3·10⁻¹⁷, of which the spread of the number of nights is no number."""
    for r in np.linspace(0, 1, 101):
        assert satellites.availability(1.0, [1, 2, 5], correlation=r).tolist() == [0, 0, 0]
        assert satellites.clear_nights(1.0, 2, correlation=r) == (0, 0)
    assert satellites.availability(0.0, 3, correlation=np.linspace(0, 1, 101)).max() <= 1


def test_the_correlation_is_that_of_two_stations():
    """Cov(X, Y)/Var(X) of cloud at two stations, from P(both) = 1 − availability."""
    c, r = 0.35, 0.3
    both = 1 - satellites.availability(c, 2, correlation=r)
    assert (both - c * c) / (c * (1 - c)) == pytest.approx(r, rel=1e-12)


def test_nights_are_a_binomial():
    mean, spread = satellites.clear_nights([0.4, 0.9], 2, nights=30, correlation=0.2)
    clear = [by_all_skies(c, 2, 0.2) for c in (0.4, 0.9)]
    assert mean == pytest.approx(stats.binom(30, clear).mean(), rel=1e-12) and spread == pytest.approx(stats.binom(30, clear).std(), rel=1e-12)
    assert satellites.clear_nights(0, 1) == (365, 0) and np.shape(mean) == (2,)


def test_bad_arguments_are_named():
    for call, message in (
            (lambda: satellites.availability(40), "cloud = 40 is not allowed: numbers from 0 to 1; 40 % is 0.4"),
            (lambda: satellites.availability(0.4, 0), "sites = 0 is not allowed: numbers from 1 to 1e+18"),
            (lambda: satellites.clear_nights(0.4, nights=1.5), "nights = 1.5 is not allowed: whole numbers from 0 to 10**18")):
        with pytest.raises(ValueError) as error:
            call()
        assert str(error.value) == message
