"""Wrong answers to the C06 exercises: each must get the message of its own mistake.

Names: exercise ID with underscores, the mistake's key, a word for the way it is written; two underscores between.
"""

import math

import numpy as np

import qedu

_R = qedu.exchange(qedu.protocols.bb84(), attack=qedu.attacks.intercept_resend()).records(16, seed=141)


def _margin(tested, rest, eps):
    return math.sqrt((rest + tested) * (tested + 1) * math.log(1 / eps) / (2 * rest * tested**2))


# c06-by-hand

def _by_hand(rows, shift=1):
    return {"kept": [i + shift for i in rows], "alice_key": [int(_R.alice[i]) for i in rows],
            "bob_key": [int(_R.bob[i]) for i in rows]}


def _as_arrays(answer):
    return {key: np.array(row) for key, row in answer.items()}


_EQUAL = [i for i in range(16) if _R.alice[i] == _R.bob[i]]
_KEPT = [i for i in range(16) if _R.alice_setting[i] == _R.bob_setting[i]]
_OTHER = [i for i in range(16) if i not in _KEPT]
_CLEAN = [i for i in _KEPT if i in _EQUAL]

c06_by_hand__equal_bits__lists = _by_hand(_EQUAL)
c06_by_hand__equal_bits__arrays = _as_arrays(_by_hand(_EQUAL))
c06_by_hand__all_rounds__lists = _by_hand(range(16))
c06_by_hand__all_rounds__columns = {"kept": np.arange(1, 17), "alice_key": _R.alice, "bob_key": _R.bob}
c06_by_hand__unequal_bases__lists = _by_hand(_OTHER)
c06_by_hand__unequal_bases__arrays = _as_arrays(_by_hand(_OTHER))
c06_by_hand__errors_removed__lists = _by_hand(_CLEAN)
c06_by_hand__errors_removed__arrays = _as_arrays(_by_hand(_CLEAN))
c06_by_hand__counted_from_zero__lists = _by_hand(_KEPT, 0)
c06_by_hand__counted_from_zero__flatnonzero = {
    "kept": np.flatnonzero(_R.sifted), "alice_key": _R.alice[_R.sifted], "bob_key": _R.bob[_R.sifted]}
c06_by_hand__corrected__lists = {**_by_hand(_KEPT), "bob_key": _by_hand(_KEPT)["alice_key"]}
c06_by_hand__corrected__arrays = {"kept": np.array(_KEPT) + 1, "alice_key": _R.alice[_R.sifted],
                                  "bob_key": _R.alice[_R.sifted]}
c06_by_hand__keys_swapped__lists = {**_by_hand(_KEPT), "alice_key": _by_hand(_KEPT)["bob_key"],
                                    "bob_key": _by_hand(_KEPT)["alice_key"]}
c06_by_hand__keys_swapped__set = {"kept": {i + 1 for i in _KEPT}, "alice_key": _R.bob[_R.sifted],
                                  "bob_key": _R.alice[_R.sifted]}
c06_by_hand__bob_twice__lists = {**_by_hand(_KEPT), "alice_key": _by_hand(_KEPT)["bob_key"]}
c06_by_hand__bob_twice__words = {"kept": [i + 1 for i in _KEPT],
                                 **dict.fromkeys(("alice_key", "bob_key"), "".join(map(str, _R.bob[_R.sifted])))}


# c06-prepare

def c06_prepare__bit_is_basis__same(n, rng):
    bits = rng.integers(0, 2, n)
    return bits, bits


def c06_prepare__bit_is_basis__opposite(n, rng):
    bits = rng.integers(0, 2, n)
    return bits, 1 - bits


def c06_prepare__always_the_same__zeros(n, rng):
    return np.zeros(n, int), rng.integers(0, 2, n)


def c06_prepare__always_the_same__one_coin(n, rng):
    return rng.integers(0, 2, n), [int(rng.integers(2))] * n


def c06_prepare__not_reproducible__fresh(n, rng):
    own = np.random.default_rng()
    return own.integers(0, 2, n), own.integers(0, 2, n)


def c06_prepare__not_reproducible__global(n, rng):
    return np.random.randint(0, 2, n), np.random.randint(0, 2, n)


def c06_prepare__fixed_seed__both(n, rng):
    own = np.random.default_rng(1)
    return own.integers(0, 2, n), own.integers(0, 2, n)


def c06_prepare__fixed_seed__bases(n, rng):
    return rng.integers(0, 2, n), np.random.RandomState(7).randint(0, 2, n)


