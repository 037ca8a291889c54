"""Mosca's inequality with numbers and with distributions: against sums on paper, a fine sum by brute force, and draws."""

import math

import numpy as np
import pytest

from qedu import policy

THREAT = policy.Threat([(5, 0.05), (10, 0.28), (15, 0.51), (20, 0.69), (30, 0.81)])
EVEN, TOP = policy.YearRange(5, 15), policy.YearRange(5, 15, likely=7)


def test_years_of_exposure():
    assert policy.mosca(10, 5, 12) == 3 and policy.mosca(0, 5, 5) == 0 and policy.mosca(1, 2, math.inf) == -math.inf
    x, y, z = np.array([1.0, 30]), np.array([[2.0], [8]]), 10
    assert (policy.mosca(x, y, z) == [[-7, 22], [-1, 28]]).all()
    drawn = THREAT.sample(1000, seed=1)
    assert (policy.mosca(10, 5, drawn) == 15 - drawn).all()


@pytest.mark.parametrize("arguments, name, slip", [
    ((-1, 5, 12), "shelf_life", "numbers from 0"), ((10, "5", 12), "migration", "numbers from 0"), ((10, 5, -1), "threat", "is here already is 0"),
    ((10, 5, math.nan), "threat", "years from 0"), ((10, 5, THREAT), "threat", "exposed_probability"), (([1, 2], [1, 2, 3], 4), "shelf_life", "shape"),
    ((math.inf, 5, 12), "shelf_life", "numbers from 0")])
def test_bad_years_are_named(arguments, name, slip):
    with pytest.raises(ValueError, match=rf"(?s)^{name} = .* is not allowed: .*{slip}"):
        policy.mosca(*arguments)


def test_a_number_of_years_asks_the_threat():
    assert policy.exposed_probability(10, 5, THREAT) == pytest.approx(0.51, abs=1e-15)
    found = policy.exposed_probability([[0, 3], [10, 99]], 2, THREAT)
    assert found == pytest.approx(THREAT.cdf([[2, 5], [12, 101]]), abs=1e-15) and isinstance(policy.exposed_probability(1, 2, 3), float)
    assert policy.exposed_probability(10, [4, 5, 6], 15).tolist() == [0, 0, 1]          # equal is safe
    assert policy.exposed_probability(10, 5, [14, 15, math.inf]).tolist() == [1, 0, 0]
    assert policy.forgery_probability(10, THREAT) == pytest.approx(0.28, abs=1e-15)
    assert policy.forgery_probability([5, 10], THREAT) == pytest.approx([0.05, 0.28], abs=1e-15)


def test_closed_forms():
    """With pencil: P(x + y > z) for an even range, two of them, and a triangle, against fixed years and a straight threat."""
    assert policy.exposed_probability(10, EVEN, 20) == pytest.approx(0.5, abs=1e-14)               # y above 10
    straight = policy.Threat([(40, 0.8)])                                                          # F(t) = t/50 up to 40
    assert policy.exposed_probability(10, EVEN, straight) == pytest.approx((10 + 10) / 50, abs=1e-14)
    assert policy.exposed_probability(policy.YearRange(0, 6), TOP, straight) == pytest.approx((3 + 9) / 50, abs=1e-14)
    # Two even ranges of one width make a triangle: 0 to 2 with its top at 1; above 1.5 lies 0.5²/2.
    one = policy.YearRange(0, 1)
    assert policy.exposed_probability(one, one, 1.5) == pytest.approx(0.125, abs=1e-14)
    # Three even ones: P(x + y > z) for z even on 0 to 2 is E[x + y]/2.
    assert policy.exposed_probability(one, one, policy.YearRange(0, 2)) == pytest.approx(0.5, abs=1e-14)
    # A triangle alone: below its top the probability is a parabola, (t − 5)²/(10·2).
    assert policy.exposed_probability(0, TOP, 6) == pytest.approx(1 - 1 / 20, abs=1e-14)
    # E[1 − exp]: bends inside: F(t) = t/10 up to 10, then flat; y even on 5 to 15: (∫ t/10 from 5 to 10 + 5)/10.
    assert policy.exposed_probability(0, EVEN, policy.Threat([(10, 1.0)])) == pytest.approx(((100 - 25) / 20 + 5) / 10, abs=1e-14)
    # The cube of a corner: three triangles with their tops at 0 reach the far end; x + y > 1.99 of 2.
    ramp = policy.YearRange(0, 1, likely=1)                                                        # density 2t
    a = 1.99 - 1
    rest = sum((lambda t: 2 * t * (1 - (1.99 - t) ** 2))(a + 0.01 * (i + 0.5) / 10**5) * 0.01 / 10**5 for i in range(10**5))
    assert policy.exposed_probability(ramp, ramp, 1.99) == pytest.approx(rest, rel=1e-8)


