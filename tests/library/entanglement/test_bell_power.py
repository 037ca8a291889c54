"""What a plan promises of a Bell test, and p_value of its outcome, against Bell tests played many times over.

The odds of a round are computed here, from density matrices and projectors; the tests are played by drawing questions and answers of all
their rounds, N = 100,000 tests at a time; and the exact chance to pass is a sum of whole numbers.  A share among N tests may leave its
chance by 7 standard deviations.  With sixteen shares, two of them among 2,000 tests only, and chances down to 0.0002, the binomial law has
the file fail by chance with 5e-9.
"""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest

from qedu import entanglement as ent

TESTS = 100_000
#: Degrees from Z towards X, of Alice and of Bob: at these Φ⁺ with white noise wins equally often whatever is asked.
DIALS = ((0, 90), (45, 135))
PHI = ent.werner(visibility=1.0)
#: Whether a round is won, [x, y, A, B]: the answers agree, but to the questions a and b' they differ.
WON = np.array([[np.eye(2), 1 - np.eye(2)], [np.eye(2), np.eye(2)]])


def odds(state, dials=DIALS):
    """Born's rule by hand: the probability of both outcomes, [x, y, A, B]."""
    def outcomes(dial):
        half = math.radians(dial) / 2
        up = np.array([math.cos(half), math.sin(half)])
        return np.outer(up, up), np.eye(2) - np.outer(up, up)

    rho = state.full()
    return np.array([[[[np.trace(np.kron(A, B) @ rho).real for B in outcomes(b)] for A in outcomes(a)] for b in dials[1]] for a in dials[0]])


def lossy(table, efficiency):
    """The same with detectors that miss photons, and 0 written down wherever nothing clicked."""
    said = np.array([[1, 1 - efficiency], [0, efficiency]])          # [written down, outcome]
    return np.einsum("ia,jb,xyab->xyij", said, said, table)


def win(table):
    return float((table * WON).sum() / 4)


def passed(table, plan, seed):
    """Share of tests that win enough, both questions being drawn anew for each round."""
    cells = np.clip(table, 0, None).ravel() / 4
    rounds = np.random.default_rng(seed).multinomial(plan.rounds, cells / cells.sum(), size=TESTS)
    return float((rounds @ WON.ravel() >= plan.wins).mean())


def chance(plan, probability):
    """The same share, exactly: binomial terms as whole numbers, from no round lost to as many as may be."""
    p = Fraction(probability).limit_denominator(10**6)
    good, bad = p.numerator, p.denominator - p.numerator
    term, total = good**plan.rounds, 0
    for lost in range(plan.rounds - plan.wins + 1):
        total += term
        term = term * (plan.rounds - lost) * bad // ((lost + 1) * good)
    return float(Fraction(total, p.denominator**plan.rounds))


def agrees(share, exact, tests=TESTS):
    return abs(share - exact) <= 7 * math.sqrt(exact * (1 - exact) / tests)


@pytest.mark.parametrize("visibility, confidence, power", [
    (1.0, 0.99, 0.9), (0.9, 0.999, 0.9), (0.8, 0.99, 0.8), (0.75, 0.95, 0.5)])
def test_werner_states_pass_as_often_as_planned(visibility, confidence, power):
    """Up to just above 1/√2, below which a Werner state wins no more than a local plan."""
    state = ent.werner(visibility=visibility)
    plan = ent.rounds_needed(ent.win_probability(ent.chsh(state)), confidence=confidence, power=power)
    exact = chance(plan, 0.5 + visibility * math.sqrt(2) / 4)
    assert power <= exact < power + 0.03                # the fewest rounds: with more the promise would be outdone
    assert agrees(passed(odds(state), plan, 1), exact)
    # At the bound: no more often than the confidence leaves.
    local = odds(ent.classically_correlated("Z"), ((0, 0), (0, 0)))
    assert chance(plan, 0.75) <= 1 - confidence and agrees(passed(local, plan, 2), chance(plan, 0.75))


def test_a_separable_source_at_the_local_bound():
    """Whoever knows the dials wins three questions of four for certain: the best of the sixteen local plans, as a separable state."""
    state = ent.classically_correlated("Z")
    table = odds(state, ((0, 0), (0, 0)))
    assert win(table) == pytest.approx(0.75, abs=1e-12)
    assert max(win(ent.local_table([strategy])) for strategy in ent.local_strategies()) == 0.75
    assert ent.chsh(state, (0, 0, 0, 0)) == pytest.approx(2, abs=1e-12)
    with pytest.raises(ValueError, match="win"):
        ent.rounds_needed(win(table))


def test_a_separable_source_that_does_not_know_the_dials_is_noticed_sooner():
    """Two photons along one direction reach √2 at these dials, and no product does better: n · m of its Bloch vectors, times √2."""
    state = ent.classically_correlated("Z")
    spoofed = win(odds(state))
    assert spoofed == pytest.approx(0.5 + math.sqrt(2) / 8, abs=1e-12)
    against_all, against_it = ent.rounds_needed(win(odds(PHI))), ent.rounds_needed(win(odds(PHI)), bound=spoofed)
    assert against_it.rounds < against_all.rounds / 2
    assert agrees(passed(odds(state), against_it, 3), chance(against_it, spoofed)) and chance(against_it, spoofed) <= 0.01
    assert agrees(passed(odds(PHI), against_it, 4), chance(against_it, 0.5 + math.sqrt(2) / 4))
    assert chance(against_all, spoofed) < 1e-4 < 0.009 < chance(against_all, 0.75)


