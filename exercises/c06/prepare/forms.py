import numpy as np


def right__one_draw(n, rng):
    state = rng.integers(0, 4, n)
    return state % 2, state // 2


def right__lists(n, rng):
    return (rng.random(n) < 0.5).tolist(), rng.choice([0, 1], n).tolist()


def right__table(n, rng):
    return rng.integers(0, 2, (2, n), dtype=np.uint8)


def bit_is_basis__same(n, rng):
    bits = rng.integers(0, 2, n)
    return bits, bits


def bit_is_basis__opposite(n, rng):
    bits = rng.integers(0, 2, n)
    return bits, 1 - bits


def always_the_same__zeros(n, rng):
    return np.zeros(n, int), rng.integers(0, 2, n)


def always_the_same__one_coin(n, rng):
    return rng.integers(0, 2, n), [int(rng.integers(2))] * n


def not_reproducible__fresh(n, rng):
    own = np.random.default_rng()
    return own.integers(0, 2, n), own.integers(0, 2, n)


def not_reproducible__global(n, rng):
    return np.random.randint(0, 2, n), np.random.randint(0, 2, n)


def fixed_seed__both(n, rng):
    own = np.random.default_rng(1)
    return own.integers(0, 2, n), own.integers(0, 2, n)


def fixed_seed__bases(n, rng):
    return rng.integers(0, 2, n), np.random.RandomState(7).randint(0, 2, n)


def correlated__or(n, rng):
    bits = rng.integers(0, 2, n)
    return bits, np.where(rng.random(n) < 0.5, bits, rng.integers(0, 2, n))


def correlated__shared(n, rng):
    u = rng.random(n)
    return (u < 0.5).astype(int), ((u > 0.2) & (u < 0.7)).astype(int)


def correlated__next(n, rng):
    coins = rng.integers(0, 2, n + 1)
    return coins[1:], coins[:-1]


def biased_bits__three_quarters(n, rng):
    return (rng.random(n) < 0.75).astype(int), rng.integers(0, 2, n)


def biased_bits__rare(n, rng):
    return rng.binomial(1, 0.2, n), rng.integers(0, 2, n)


def biased_bases__mostly_z(n, rng):
    return rng.integers(0, 2, n), (rng.random(n) > 0.8).astype(int)


def biased_bases__three(n, rng):
    return rng.integers(0, 2, n), rng.integers(0, 3, n) % 2


def pattern__alternating(n, rng):
    return rng.integers(0, 2, n), (np.arange(n) + rng.integers(2)) % 2


def pattern__blocks(n, rng):
    return np.repeat(rng.integers(0, 2, n), 2)[:n], rng.integers(0, 2, n)


def wrong_length__default(n, rng):
    return rng.integers(0, 2, 16), rng.integers(0, 2, 16)


def wrong_length__twice(n, rng):
    return rng.integers(0, 2, 2 * n), rng.integers(0, 2, n)


def correlated__reversed(n, rng):
    bits = rng.integers(0, 2, n)
    return bits, bits[::-1]


def correlated__shuffled(n, rng):
    bits = rng.integers(0, 2, n)
    return bits, rng.permutation(bits)


def correlated__far_away(n, rng):
    bits = rng.integers(0, 2, n)
    return bits, np.roll(bits, n // 3)


def correlated__masked(n, rng):
    bits = rng.integers(0, 2, n)
    return bits, (bits + np.arange(n)) % 2


def correlated__differences(n, rng):
    bits = rng.integers(0, 2, n + 1)
    return bits[:n], bits[:n] ^ bits[1:]


def correlated__sums(n, rng):
    bits = rng.integers(0, 2, n)
    return bits, np.cumsum(bits) % 2


def pattern__halves(n, rng):
    half = rng.integers(0, 2, -(-n // 2))
    return np.concatenate([half, half])[:n], rng.integers(0, 2, n)


def pattern__palindrome(n, rng):
    half = rng.integers(0, 2, -(-n // 2))
    return rng.integers(0, 2, n), np.concatenate([half, half[::-1]])[:n]


def pattern__dealt(n, rng):
    return rng.permutation(np.arange(n) % 2), rng.integers(0, 2, n)


def pattern__thousand(n, rng):
    return rng.integers(0, 2, n), np.resize(rng.integers(0, 2, 1000), n)
