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


def half_right__coin(alice_bits, alice_bases, bob_bases, rng):
    knows = rng.random(len(alice_bits)) < 0.5
    return np.where((alice_bases == bob_bases) | knows, alice_bits, rng.integers(0, 2, len(alice_bits)))


def half_right__three_quarters(alice_bits, alice_bases, bob_bases, rng):
    wrong = (alice_bases != bob_bases) & (rng.random(len(alice_bits)) < 0.25)
    return alice_bits ^ wrong


def equal_bases_err__only_z(alice_bits, alice_bases, bob_bases, rng):
    return [int(bit) if a == 0 and b == 0 else int(rng.integers(2)) for bit, a, b in zip(alice_bits, alice_bases, bob_bases)]


def not_even__by_basis(alice_bits, alice_bases, bob_bases, rng):
    coins = rng.random(len(alice_bits)) < np.where(bob_bases == 0, 0.2, 0.8)
    return np.where(alice_bases == bob_bases, alice_bits, coins)


def wrong_length__loop(alice_bits, alice_bases, bob_bases, rng):
    return [int(bit) for bit, a, b in zip(alice_bits, alice_bases, bob_bases) if a == b]


def no_chance__memory(alice_bits, alice_bases, bob_bases, rng):
    key = tuple(map(bytes, (alice_bits, alice_bases, bob_bases)))
    if key not in _REMEMBERED:
        _REMEMBERED[key] = np.random.default_rng(len(_REMEMBERED)).integers(0, 2, len(alice_bits))
    return _where_equal(alice_bits, alice_bases, bob_bases, _REMEMBERED[key])


def coins_repeat__palindrome(alice_bits, alice_bases, bob_bases, rng):
    half = rng.integers(0, 2, -(-len(alice_bits) // 2))
    return _where_equal(alice_bits, alice_bases, bob_bases, np.concatenate([half, half[::-1]])[:len(alice_bits)])


EDITS = {
    "copies_the_bit": [("coin_tosses)", "alice_bits)"), ("rng):\n", "rng):\n    return alice_bits\n")],
    "mismatch_fixed": [("coin_tosses)", "0)"), ("rng.random(other.sum()) < 0.5", "1"),
                       ("int(rng.random() < 0.5)", "0")],
    "mismatch_flips": [("coin_tosses)", "1 - alice_bits)"), ("rng.random(other.sum()) < 0.5", "1 - alice_bits[other]"),
                       ("int(rng.random() < 0.5)", "int(not bit)")],
    "always_a_coin": [("np.where(alice_bases == bob_bases, alice_bits, coin_tosses)", "coin_tosses"),
                      ("int(bit) if a == b else ", ""), ("(alice_bases ^ bob_bases) & ", "")],
    "bases_swapped": [("alice_bases == bob_bases", "alice_bases != bob_bases"), ("a == b", "a != b"),
                      ("alice_bases != bob_bases", "alice_bases == bob_bases")],
    "equal_bases_err": [("alice_bits, coin_tosses)", "alice_bits ^ (rng.random(len(alice_bits)) < 0.1), coin_tosses)"),
                        ("return outcome", "return outcome ^ (rng.random(len(outcome)) < 0.2)")],
    "inverted": [("bob_bases, alice_bits,", "bob_bases, 1 - alice_bits,"), ("[int(bit)", "[int(not bit)"),
                 ("np.array(alice_bits)", "1 - np.array(alice_bits)")],
    "not_reproducible": [("rng):\n", "rng):\n    rng = np.random.default_rng()\n"), ("rng.random", "np.random.random")],
    "not_even": [("rng.random(other.sum()) < 0.5", "rng.random(other.sum()) < 0.65"),
                 ("rng.random() < 0.5", "rng.random() < 0.65")],
    "coins_repeat": [("rng.integers(0, 2, len(alice_bits))", "np.resize(rng.integers(0, 2, 1000), len(alice_bits))")],
    "wrong_length": [("return outcome", "return outcome[~other]")],
    "no_chance": [("rng):\n", "rng):\n    rng = np.random.default_rng(5)\n")],
}