def c06_prepare__correlated__or(n, rng):
    bits = rng.integers(0, 2, n)
    return bits, np.where(rng.random(n) < 0.5, bits, rng.integers(0, 2, n))


def c06_prepare__correlated__shared(n, rng):
    u = rng.random(n)
    return (u < 0.5).astype(int), ((u > 0.2) & (u < 0.7)).astype(int)


def c06_prepare__correlated__next(n, rng):
    coins = rng.integers(0, 2, n + 1)
    return coins[1:], coins[:-1]


def c06_prepare__biased_bits__three_quarters(n, rng):
    return (rng.random(n) < 0.75).astype(int), rng.integers(0, 2, n)


def c06_prepare__biased_bits__rare(n, rng):
    return rng.binomial(1, 0.2, n), rng.integers(0, 2, n)


def c06_prepare__biased_bases__mostly_z(n, rng):
    return rng.integers(0, 2, n), (rng.random(n) > 0.8).astype(int)


def c06_prepare__biased_bases__three(n, rng):
    return rng.integers(0, 2, n), rng.integers(0, 3, n) % 2


def c06_prepare__pattern__alternating(n, rng):
    return rng.integers(0, 2, n), (np.arange(n) + rng.integers(2)) % 2


def c06_prepare__pattern__blocks(n, rng):
    return np.repeat(rng.integers(0, 2, n), 2)[:n], rng.integers(0, 2, n)


def c06_prepare__wrong_length__default(n, rng):
    return rng.integers(0, 2, 16), rng.integers(0, 2, 16)


def c06_prepare__wrong_length__twice(n, rng):
    return rng.integers(0, 2, 2 * n), rng.integers(0, 2, n)


# c06-bob-measure

def c06_bob_measure__copies_the_bit__plain(alice_bits, alice_bases, bob_bases, rng):
    return alice_bits


def c06_bob_measure__copies_the_bit__where(alice_bits, alice_bases, bob_bases, rng):
    return [int(b) for b in np.where(alice_bases == bob_bases, alice_bits, alice_bits)]


def c06_bob_measure__mismatch_fixed__zeros(alice_bits, alice_bases, bob_bases, rng):
    return np.where(alice_bases == bob_bases, alice_bits, 0)


def c06_bob_measure__mismatch_fixed__one_coin(alice_bits, alice_bases, bob_bases, rng):
    return np.where(alice_bases == bob_bases, alice_bits, rng.integers(0, 2))


def c06_bob_measure__mismatch_flips__minus(alice_bits, alice_bases, bob_bases, rng):
    return np.where(alice_bases == bob_bases, alice_bits, 1 - alice_bits)


def c06_bob_measure__mismatch_flips__xor(alice_bits, alice_bases, bob_bases, rng):
    return alice_bits ^ alice_bases ^ bob_bases


def c06_bob_measure__half_right__coin(alice_bits, alice_bases, bob_bases, rng):
    knows = rng.random(len(alice_bits)) < 0.5
    return np.where((alice_bases == bob_bases) | knows, alice_bits, rng.integers(0, 2, len(alice_bits)))


def c06_bob_measure__half_right__three_quarters(alice_bits, alice_bases, bob_bases, rng):
    wrong = (alice_bases != bob_bases) & (rng.random(len(alice_bits)) < 0.25)
    return alice_bits ^ wrong


def c06_bob_measure__always_a_coin__integers(alice_bits, alice_bases, bob_bases, rng):
    return rng.integers(0, 2, len(alice_bits))


def c06_bob_measure__always_a_coin__choice(alice_bits, alice_bases, bob_bases, rng):
    return rng.choice([0, 1], len(alice_bits)).tolist()


def c06_bob_measure__bases_swapped__unequal(alice_bits, alice_bases, bob_bases, rng):
    return np.where(alice_bases != bob_bases, alice_bits, rng.integers(0, 2, len(alice_bits)))


def c06_bob_measure__bases_swapped__loop(alice_bits, alice_bases, bob_bases, rng):
    return [int(rng.integers(2)) if a == b else int(bit) for bit, a, b in zip(alice_bits, alice_bases, bob_bases)]


def c06_bob_measure__equal_bases_err__noise(alice_bits, alice_bases, bob_bases, rng):
    seen = np.where(alice_bases == bob_bases, alice_bits, rng.integers(0, 2, len(alice_bits)))
    return seen ^ (rng.random(len(alice_bits)) < 0.1)


