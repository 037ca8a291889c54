"""Floor 2: key rates against their textbook forms, evaluated with plain floats."""

import math

import numpy as np
import pytest
from scipy.optimize import brentq

from qedu import attacks, rates


def h(p):
    return 0.0 if p in (0, 1) else -p * math.log(p, 2) - (1 - p) * math.log(1 - p, 2)


@pytest.mark.parametrize("p", [0, 1e-300, 1e-12, 0.11, 0.25, 0.5, 0.9, 1])
def test_h2(p):
    assert rates.h2(p) == pytest.approx(h(p), abs=1e-14)
    assert isinstance(rates.h2(p), float)


def test_arrays_in_arrays_out():
    q = np.linspace(0, 0.5, 12).reshape(3, 4)
    for rate in (rates.bb84, rates.six_state, rates.h2):
        values = rate(q)
        assert values.shape == q.shape and np.isfinite(values).all()
        assert [rate(x) for x in q.ravel()] == values.ravel().tolist()
    assert rates.bb84(0.02, f_ec=[1.0, 1.2]).shape == (2,)


@pytest.mark.parametrize("q", [0, 0.01, 0.05, 0.09])
@pytest.mark.parametrize("f", [1, 1.16])
def test_rates_below_threshold(q, f):
    assert rates.bb84(q, f_ec=f) == pytest.approx(1 - h(q) - f * h(q), abs=1e-12)
    # six-state from the Bell-diagonal state (1 − 3Q/2, Q/2, Q/2, Q/2): S(AB) − h(Q) is Eve's part
    weights = [1 - 1.5 * q, q / 2, q / 2, q / 2]
    eve = -sum(w * math.log2(w) for w in weights if w) - h(q)
    assert rates.six_state(q, f_ec=f) == pytest.approx(1 - eve - f * h(q), abs=1e-12)


def test_error_correction_is_ideal_unless_told_otherwise():
    for rate in (rates.bb84, rates.six_state):
        assert rate(0.05) == rate(0.05, f_ec=1) > rate(0.05, f_ec=1.1)


def test_thresholds():
    """11.00 % at f = 1, 9.81 % at f = 1.16 (BB84), 12.62 % (six-state); 0 ever after."""
    for rate, f, threshold in ((rates.bb84, 1, 0.110028), (rates.bb84, 1.16, 0.0981), (rates.six_state, 1, 0.12619)):
        found = brentq(lambda q: rate(q, f_ec=f) - 1e-9, 0.05, 0.2)
        assert found == pytest.approx(threshold, abs=5e-5) and rates.threshold(rate, f_ec=f) == pytest.approx(found, abs=1e-8)
        assert np.all(rate(np.linspace(threshold + 1e-3, 0.5, 2000), f_ec=f) == 0)


def test_thresholds_of_ones_own():
    """Any falling rate, also by name; ends where there is no key or no end are refused."""
    line = lambda q, slope=2: 1 - slope * q                                             # noqa: E731
    assert rates.threshold(line, high=0.7) == 0.5 and rates.threshold(line, slope=4) == 0.25
    assert rates.threshold("six_state") == rates.threshold(rates.six_state) and rates.bb84(rates.threshold(rates.bb84)) == 0
    ours = rates.threshold(lambda q: rates.diqkd(math.sqrt(8) * (1 - 2 * q), q), high=0.14)
    assert ours == pytest.approx(0.0715, abs=5e-5)
    for wrong, name in (({"rate": "b92"}, "rate"), ({"rate": 0.11}, "rate"), ({"rate": line}, "high"), ({"rate": line, "low": 0.5}, "low"),
                        ({"rate": rates.bb84, "low": 0.2}, "low"), ({"rate": rates.bb84, "high": 11}, "high")):
        with pytest.raises(ValueError, match=f"^{name} = "):
            rates.threshold(**({"high": 0.4} | wrong) if name == "high" and wrong.get("high") is None else wrong)


def test_a_number_in_per_cent_is_told_so():
    for call, ending in ((lambda: rates.bb84(11), "; 11 % is 0.11"), (lambda: attacks.intercept_resend(fraction=40), "; 40 % is 0.4"),
                         (lambda: rates.h2([11, 12]), " 1"), (lambda: rates.h2(1.5), " 1"), (lambda: rates.h2(101), " 1")):
        with pytest.raises(ValueError) as error:
            call()
        assert str(error.value).endswith(ending)
    with pytest.raises(ValueError, match="a share of the signals is written fraction=0.3$"):
        attacks.intercept_resend(*[0.3])                        # the share, forgotten to be named


@pytest.mark.parametrize("call, argument", [
    (lambda: rates.h2(-0.1), "p"), (lambda: rates.h2(float("nan")), "p"), (lambda: rates.h2("half"), "p"),
    (lambda: rates.bb84(0.6), "qber"), (lambda: rates.bb84([0.1, float("nan")]), "qber"),
    (lambda: rates.bb84(0.1, f_ec=0.9), "f_ec"), (lambda: rates.six_state(-0.01), "qber"),
    (lambda: rates.six_state(0.01, f_ec=float("inf")), "f_ec"),
])
def test_bad_arguments_are_named(call, argument):
    with pytest.raises(ValueError, match=rf"^{argument} = (.|\n)* is not allowed: "):
        call()


def added_noise(qber, noise):
    """Key rate of one-way BB84 when Alice flips her bits with probability `noise`: Devetak and Winter's I(A:B) − χ(A:E).

    Eve holds the purification of Bell-diagonal pairs with independent bit and phase errors: a phase error turns
    the sign of her state where Alice's bit is 1, and the bit error is known to her.
    """
    def entropy(p):
        p = np.asarray(p)[np.asarray(p) > 1e-300]
        return float(-(p * np.log2(p)).sum())
    root = np.sqrt(np.outer([1 - qber, qber], [1 - qber, qber]))                 # of bit error b, phase error z
    held = [sum(np.outer(v, v) for b in (0, 1) for v in [np.kron(np.eye(2)[b], root[b] * [1, sign])]) for sign in (1, -1)]
    noisy = [(1 - noise) * held[0] + noise * held[1], (1 - noise) * held[1] + noise * held[0]]
    sizes = [entropy(np.linalg.eigvalsh(rho).clip(0, 1)) for rho in (sum(held) / 2, *noisy)]
    wrong = qber * (1 - noise) + noise * (1 - qber)
    return 1 - entropy([wrong, 1 - wrong]) - (sizes[0] - (sizes[1] + sizes[2]) / 2)


def test_where_the_formula_ends_is_not_where_keys_end():
    """Renner, Gisin and Kraus 2005: with noise added by Alice there is key beyond 11.00 %, up to 12.4 %."""
    for qber in (0.0, 0.03, 0.09):
        assert rates.bb84(qber) == pytest.approx(added_noise(qber, 0), abs=1e-12)
    assert rates.bb84(0.1101) == rates.bb84(0.12) == 0 < added_noise(0.12, 0.3)
    best = {qber: max(added_noise(qber, noise) for noise in np.linspace(0.3, 0.498, 100)) for qber in (0.1240, 0.1244)}
    assert best[0.1240] > 0 > best[0.1244]