def brute(x, y, z, n=2000):
    """The average over n quantiles of each range, by bisection-free sums: midpoints of equal probability, from the density alone."""
    def quantiles(years):
        if not isinstance(years, policy.YearRange):
            return np.array([float(years)]), np.ones(1)
        edges = np.linspace(years.low, years.high, n + 1)
        middle = (edges[1:] + edges[:-1]) / 2
        top, width = years.likely, years.high - years.low
        if top is None:
            return middle, np.full(n, 1 / n)
        left = (middle - years.low) / (top - years.low) if top > years.low else np.ones(n)
        right = (years.high - middle) / (years.high - top) if top < years.high else np.ones(n)
        weights = 2 / width * np.where(middle < top, left, right) * width / n
        return middle, weights / weights.sum()

    (a, p), (b, q) = quantiles(x), quantiles(y)
    late = np.add.outer(a, b)
    points = [(0.0, 0.0), *z.points]
    reached = np.interp(late, [years for years, _ in points], [share for _, share in points])
    return float(p @ reached @ q)


@pytest.mark.parametrize("x, y", [(EVEN, TOP), (TOP, TOP), (policy.YearRange(1, 30, likely=30), policy.YearRange(0.5, 4, likely=0.5)), (3, TOP),
                                  (policy.YearRange(25, 45), EVEN), (policy.YearRange(9.999, 10), policy.YearRange(4.99, 5.01, likely=5))])
def test_a_fine_sum_says_the_same(x, y):
    """A sum over 2000 by 2000 midpoints errs by about (width/2000)² times the threat's bends, below 1e-6 here."""
    assert policy.exposed_probability(x, y, THREAT) == pytest.approx(brute(x, y, THREAT), abs=2e-6)
    assert policy.exposed_probability(y, x, THREAT) == pytest.approx(policy.exposed_probability(x, y, THREAT), abs=1e-13)


@pytest.mark.parametrize("x, y, z", [(EVEN, TOP, THREAT), (TOP, EVEN, policy.YearRange(10, 30, likely=12)), (EVEN, 4, policy.YearRange(3, 25)),
                                     (TOP, TOP, 17.0), (policy.YearRange(0, 2, likely=0), EVEN, THREAT)])
def test_draws_say_the_same(x, y, z):
    """n = 400,000: the standard deviation is at most 7.9e-4; 6 of them are 4.8e-3, missed with probability 2e-9 in each of 5 cases."""
    rng, n = np.random.default_rng(5), 400_000

    def draw(years):
        if isinstance(years, policy.Threat):
            return years.sample(n, seed=rng)
        if not isinstance(years, policy.YearRange):
            return np.full(n, float(years))
        return rng.uniform(years.low, years.high, n) if years.likely is None else rng.triangular(years.low, years.likely, years.high, n)

    assert abs(policy.exposed_probability(x, y, z) - (draw(x) + draw(y) > draw(z)).mean()) < 4.8e-3


def test_ranges_and_arrays_go_together():
    shelf = np.array([[0.0, 5, 10], [20, 40, 80]])
    found = policy.exposed_probability(shelf, TOP, THREAT)
    assert found.shape == (2, 3) and found == pytest.approx(np.array([[policy.exposed_probability(float(x), TOP, THREAT) for x in row] for row in shelf]))
    years = np.array([8.0, 17, 25, math.inf])
    found = policy.exposed_probability(EVEN, TOP, years)
    assert found == pytest.approx([policy.exposed_probability(EVEN, TOP, float(z)) for z in years]) and found[-1] == 0 and found[0] == 1
    assert np.all((found >= 0) & (found <= 1))


