"""Right answers to the C06 exercises, written in other ways than the solutions: every one must pass.

Names: exercise ID with underscores, two underscores, a word for the way it is written.
"""

import math

import numpy as np

import qedu


def _rounds():
    run = qedu.exchange(qedu.protocols.bb84(), attack=qedu.attacks.intercept_resend())
    return run.records(16, seed=141)


def _margin(tested, rest, eps):
    return math.sqrt((rest + tested) * (tested + 1) * math.log(1 / eps) / (2 * rest)) / tested


_r = _rounds()
_kept = [i for i in range(16) if _r.alice_setting[i] == _r.bob_setting[i]]
c06_by_hand__loop = {"kept": [i + 1 for i in _kept], "alice_key": [int(_r.alice[i]) for i in _kept],
                     "bob_key": [int(_r.bob[i]) for i in _kept]}
c06_by_hand__arrays = {"bob_key": _r.bob[_r.sifted], "alice_key": _r.alice[_r.sifted],
                       "kept": np.arange(1, 17)[_r.sifted], "errors": 2}


def c06_prepare__one_draw(n, rng):
    state = rng.integers(0, 4, n)
    return state % 2, state // 2


def c06_prepare__lists(n, rng):
    return (rng.random(n) < 0.5).tolist(), rng.choice([0, 1], n).tolist()


def c06_prepare__table(n, rng):
    return rng.integers(0, 2, (2, n), dtype=np.uint8)


def c06_bob_measure__mask(alice_bits, alice_bases, bob_bases, rng):
    outcome = np.array(alice_bits)
    other = alice_bases != bob_bases
    outcome[other] = rng.random(other.sum()) < 0.5
    return outcome


def c06_bob_measure__xor(alice_bits, alice_bases, bob_bases, rng):
    return alice_bits ^ ((alice_bases ^ bob_bases) & rng.integers(0, 2, len(alice_bits), dtype=np.uint8))


def c06_bob_measure__loop(alice_bits, alice_bases, bob_bases, rng):
    return [int(bit) if a == b else int(rng.random() < 0.5) for bit, a, b in zip(alice_bits, alice_bases, bob_bases)]


def c06_sift__loop(alice_bits, alice_bases, bob_bits, bob_bases):
    alice_key, bob_key = [], []
    for a, x, b, y in zip(alice_bits, alice_bases, bob_bits, bob_bases):
        if x == y:
            alice_key.append(a)
            bob_key.append(b)
    return alice_key, bob_key


def c06_sift__positions(alice_bits, alice_bases, bob_bits, bob_bases):
    where = np.flatnonzero(alice_bases + bob_bases != 1)
    return np.take(alice_bits, where), np.take(bob_bits, where)


def c06_sift__compress(alice_bits, alice_bases, bob_bits, bob_bases):
    return np.compress(alice_bases == bob_bases, [alice_bits, bob_bits], axis=1)


def c06_estimate__delete(alice_key, bob_key, positions):
    errors = sum(int(alice_key[i] != bob_key[i]) for i in positions)
    return errors / len(positions), np.delete(alice_key, positions), np.delete(bob_key, positions)


def c06_estimate__lists(alice_key, bob_key, positions):
    chosen = set(positions)
    rest = [i for i in range(len(alice_key)) if i not in chosen]
    rate = np.mean([alice_key[i] ^ bob_key[i] for i in chosen])
    return rate, [alice_key[i] for i in rest], [bob_key[i] for i in rest]


def c06_intercept_resend__closed(fraction):
    return fraction / 4, 0.5 + fraction / 4


def c06_intercept_resend__tree(fraction):
    errors = right = 0.0
    for weight, attacked in ((fraction, True), (1 - fraction, False)):
        for same_basis in (True, False):
            errors += weight / 2 * (0.5 if attacked and not same_basis else 0)
            right += weight / 2 * (1 if attacked and same_basis else 0.5)
    return errors, right


def c06_test_size__search(fraction, confidence):
    n, unseen = 0, 1.0
    while 1 - unseen < confidence:
        n, unseen = n + 1, unseen * (1 - fraction / 4)
    return n


def c06_test_size__log1p(fraction, confidence):
    return math.ceil(math.log1p(-confidence) / math.log1p(-fraction / 4))


def c06_debug_abort__entropy(errors, tested, rest, eps):
    q = errors / tested + _margin(tested, rest, eps)
    if q >= 0.5:
        return "abort"
    h = -q * math.log2(q) - (1 - q) * math.log2(1 - q)
    return "continue" if 1 - 2 * h > 0 else "abort"


def c06_debug_abort__worst(errors, tested, rest, eps):
    if tested * (0.11 - _margin(tested, rest, eps)) <= errors:
        return "Abort"
    return "Continue"


c06_assumptions__pairs = dict([
    ("twenty bits", "enough rounds"), ("counter", "random choices"), ("camera", "closed laboratories"),
    ("blinding", "trusted devices"), ("pulses", "single photons"), ("mallory", "authentication")])
c06_assumptions__shouted = {story: assumption.upper() for story, assumption in c06_assumptions__pairs.items()}


c06_by_hand__words = {"kept": {1, 2, 4, 5, 7, 8, 11, 12, 13}, "alice_key": "010001001", "bob_key": "1100 0100 0"}


def c06_debug_abort__exact(errors, tested, rest, eps):
    from scipy.stats import hypergeom

    wrong_at_the_line = errors + math.ceil(0.11 * rest)
    surprising = hypergeom.cdf(errors, tested + rest, wrong_at_the_line, tested) <= eps
    return "continue" if surprising else "abort"


def c06_debug_abort__between(errors, tested, rest, eps):
    rate = errors / tested
    hoeffding = math.sqrt(math.log(2 / eps) / 2 * (1 / tested + 1 / rest))     # two sides in place of one
    return "continue" if rate + hoeffding < 0.11 else "abort"