@pytest.mark.parametrize("visibility, efficiency", [(1.0, 0.9), (0.95, 0.95)])
def test_losses_that_count_as_answers(visibility, efficiency):
    """η²S + 2(1 − η)² is what is left of S; the plan goes by that, and nothing needs to be assumed of the rounds without clicks."""
    state = ent.werner(visibility=visibility)
    table = lossy(odds(state), efficiency)
    left = efficiency**2 * visibility * 2 * math.sqrt(2) + 2 * (1 - efficiency) ** 2
    assert win(table) == pytest.approx(0.5 + left / 8, abs=1e-12)
    plan = ent.rounds_needed(ent.win_probability(ent.s_value(ent.assign_silence(ent.detect(ent.bell_table(state), efficiency)))))
    assert plan.rounds > 2 * ent.rounds_needed(ent.win_probability(ent.chsh(state))).rounds
    exact = chance(plan, 0.5 + left / 8)
    assert 0.9 <= exact < 0.93 and agrees(passed(table, plan, 6), exact)


def test_the_detection_loophole_is_open_to_whoever_drops_rounds():
    """A local model for detectors of 80 %: on rounds with two clicks it passes like Φ⁺ itself, over all rounds never above the bound."""
    model = ent.local_table(*ent.loophole_cheat(0.8, 2 * math.sqrt(2)))
    clicks = model[:, :, :2, :2] / model[:, :, :2, :2].sum(axis=(2, 3), keepdims=True)
    plan = ent.rounds_needed(ent.win_probability(2 * math.sqrt(2)))
    assert agrees(passed(clicks, plan, 7), chance(plan, 0.5 + math.sqrt(2) / 4)) and chance(plan, 0.5 + math.sqrt(2) / 4) >= 0.9
    counted = np.zeros((2, 2, 2, 2))
    for (x, y, A, B), p in np.ndenumerate(model):
        counted[x, y, A % 2, B % 2] += p                # silence, 2, is written down as 0
    assert win(counted) <= 0.75 + 1e-12
    # The plan for honest detectors of 90 %, whose losses count: those of 80 % leave nothing to be planned.
    plan = ent.rounds_needed(win(lossy(odds(PHI), 0.9)))
    assert chance(plan, win(counted)) <= 0.01 and agrees(passed(counted, plan, 8), chance(plan, win(counted)))
    with pytest.raises(ValueError, match="win"):
        ent.rounds_needed(win(lossy(odds(PHI), 0.8)))


def test_p_values_of_bell_tests_are_as_rare_as_they_say():
    """2,000 tests with as many rounds for each pair of settings: a Werner state, which wins all pairs alike, and one at the bound."""
    rng, tests = np.random.default_rng(9), 2000
    plan = ent.rounds_needed(0.5 + 0.9 * math.sqrt(2) / 4)
    shots = math.ceil(plan.rounds / 4)
    for visibility in (0.9, 1 / math.sqrt(2)):          # the second wins three rounds in four
        table = ent.bell_table(ent.werner(visibility=visibility))
        found = [ent.p_value(ent.bell_test(table, shots, seed=rng).wins, 4 * shots) <= 0.01 for _ in range(tests)]
        least = next(k for k in range(3 * shots, 4 * shots) if chance(ent.Plan(4 * shots, k), 0.75) <= 0.01)
        exact = chance(ent.Plan(4 * shots, least), 0.5 + visibility * math.sqrt(2) / 4)
        assert agrees(np.mean(found), exact, tests)
    # A plan of answers wins and loses by the question alone, so that with fixed numbers nothing is left to chance.
    assert {ent.bell_test(ent.local_table([(0, 0, 0, 0)]), shots, seed=rng).wins for _ in range(20)} == {3 * shots}


def test_equal_numbers_do_no_harm_where_rounds_are_independent():
    """Win chances that differ from question to question and are 3/4 on average: exact tails of all four questions' wins together."""
    from scipy.stats import binom

    rng, shots = np.random.default_rng(10), 30
    for _ in range(200):
        each = 1 - rng.dirichlet(np.ones(4))            # losses with a sum of 1
        law = [1.0]
        for win_chance in each:
            law = np.convolve(law, binom.pmf(np.arange(shots + 1), shots, win_chance))
        tails = np.cumsum(law[::-1])[::-1]
        assert all(tails[k] <= ent.p_value(k, 4 * shots) + 1e-12 for k in range(3 * shots + 1, 4 * shots + 1))


def test_numbers_known_beforehand_help_a_source_with_memory():
    """One round for each pair of settings, in any order: after a first win, answers that fail only for the pair that has gone by.

    So all four are won in three orders of four, where p_value, for questions drawn anew, grants 0.75**4.
    """
    def won(answers):
        return [bool(WON[x, y, answers[x], answers[2 + y]]) for x in (0, 1) for y in (0, 1)]

    fails_for = {won(answers).index(False): won(answers) for answers in itertools.product((0, 1), repeat=4) if won(answers).count(False) == 1}
    assert sorted(fails_for) == [0, 1, 2, 3]
    orders = list(itertools.permutations(range(4)))
    won_all = sum(fails_for[1][first] and all(fails_for[first][pair] for pair in others) for first, *others in orders)
    assert ent.p_value(4, 4) == pytest.approx(0.75**4, abs=1e-15) and won_all / len(orders) == 0.75