def test_a_narrow_range_is_nearly_a_number():
    for likely in (None, 5.0):
        narrow = policy.YearRange(5 - 1e-9, 5 + 1e-9, likely=likely)
        assert policy.exposed_probability(10, narrow, THREAT) == pytest.approx(0.51, abs=1e-9)
        assert policy.exposed_probability(policy.YearRange(10, 10 + 1e-9), narrow, THREAT) == pytest.approx(0.51, abs=1e-9)


def test_the_average_of_a_threat_is_not_the_threat():
    """Why one asks for a distribution: an average time of 15 years would call x + y = 14 safe."""
    assert policy.exposed_probability(9, 5, 15) == 0 and policy.exposed_probability(9, 5, THREAT) == pytest.approx(0.464, abs=1e-12)


def test_exposure_by_the_year_of_the_record():
    years = np.arange(-20, 12)
    found = policy.exposure_by_year(10, 5, THREAT, recorded=years)
    assert found == pytest.approx([THREAT.cdf(t + 10) if t < 5 else 0 for t in years], abs=1e-15)
    # The last record before the end of the migration is as exposed as Mosca's inequality says.
    assert policy.exposure_by_year(10, 5, THREAT, recorded=[5 - 1e-9])[0] == pytest.approx(policy.exposed_probability(10, 5, THREAT), abs=1e-9)
    found = policy.exposure_by_year(policy.YearRange(8, 12), EVEN, THREAT, recorded=years)
    assert found[years <= 5] == pytest.approx([policy.exposed_probability(policy.YearRange(8, 12), t, THREAT) if t >= 0 else
                                               brute(policy.YearRange(8, 12), t, THREAT) for t in years[years <= 5]], abs=2e-6)
    assert found[years == 10] == pytest.approx(0.5 * policy.exposed_probability(policy.YearRange(8, 12), 10, THREAT))
    assert (policy.exposure_by_year(10, 5, 12, recorded=[1, 2, 3, 4, 5]) == [0, 0, 1, 1, 0]).all()


def test_a_range_of_years():
    assert TOP.mean == 9 and EVEN.mean == 10
    years = np.linspace(4, 16, 49)
    for given in (EVEN, TOP, policy.YearRange(5, 15, likely=5), policy.YearRange(5, 15, likely=15)):
        grid = np.linspace(5, 15, 20001)
        middle = (grid[1:] + grid[:-1]) / 2
        summed = np.concatenate([[0], np.cumsum(given.density(middle))]) * (grid[1] - grid[0])
        assert given.cdf(years) == pytest.approx(np.interp(years, grid, summed), abs=1e-7) and given.cdf(15) == 1 and given.cdf(5) == 0
        drawn = given.sample(100_000, seed=2)                 # standard deviation of the mean below 0.0092; 6 of them, 2e-9
        assert drawn.min() >= 5 and drawn.max() <= 15 and abs(drawn.mean() - given.mean) < 0.055
    for bad in ((5, 5), (6, 5), (-1, 5), (1, 2, 3), ("1", 2), (1, math.nan), (1, 2, math.nan)):
        with pytest.raises(ValueError, match="^(low|high|likely) = .* is not allowed: a number"):
            policy.YearRange(*bad)


@pytest.mark.parametrize("given, name", [(dict(shelf_life=THREAT), "shelf_life"), (dict(migration="soon"), "migration"), (dict(threat="soon"), "threat"),
                                         (dict(shelf_life=[1, 2], migration=[1, 2, 3]), "shelf_life"), (dict(threat=-1), "threat")])
def test_wrong_kinds_are_named(given, name):
    with pytest.raises(ValueError, match=f"(?s)^{name} = .* is not allowed: "):
        policy.exposed_probability(**dict(shelf_life=1, migration=2, threat=3) | given)
    for slip in (dict(shelf_life=[1, 2]), dict(recorded=[[1]]), dict(recorded="x"), dict(threat=[3, 4])):
        with pytest.raises(ValueError, match=f"(?s)^{next(iter(slip))} = .* is not allowed: "):
            policy.exposure_by_year(**dict(shelf_life=1, migration=2, threat=3, recorded=[0]) | slip)