def c06_bob_measure__equal_bases_err__only_z(alice_bits, alice_bases, bob_bases, rng):
    return [int(bit) if a == 0 and b == 0 else int(rng.integers(2)) for bit, a, b in zip(alice_bits, alice_bases, bob_bases)]


def c06_bob_measure__inverted__where(alice_bits, alice_bases, bob_bases, rng):
    return np.where(alice_bases == bob_bases, 1 - alice_bits, rng.integers(0, 2, len(alice_bits)))


def c06_bob_measure__inverted__not(alice_bits, alice_bases, bob_bases, rng):
    return [int(not bit) if a == b else int(rng.random() < 0.5) for bit, a, b in zip(alice_bits, alice_bases, bob_bases)]


def c06_bob_measure__not_reproducible__fresh(alice_bits, alice_bases, bob_bases, rng):
    return np.where(alice_bases == bob_bases, alice_bits, np.random.default_rng().integers(0, 2, len(alice_bits)))


def c06_bob_measure__not_reproducible__global(alice_bits, alice_bases, bob_bases, rng):
    return np.where(alice_bases == bob_bases, alice_bits, np.random.randint(0, 2, len(alice_bits)))


def c06_bob_measure__not_even__sixty(alice_bits, alice_bases, bob_bases, rng):
    return np.where(alice_bases == bob_bases, alice_bits, rng.random(len(alice_bits)) < 0.65)


def c06_bob_measure__not_even__by_basis(alice_bits, alice_bases, bob_bases, rng):
    coins = rng.random(len(alice_bits)) < np.where(bob_bases == 0, 0.2, 0.8)
    return np.where(alice_bases == bob_bases, alice_bits, coins)


def c06_bob_measure__coins_repeat__runs(alice_bits, alice_bases, bob_bases, rng):
    coins = np.repeat(rng.integers(0, 2, len(alice_bits)), 10)[:len(alice_bits)]
    return np.where(alice_bases == bob_bases, alice_bits, coins)


def c06_bob_measure__wrong_length__sifted(alice_bits, alice_bases, bob_bases, rng):
    return alice_bits[alice_bases == bob_bases]


def c06_bob_measure__wrong_length__loop(alice_bits, alice_bases, bob_bases, rng):
    return [int(bit) for bit, a, b in zip(alice_bits, alice_bases, bob_bases) if a == b]


# c06-sift

def _sift(alice_bits, bob_bits, keep):
    return alice_bits[keep], bob_bits[keep]


def c06_sift__equal_bits__mask(alice_bits, alice_bases, bob_bits, bob_bases):
    return _sift(alice_bits, bob_bits, alice_bits == bob_bits)


def c06_sift__equal_bits__loop(alice_bits, alice_bases, bob_bits, bob_bases):
    kept = [int(a) for a, b in zip(alice_bits, bob_bits) if a == b]
    return kept, kept


def c06_sift__equal_bits_and_bases__mask(alice_bits, alice_bases, bob_bits, bob_bases):
    return _sift(alice_bits, bob_bits, (alice_bits == bob_bits) & (alice_bases == bob_bases))


def c06_sift__equal_bits_and_bases__loop(alice_bits, alice_bases, bob_bits, bob_bases):
    pairs = [(a, b) for a, x, b, y in zip(alice_bits, alice_bases, bob_bits, bob_bases) if (a, x) == (b, y)]
    return [a for a, _ in pairs], [b for _, b in pairs]


def c06_sift__unequal_bases__mask(alice_bits, alice_bases, bob_bits, bob_bases):
    return _sift(alice_bits, bob_bits, alice_bases != bob_bases)


def c06_sift__unequal_bases__delete(alice_bits, alice_bases, bob_bits, bob_bases):
    same = np.flatnonzero(alice_bases == bob_bases)
    return np.delete(alice_bits, same), np.delete(bob_bits, same)


def c06_sift__all_rounds__plain(alice_bits, alice_bases, bob_bits, bob_bases):
    return alice_bits, bob_bits


def c06_sift__all_rounds__loop(alice_bits, alice_bases, bob_bits, bob_bases):
    return [int(a) for a in alice_bits], [int(b) for b in bob_bits]


def c06_sift__one_basis__z(alice_bits, alice_bases, bob_bits, bob_bases):
    return _sift(alice_bits, bob_bits, (alice_bases == 0) & (bob_bases == 0))


