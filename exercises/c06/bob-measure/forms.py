import numpy as np


def _where_equal(alice_bits, alice_bases, bob_bases, coins):
    return np.where(np.asarray(alice_bases) == np.asarray(bob_bases), alice_bits, coins)


_REMEMBERED = {}


def right__mask(alice_bits, alice_bases, bob_bases, rng):
    outcome = np.array(alice_bits)
    other = alice_bases != bob_bases
    outcome[other] = rng.random(other.sum()) < 0.5
    return outcome


def right__xor(alice_bits, alice_bases, bob_bases, rng):
    return alice_bits ^ ((alice_bases ^ bob_bases) & rng.integers(0, 2, len(alice_bits), dtype=np.uint8))


def right__loop(alice_bits, alice_bases, bob_bases, rng):
    return [int(bit) if a == b else int(rng.random() < 0.5) for bit, a, b in zip(alice_bits, alice_bases, bob_bases)]


def copies_the_bit__plain(alice_bits, alice_bases, bob_bases, rng):
    return alice_bits


def copies_the_bit__where(alice_bits, alice_bases, bob_bases, rng):
    return [int(b) for b in np.where(alice_bases == bob_bases, alice_bits, alice_bits)]


def mismatch_fixed__zeros(alice_bits, alice_bases, bob_bases, rng):
    return np.where(alice_bases == bob_bases, alice_bits, 0)


def mismatch_fixed__one_coin(alice_bits, alice_bases, bob_bases, rng):
    return np.where(alice_bases == bob_bases, alice_bits, rng.integers(0, 2))


def mismatch_flips__minus(alice_bits, alice_bases, bob_bases, rng):
    return np.where(alice_bases == bob_bases, alice_bits, 1 - alice_bits)


def mismatch_flips__xor(alice_bits, alice_bases, bob_bases, rng):
    return alice_bits ^ alice_bases ^ bob_bases


def half_right__coin(alice_bits, alice_bases, bob_bases, rng):
    knows = rng.random(len(alice_bits)) < 0.5
    return np.where((alice_bases == bob_bases) | knows, alice_bits, rng.integers(0, 2, len(alice_bits)))


def half_right__three_quarters(alice_bits, alice_bases, bob_bases, rng):
    wrong = (alice_bases != bob_bases) & (rng.random(len(alice_bits)) < 0.25)
    return alice_bits ^ wrong


def always_a_coin__integers(alice_bits, alice_bases, bob_bases, rng):
    return rng.integers(0, 2, len(alice_bits))


def always_a_coin__choice(alice_bits, alice_bases, bob_bases, rng):
    return rng.choice([0, 1], len(alice_bits)).tolist()


def bases_swapped__unequal(alice_bits, alice_bases, bob_bases, rng):
    return np.where(alice_bases != bob_bases, alice_bits, rng.integers(0, 2, len(alice_bits)))


def bases_swapped__loop(alice_bits, alice_bases, bob_bases, rng):
    return [int(rng.integers(2)) if a == b else int(bit) for bit, a, b in zip(alice_bits, alice_bases, bob_bases)]


def equal_bases_err__noise(alice_bits, alice_bases, bob_bases, rng):
    seen = np.where(alice_bases == bob_bases, alice_bits, rng.integers(0, 2, len(alice_bits)))
    return seen ^ (rng.random(len(alice_bits)) < 0.1)


def equal_bases_err__only_z(alice_bits, alice_bases, bob_bases, rng):
    return [int(bit) if a == 0 and b == 0 else int(rng.integers(2)) for bit, a, b in zip(alice_bits, alice_bases, bob_bases)]


def inverted__where(alice_bits, alice_bases, bob_bases, rng):
    return np.where(alice_bases == bob_bases, 1 - alice_bits, rng.integers(0, 2, len(alice_bits)))


def inverted__not(alice_bits, alice_bases, bob_bases, rng):
    return [int(not bit) if a == b else int(rng.random() < 0.5) for bit, a, b in zip(alice_bits, alice_bases, bob_bases)]


def not_reproducible__fresh(alice_bits, alice_bases, bob_bases, rng):
    return np.where(alice_bases == bob_bases, alice_bits, np.random.default_rng().integers(0, 2, len(alice_bits)))


def not_reproducible__global(alice_bits, alice_bases, bob_bases, rng):
    return np.where(alice_bases == bob_bases, alice_bits, np.random.randint(0, 2, len(alice_bits)))


def not_even__sixty(alice_bits, alice_bases, bob_bases, rng):
    return np.where(alice_bases == bob_bases, alice_bits, rng.random(len(alice_bits)) < 0.65)


def not_even__by_basis(alice_bits, alice_bases, bob_bases, rng):
    coins = rng.random(len(alice_bits)) < np.where(bob_bases == 0, 0.2, 0.8)
    return np.where(alice_bases == bob_bases, alice_bits, coins)


def coins_repeat__runs(alice_bits, alice_bases, bob_bases, rng):
    coins = np.repeat(rng.integers(0, 2, len(alice_bits)), 10)[:len(alice_bits)]
    return np.where(alice_bases == bob_bases, alice_bits, coins)


def wrong_length__sifted(alice_bits, alice_bases, bob_bases, rng):
    return alice_bits[alice_bases == bob_bases]


def wrong_length__loop(alice_bits, alice_bases, bob_bases, rng):
    return [int(bit) for bit, a, b in zip(alice_bits, alice_bases, bob_bases) if a == b]


def no_chance__next_bit(alice_bits, alice_bases, bob_bases, rng):
    return _where_equal(alice_bits, alice_bases, bob_bases, np.roll(alice_bits, 1))


def no_chance__reversed(alice_bits, alice_bases, bob_bases, rng):
    return _where_equal(alice_bits, alice_bases, bob_bases, np.asarray(alice_bits)[::-1])


def no_chance__own_seed(alice_bits, alice_bases, bob_bases, rng):
    return _where_equal(alice_bits, alice_bases, bob_bases, np.random.default_rng(5).integers(0, 2, len(alice_bits)))


def no_chance__memory(alice_bits, alice_bases, bob_bases, rng):
    key = tuple(map(bytes, (alice_bits, alice_bases, bob_bases)))
    if key not in _REMEMBERED:
        _REMEMBERED[key] = np.random.default_rng(len(_REMEMBERED)).integers(0, 2, len(alice_bits))
    return _where_equal(alice_bits, alice_bases, bob_bases, _REMEMBERED[key])


def coins_repeat__halves(alice_bits, alice_bases, bob_bases, rng):
    n = len(alice_bits)
    return _where_equal(alice_bits, alice_bases, bob_bases, np.resize(rng.integers(0, 2, -(-n // 2)), n))


def coins_repeat__thousand(alice_bits, alice_bases, bob_bases, rng):
    return _where_equal(alice_bits, alice_bases, bob_bases, np.resize(rng.integers(0, 2, 1000), len(alice_bits)))


def coins_repeat__palindrome(alice_bits, alice_bases, bob_bases, rng):
    half = rng.integers(0, 2, -(-len(alice_bits) // 2))
    return _where_equal(alice_bits, alice_bases, bob_bases, np.concatenate([half, half[::-1]])[:len(alice_bits)])
