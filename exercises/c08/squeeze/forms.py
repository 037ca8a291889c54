import numpy as np
from scipy.linalg import toeplitz


def right__scipy(bits, length, seed_bits):
    n = len(bits)
    return np.mod(toeplitz(seed_bits[n - 1:], seed_bits[n - 1::-1]) @ bits, 2)


def right__convolution(bits, length, seed_bits):
    return np.convolve(bits, seed_bits, mode="valid") % 2


def right__rolling(bits, length, seed_bits):
    """Row after row, each the one above moved on by one place."""
    n = len(bits)
    row, new = list(seed_bits[:n][::-1]), []
    for i in range(length):
        new.append(sum(b for b, chosen in zip(bits, row) if chosen) % 2)
        if i + 1 < length:
            row = [seed_bits[n + i]] + row[:-1]
    return new


def right__xor(bits, length, seed_bits):
    new, n = [0] * length, len(bits)
    for j, bit in enumerate(bits):
        for i in range(length):
            new[i] ^= int(bit & seed_bits[i - j + n - 1])
    return new


RETURNS = {
    "cut": {"first": "list(bits)[:length]", "last": "bits[len(bits) - length:]"},
    "seed_refilled": {"resize": "np.resize(seed_bits, (length, len(bits))) @ bits % 2",
                      "columns": "np.resize(seed_bits, (len(bits), length)).T @ bits % 2"},
    "masked": {"xor": "bits[:length] ^ seed_bits[:length]", "sum": "[(bits[i] + seed_bits[i]) % 2 for i in range(length)]"},
}

EDITS = {
    "sum_not_parity": [(" @ bits % 2", " @ bits"), ('mode="valid") % 2', 'mode="valid")'), ("if chosen) % 2", "if chosen)")],
    "transposed": [("rows - columns + n - 1", "columns - rows + length - 1"),
                   ("seed_bits[i - j + n - 1]", "seed_bits[j - i + length - 1]"),
                   ("seed_bits[n - 1:], seed_bits[n - 1::-1]", "seed_bits[length - 1::-1], seed_bits[length - 1:]"),
                   ("np.convolve(bits,", "np.correlate(bits,")],
    "other_diagonals": [("rows - columns + n - 1", "rows + columns"), ("seed_bits[i - j + n - 1]", "seed_bits[i + j]"),
                        ("np.convolve(bits, seed_bits,", "np.correlate(seed_bits, bits,")],
    "circulant": [("rows - columns + n - 1", "(rows - columns) % n"), ("i - j + n - 1", "i - j"),
                  ("[seed_bits[n + i]]", "row[-1:]"),
                  ("list(seed_bits[:n][::-1])", "list(seed_bits[:n])", "[seed_bits[n + i]]", "row[-1:]")],
    "same_row": [("rows - columns + n - 1", "n - 1 - columns + 0 * rows"), ("i - j + n - 1", "n - 1 - j"),
                 ("[seed_bits[n + i]] + row[:-1]", "row")],
}