def c06_sift__one_basis__and(alice_bits, alice_bases, bob_bits, bob_bases):
    return _sift(alice_bits, bob_bits, (alice_bases & bob_bases).astype(bool))


def c06_sift__alice_twice__alice(alice_bits, alice_bases, bob_bits, bob_bases):
    key = alice_bits[alice_bases == bob_bases]
    return key, key


def c06_sift__alice_twice__bob(alice_bits, alice_bases, bob_bits, bob_bases):
    key = [int(b) for b, x, y in zip(bob_bits, alice_bases, bob_bases) if x == y]
    return key, list(key)


def c06_sift__bases_returned__mask(alice_bits, alice_bases, bob_bits, bob_bases):
    return _sift(alice_bases, bob_bases, alice_bases == bob_bases)


def c06_sift__bases_returned__loop(alice_bits, alice_bases, bob_bits, bob_bases):
    same = [int(x) for x, y in zip(alice_bases, bob_bases) if x == y]
    return same, same


def c06_sift__swapped__mask(alice_bits, alice_bases, bob_bits, bob_bases):
    return _sift(bob_bits, alice_bits, alice_bases == bob_bases)


def c06_sift__swapped__loop(alice_bits, alice_bases, bob_bits, bob_bases):
    pairs = [(b, a) for a, x, b, y in zip(alice_bits, alice_bases, bob_bits, bob_bases) if x == y]
    return tuple(list(row) for row in zip(*pairs))


# c06-estimate

def _rate(alice_key, bob_key, positions):
    return np.mean(alice_key[positions] != bob_key[positions])


def c06_estimate__test_bits_kept__plain(alice_key, bob_key, positions):
    return _rate(alice_key, bob_key, positions), alice_key, bob_key


def c06_estimate__test_bits_kept__loop(alice_key, bob_key, positions):
    wrong = 0
    for i in positions:
        wrong += alice_key[i] != bob_key[i]
    return wrong / len(positions), list(alice_key), list(bob_key)


def c06_estimate__only_errors_removed__tested(alice_key, bob_key, positions):
    bad = [i for i in positions if alice_key[i] != bob_key[i]]
    return len(bad) / len(positions), np.delete(alice_key, bad), np.delete(bob_key, bad)


def c06_estimate__only_errors_removed__all(alice_key, bob_key, positions):
    good = alice_key == bob_key
    return _rate(alice_key, bob_key, positions), alice_key[good], bob_key[good]


def c06_estimate__test_bits_as_key__sorted(alice_key, bob_key, positions):
    positions = sorted(positions)
    return _rate(alice_key, bob_key, positions), alice_key[positions], bob_key[positions]


def c06_estimate__test_bits_as_key__mask(alice_key, bob_key, positions):
    mask = np.isin(np.arange(len(alice_key)), positions)
    return np.mean(alice_key[mask] != bob_key[mask]), alice_key[mask], bob_key[mask]


def c06_estimate__whole_key__mean(alice_key, bob_key, positions):
    return np.mean(alice_key != bob_key), np.delete(alice_key, positions), np.delete(bob_key, positions)


def c06_estimate__whole_key__loop(alice_key, bob_key, positions):
    rest = [i for i in range(len(alice_key)) if i not in positions]
    errors = sum(int(a != b) for a, b in zip(alice_key, bob_key))
    return errors / len(alice_key), [alice_key[i] for i in rest], [bob_key[i] for i in rest]


def c06_estimate__wrong_denominator__key(alice_key, bob_key, positions):
    errors = (alice_key[positions] != bob_key[positions]).sum()
    return errors / len(alice_key), np.delete(alice_key, positions), np.delete(bob_key, positions)


def c06_estimate__wrong_denominator__masked(alice_key, bob_key, positions):
    tested = np.isin(np.arange(len(bob_key)), positions)
    return np.mean(tested & (alice_key != bob_key)), alice_key[~tested], bob_key[~tested]


def c06_estimate__count__sum(alice_key, bob_key, positions):
    errors = (alice_key[positions] != bob_key[positions]).sum()
    return errors, np.delete(alice_key, positions), np.delete(bob_key, positions)


def c06_estimate__count__loop(alice_key, bob_key, positions):
    return (sum(alice_key[i] != bob_key[i] for i in positions),
            np.delete(alice_key, positions), np.delete(bob_key, positions))


def c06_estimate__agreement__mean(alice_key, bob_key, positions):
    return (np.mean(alice_key[positions] == bob_key[positions]), np.delete(alice_key, positions),
            np.delete(bob_key, positions))


