import numpy as np

from qedu import keys
from qedu.grading.answers import Bits
from qedu.grading.exercise import Call, Exercise


def matrix(entry, modulo=2):
    """A wrong model by its matrix: `entry(s, i, j, n, length)` is what stands in row i and column j."""
    def model(bits, length, seed_bits):
        rows = np.array([[entry(seed_bits, i, j, len(bits), length) for j in range(len(bits))] for i in range(length)], dtype=int)
        product = rows @ np.asarray(bits, dtype=int)
        return product % modulo if modulo else product

    return model


class Squeeze(Exercise):
    """At least 12 bits remain in each of three draws, so that no wrong matrix gives the right bits by chance."""

    answer = Bits()
    example = Call(bits=np.array([1, 0, 1, 1, 0]), length=3, seed_bits=np.array([1, 1, 0, 1, 0, 0, 1]))

    def draw(self, rng):
        n, length = int(rng.integers(26, 40)), int(rng.integers(12, 20))
        return Call(bits=rng.integers(0, 2, n), length=length, seed_bits=rng.integers(0, 2, n + length - 1))

    def right(self, bits, length, seed_bits):
        return keys.toeplitz_hash(bits, length, seed_bits)

    wrong = {
        "sum_not_parity": matrix(lambda s, i, j, n, length: s[i - j + n - 1], modulo=None),
        "cut": (lambda bits, length, seed_bits: bits[:length], lambda bits, length, seed_bits: bits[-length:]),
        "transposed": matrix(lambda s, i, j, n, length: s[j - i + length - 1]),
        "other_diagonals": (matrix(lambda s, i, j, n, length: s[i + j]),
                            matrix(lambda s, i, j, n, length: s[::-1][i + j])),
        "circulant": (matrix(lambda s, i, j, n, length: s[(i - j) % n]), matrix(lambda s, i, j, n, length: s[(j - i) % n]),
                      matrix(lambda s, i, j, n, length: s[(i - j - 1) % n]),
                      matrix(lambda s, i, j, n, length: s[i - j]), matrix(lambda s, i, j, n, length: s[(j - i) % len(s)])),
        "same_row": (matrix(lambda s, i, j, n, length: s[j]), matrix(lambda s, i, j, n, length: s[n - 1 - j])),
        "seed_refilled": (matrix(lambda s, i, j, n, length: s[(i * n + j) % len(s)]),
                          matrix(lambda s, i, j, n, length: s[(i + j * length) % len(s)])),
        "masked": lambda bits, length, seed_bits: bits[:length] ^ seed_bits[:length],
    }
