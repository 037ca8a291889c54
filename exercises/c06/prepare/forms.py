import numpy as np


def right__one_draw(n, rng):
    state = rng.integers(0, 4, n)
    return state % 2, state // 2


def right__lists(n, rng):
    return (rng.random(n) < 0.5).tolist(), rng.choice([0, 1], n).tolist()


def right__table(n, rng):
    return rng.integers(0, 2, (2, n), dtype=np.uint8)


def always_the_same__one_coin(n, rng):
    return rng.integers(0, 2, n), [int(rng.integers(2))] * n


def correlated__shared(n, rng):
    u = rng.random(n)
    return (u < 0.5).astype(int), ((u > 0.2) & (u < 0.7)).astype(int)


def correlated__differences(n, rng):
    bits = rng.integers(0, 2, n + 1)
    return bits[:n], bits[:n] ^ bits[1:]


def pattern__palindrome(n, rng):
    half = rng.integers(0, 2, -(-n // 2))
    return rng.integers(0, 2, n), np.concatenate([half, half[::-1]])[:n]


def pattern__dealt(n, rng):
    return rng.permutation(np.arange(n) % 2), rng.integers(0, 2, n)


def pattern__thousand(n, rng):
    return rng.integers(0, 2, n), np.resize(rng.integers(0, 2, 1000), n)


EDITS = {
    "bit_is_basis": [("bases = rng.integers(0, 2, n)", "bases = bits"),
                     ("bases = rng.integers(0, 2, n)", "bases = 1 - bits"), ("state // 2", "state % 2")],
    "always_the_same": [("bits = rng.integers(0, 2, n)", "bits = np.zeros(n, int)"),
                        ("rng.integers(0, 4, n)", "rng.integers(0, 2, n)")],
    "not_reproducible": [("rng):\n", "rng):\n    rng = np.random.default_rng()\n")],
    "fixed_seed": [("rng):\n", "rng):\n    rng = np.random.default_rng(1)\n")],
    "correlated": [("bases = rng.integers(0, 2, n)", "bases = bits[::-1]")],
    "biased_bits": [("rng.random(n) < 0.5", "rng.random(n) < 0.75"),
                    ("bits = rng.integers(0, 2, n)", "bits = rng.binomial(1, 0.2, n)"),
                    ("bits = rng.integers(0, 2, n)", "bits = rng.integers(0, 3, n) % 2")],
    "biased_bases": [("bases = rng.integers(0, 2, n)", "bases = rng.random(n) > 0.8"),
                     ("bases = rng.integers(0, 2, n)", "bases = rng.integers(0, 3, n) % 2"),
                     ("[0, 1], n)", "[0, 1], n, p=[0.7, 0.3])")],
    "wrong_length": [("rng):\n", "rng):\n    n = 16\n")],
}