def c06_estimate__agreement__one_minus(alice_key, bob_key, positions):
    return 1 - _rate(alice_key, bob_key, positions), np.delete(alice_key, positions), np.delete(bob_key, positions)


def c06_estimate__rest_rate__after(alice_key, bob_key, positions):
    alice, bob = np.delete(alice_key, positions), np.delete(bob_key, positions)
    return np.mean(alice != bob), alice, bob


def c06_estimate__rest_rate__loop(alice_key, bob_key, positions):
    rest = [i for i in range(len(alice_key)) if i not in set(positions)]
    errors = [alice_key[i] != bob_key[i] for i in rest]
    return sum(errors) / len(errors), [alice_key[i] for i in rest], [bob_key[i] for i in rest]


# c06-intercept-resend

def c06_intercept_resend__copies_the_state__half(fraction):
    return 0.0, 0.5 + fraction / 4


def c06_intercept_resend__copies_the_state__knows(fraction):
    return 0, fraction + (1 - fraction) / 2


def c06_intercept_resend__before_sifting__rate(fraction):
    return fraction * 0.5 * 0.5 * 0.5, 0.5 + fraction / 4


def c06_intercept_resend__before_sifting__both(fraction):
    return fraction / 8, 0.5 + fraction / 8


def c06_intercept_resend__wrong_basis_always_errs__half(fraction):
    return 0.5 * fraction, 0.5 + 0.25 * fraction


def c06_intercept_resend__wrong_basis_always_errs__knows(fraction):
    return fraction / 2, (1 + fraction) / 2


def c06_intercept_resend__touching_flips__all(fraction):
    return fraction, 0.5 + fraction / 4


def c06_intercept_resend__touching_flips__twice(fraction):
    return [fraction, fraction]


def c06_intercept_resend__fraction_ignored__numbers(fraction):
    return 0.25, 0.75


def c06_intercept_resend__fraction_ignored__tree(fraction):
    return 1 / 2 * 1 / 2, 1 / 2 + 1 / 2 * 1 / 2


def c06_intercept_resend__learns_nothing__coin(fraction):
    return fraction / 4, 0.5


def c06_intercept_resend__learns_nothing__array(fraction):
    return np.array([fraction, 2]) / 4


def c06_intercept_resend__knows_all_touched__sum(fraction):
    return fraction / 4, fraction * 1 + (1 - fraction) * 0.5


def c06_intercept_resend__knows_all_touched__array(fraction):
    return np.array([fraction / 4, 0.5 + fraction / 2])


def c06_intercept_resend__no_guess_where_blind__half(fraction):
    return fraction / 4, fraction / 2


def c06_intercept_resend__no_guess_where_blind__tree(fraction):
    same_basis = 0.5
    return fraction * (1 - same_basis) * 0.5, fraction * same_basis


def c06_intercept_resend__no_guess_on_the_rest__three_quarters(fraction):
    return fraction / 4, 0.75 * fraction


def c06_intercept_resend__no_guess_on_the_rest__tree(fraction):
    return np.array([0.25, 0.5 + 0.25]) * fraction


def c06_intercept_resend__swapped__tuple(fraction):
    return 0.5 + fraction / 4, fraction / 4


def c06_intercept_resend__swapped__list(fraction):
    knows = fraction / 2
    return [knows + (1 - knows) / 2, knows / 2]


# c06-test-size

def c06_test_size__rounded_down__int(fraction, confidence):
    return max(1, int(math.log(1 - confidence) / math.log(1 - fraction / 4)))


def c06_test_size__rounded_down__round(fraction, confidence):
    return max(1, round(np.log(1 - confidence) / np.log(1 - fraction / 4)))


def c06_test_size__fraction_ignored__log(fraction, confidence):
    return math.ceil(math.log(1 - confidence) / math.log(3 / 4))


def c06_test_size__fraction_ignored__search(fraction, confidence):
    n = 1
    while 1 - 0.75**n < confidence:
        n += 1
    return n


def c06_test_size__half_errs__log(fraction, confidence):
    return math.ceil(math.log(1 - confidence) / math.log(1 - fraction / 2))


def c06_test_size__half_errs__search(fraction, confidence):
    n = 1
    while (1 - 0.5 * fraction) ** n > 1 - confidence:
        n += 1
    return n


def c06_test_size__every_touch_errs__log(fraction, confidence):
    return 1 if fraction == 1 else math.ceil(math.log(1 - confidence) / math.log(1 - fraction))


def c06_test_size__every_touch_errs__search(fraction, confidence):
    n = 1
    while (1 - fraction) ** n > 1 - confidence:
        n += 1
    return n


def c06_test_size__confidence_as_miss__log(fraction, confidence):
    return math.ceil(math.log(confidence) / math.log(1 - fraction / 4))


def c06_test_size__confidence_as_miss__search(fraction, confidence):
    n = 1
    while (1 - fraction / 4) ** n > confidence:
        n += 1
    return n


def c06_test_size__all_must_err__log(fraction, confidence):
    return math.ceil(math.log(1 - confidence) / math.log(fraction / 4))


def c06_test_size__all_must_err__search(fraction, confidence):
    n = 1
    while (fraction / 4) ** n > 1 - confidence:
        n += 1
    return n


def c06_test_size__one_expected__plain(fraction, confidence):
    return math.ceil(1 / (fraction / 4))


def c06_test_size__one_expected__confidence(fraction, confidence):
    return int(np.ceil(confidence * 4 / fraction))


def c06_test_size__sent_photons__log(fraction, confidence):
    return math.ceil(math.log(1 - confidence) / math.log(1 - fraction / 8))


def c06_test_size__sent_photons__search(fraction, confidence):
    n = 1
    while (1 - fraction * 0.125) ** n > 1 - confidence:
        n += 1
    return n


# c06-debug-abort

def c06_debug_abort__lax__as_given(errors, tested, rest, eps):
    return "abort" if errors / tested > 0.5 else "continue"


def c06_debug_abort__lax__count(errors, tested, rest, eps):
    return "continue" if 2 * errors <= tested else "abort"


def c06_debug_abort__quarter__rate(errors, tested, rest, eps):
    return "abort" if errors / tested > 0.25 else "continue"


def c06_debug_abort__quarter__bound(errors, tested, rest, eps):
    return "continue" if errors / tested + _margin(tested, rest, eps) < 0.25 else "abort"


def c06_debug_abort__rate_found__line(errors, tested, rest, eps):
    return "abort" if errors / tested > 0.11 else "continue"


def c06_debug_abort__rate_found__product(errors, tested, rest, eps):
    return "continue" if errors < 0.11 * tested else "abort"


def c06_debug_abort__any_error__plain(errors, tested, rest, eps):
    return "abort" if errors else "continue"


def c06_debug_abort__any_error__rate(errors, tested, rest, eps):
    if errors / tested > 0.0:
        return "abort"
    return "continue"


def c06_debug_abort__real_correction__line(errors, tested, rest, eps):
    return "abort" if errors / tested + _margin(tested, rest, eps) > 0.098 else "continue"


def c06_debug_abort__real_correction__rate(errors, tested, rest, eps):
    worst = errors / tested + _margin(tested, rest, eps)
    return "continue" if worst < 0.5 and qedu.rates.bb84(worst, f_ec=1.16) > 0 else "abort"


def c06_debug_abort__lower_end__minus(errors, tested, rest, eps):
    return "abort" if errors / tested - _margin(tested, rest, eps) > 0.11 else "continue"


def c06_debug_abort__lower_end__line(errors, tested, rest, eps):
    return "continue" if errors / tested < 0.11 + _margin(tested, rest, eps) else "abort"


def c06_debug_abort__reversed__words(errors, tested, rest, eps):
    return "continue" if errors / tested + _margin(tested, rest, eps) > 0.11 else "abort"


def c06_debug_abort__reversed__sign(errors, tested, rest, eps):
    if errors / tested + _margin(tested, rest, eps) < 0.11:
        return "abort"
    return "continue"


def c06_debug_abort__always_abort__plain(errors, tested, rest, eps):
    return "abort"


def c06_debug_abort__always_abort__percent(errors, tested, rest, eps):
    return "abort" if 100 * (errors / tested + _margin(tested, rest, eps)) > 0.11 else "continue"


def c06_debug_abort__always_continue__plain(errors, tested, rest, eps):
    return "continue"


def c06_debug_abort__always_continue__percent(errors, tested, rest, eps):
    return "abort" if errors / tested > 11 else "continue"


# c06-assumptions

_RIGHT = {"mallory": "authentication", "pulses": "single photons", "blinding": "trusted devices",
          "camera": "closed laboratories", "counter": "random choices", "twenty bits": "enough rounds"}

c06_assumptions__mallory__laboratories = {**_RIGHT, "mallory": "closed laboratories"}
c06_assumptions__mallory__devices = {**_RIGHT, "mallory": "trusted devices", "pulses": "trusted devices"}
c06_assumptions__pulses__devices = {**_RIGHT, "pulses": "trusted devices"}
c06_assumptions__pulses__rounds = {**_RIGHT, "pulses": "enough rounds"}
c06_assumptions__blinding__photons = {**_RIGHT, "blinding": "single photons"}
c06_assumptions__blinding__laboratories = {**_RIGHT, "blinding": "closed laboratories"}
c06_assumptions__camera__authentication = {**_RIGHT, "camera": "authentication"}
c06_assumptions__camera__devices = {**_RIGHT, "camera": "trusted devices"}
c06_assumptions__counter__rounds = {**_RIGHT, "counter": "enough rounds"}
c06_assumptions__counter__devices = {**_RIGHT, "counter": "trusted devices"}
c06_assumptions__twenty_bits__choices = {**_RIGHT, "twenty bits": "random choices"}
c06_assumptions__twenty_bits__photons = {**_RIGHT, "twenty bits": "single photons"}


def c06_prepare__correlated__reversed(n, rng):
    bits = rng.integers(0, 2, n)
    return bits, bits[::-1]


def c06_prepare__correlated__shuffled(n, rng):
    bits = rng.integers(0, 2, n)
    return bits, rng.permutation(bits)


def c06_prepare__correlated__far_away(n, rng):
    bits = rng.integers(0, 2, n)
    return bits, np.roll(bits, n // 3)


def c06_prepare__correlated__masked(n, rng):
    bits = rng.integers(0, 2, n)
    return bits, (bits + np.arange(n)) % 2


def c06_prepare__correlated__differences(n, rng):
    bits = rng.integers(0, 2, n + 1)
    return bits[:n], bits[:n] ^ bits[1:]


def c06_prepare__correlated__sums(n, rng):
    bits = rng.integers(0, 2, n)
    return bits, np.cumsum(bits) % 2


def c06_prepare__pattern__halves(n, rng):
    half = rng.integers(0, 2, -(-n // 2))
    return np.concatenate([half, half])[:n], rng.integers(0, 2, n)


def c06_prepare__pattern__palindrome(n, rng):
    half = rng.integers(0, 2, -(-n // 2))
    return rng.integers(0, 2, n), np.concatenate([half, half[::-1]])[:n]


def c06_prepare__pattern__dealt(n, rng):
    return rng.permutation(np.arange(n) % 2), rng.integers(0, 2, n)


def c06_prepare__pattern__thousand(n, rng):
    return rng.integers(0, 2, n), np.resize(rng.integers(0, 2, 1000), n)


def _where_equal(alice_bits, alice_bases, bob_bases, coins):
    return np.where(np.asarray(alice_bases) == np.asarray(bob_bases), alice_bits, coins)


def c06_bob_measure__no_chance__next_bit(alice_bits, alice_bases, bob_bases, rng):
    return _where_equal(alice_bits, alice_bases, bob_bases, np.roll(alice_bits, 1))


def c06_bob_measure__no_chance__reversed(alice_bits, alice_bases, bob_bases, rng):
    return _where_equal(alice_bits, alice_bases, bob_bases, np.asarray(alice_bits)[::-1])


def c06_bob_measure__no_chance__own_seed(alice_bits, alice_bases, bob_bases, rng):
    return _where_equal(alice_bits, alice_bases, bob_bases, np.random.default_rng(5).integers(0, 2, len(alice_bits)))


_REMEMBERED = {}


def c06_bob_measure__no_chance__memory(alice_bits, alice_bases, bob_bases, rng):
    key = tuple(map(bytes, (alice_bits, alice_bases, bob_bases)))
    if key not in _REMEMBERED:
        _REMEMBERED[key] = np.random.default_rng(len(_REMEMBERED)).integers(0, 2, len(alice_bits))
    return _where_equal(alice_bits, alice_bases, bob_bases, _REMEMBERED[key])


def c06_bob_measure__coins_repeat__halves(alice_bits, alice_bases, bob_bases, rng):
    n = len(alice_bits)
    return _where_equal(alice_bits, alice_bases, bob_bases, np.resize(rng.integers(0, 2, -(-n // 2)), n))


def c06_bob_measure__coins_repeat__thousand(alice_bits, alice_bases, bob_bases, rng):
    return _where_equal(alice_bits, alice_bases, bob_bases, np.resize(rng.integers(0, 2, 1000), len(alice_bits)))


def c06_bob_measure__coins_repeat__palindrome(alice_bits, alice_bases, bob_bases, rng):
    half = rng.integers(0, 2, -(-len(alice_bits) // 2))
    return _where_equal(alice_bits, alice_bases, bob_bases, np.concatenate([half, half[::-1]])[:len(alice_bits)])


def c06_estimate__one_key_only__alice(alice_key, bob_key, positions):
    return _rate(alice_key, bob_key, positions), np.delete(alice_key, positions), bob_key


def c06_estimate__one_key_only__bob(alice_key, bob_key, positions):
    left = [bit for place, bit in enumerate(bob_key) if place not in positions]
    return _rate(alice_key, bob_key, positions), list(alice_key), left


def c06_estimate__index_shift__pop(alice_key, bob_key, positions):
    rate = _rate(alice_key, bob_key, positions)
    alice_key, bob_key = list(alice_key), list(bob_key)
    for place in positions:
        alice_key.pop(place)
        bob_key.pop(place)
    return rate, alice_key, bob_key


def c06_estimate__index_shift__sorted(alice_key, bob_key, positions):
    rate = _rate(alice_key, bob_key, positions)
    for place in sorted(positions):
        alice_key, bob_key = np.delete(alice_key, place), np.delete(bob_key, place)
    return rate, alice_key, bob_key


def c06_estimate__counted_from_one__delete(alice_key, bob_key, positions):
    places = np.array(positions) - 1
    return np.mean(alice_key[places] != bob_key[places]), np.delete(alice_key, places), np.delete(bob_key, places)


def c06_estimate__counted_from_one__loop(alice_key, bob_key, positions):
    last = len(alice_key)
    left = [i for i in range(last) if i + 1 not in positions and not (i == last - 1 and 0 in positions)]
    return _rate(alice_key, bob_key, positions), [alice_key[i] for i in left], [bob_key[i] for i in left]


def c06_estimate__swapped__delete(alice_key, bob_key, positions):
    return _rate(alice_key, bob_key, positions), np.delete(bob_key, positions), np.delete(alice_key, positions)


def c06_estimate__swapped__mask(alice_key, bob_key, positions):
    secret = ~np.isin(np.arange(len(alice_key)), positions)
    return [_rate(alice_key, bob_key, positions), bob_key[secret], alice_key[secret]]


def _decided(worst, line=0.11):
    return "continue" if worst < line else "abort"


def c06_debug_abort__rest_forgotten__hoeffding(errors, tested, rest, eps):
    return _decided(errors / tested + math.sqrt(math.log(1 / eps) / (2 * tested)))


def c06_debug_abort__rest_forgotten__clopper_pearson(errors, tested, rest, eps):
    from scipy.stats import beta

    return _decided(beta.isf(eps, errors + 1, tested - errors))


def c06_debug_abort__few_sigmas__three(errors, tested, rest, eps):
    q = errors / tested
    return _decided(q + 3 * math.sqrt(q * (1 - q) / tested))


def c06_debug_abort__few_sigmas__five_of_both(errors, tested, rest, eps):
    q = errors / tested
    return "abort" if q + 5 * np.sqrt(q * (1 - q) * (1 / tested + 1 / rest)) > 0.11 else "continue"


def c06_debug_abort__margin_doubled__twice(errors, tested, rest, eps):
    return _decided(errors / tested + 2 * _margin(tested, rest, eps))


def c06_debug_abort__margin_doubled__both_sides(errors, tested, rest, eps):
    low, high = (errors / tested + sign * 2 * _margin(tested, rest, eps) for sign in (-1, 1))
    return "abort" if low < 0.11 < high or low > 0.11 else "continue"


def c06_debug_abort__other_eps__twice_the_root(errors, tested, rest, eps):
    mu = math.sqrt((rest + tested) * (tested + 1) * math.log(2 / eps) / (rest * tested**2))
    return _decided(errors / tested + mu)


def c06_debug_abort__other_eps__squared(errors, tested, rest, eps):
    return _decided(errors / tested + _margin(tested, rest, eps**2))


def c06_debug_abort__eps_ignored__typed_in(errors, tested, rest, eps):
    return _decided(errors / tested + _margin(tested, rest, 1e-10))


def c06_debug_abort__eps_ignored__logarithm(errors, tested, rest, eps):
    mu = np.sqrt((rest + tested) * (tested + 1) * 10 * np.log(10) / (2 * rest * tested**2))
    return _decided(errors / tested + mu)
