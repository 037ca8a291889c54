"""Nested swapping as one would write it down with NumPy for this one question, as a yardstick for `qedu.repeaters`.

Eight links, p = 0.1, a swap works half of the time, pairs fade in 1,000 attempts: attempts and fidelity of each delivery.
"""

import numpy as np

LINKS, P, P_SWAP, T2 = 8, 0.1, 0.5, 1000


def segments(rng, number, links):
    """Draw so many segments over this many links: attempts, and how long their pairs have waited."""
    if links == 1:
        return rng.geometric(P, number), np.zeros(number, dtype=np.int64)
    tries = rng.geometric(P_SWAP, number)
    ends = np.cumsum(tries)
    times, waited = segments(rng, 2 * ends[-1], links // 2)
    first, second, last = times[::2], times[1::2], ends - 1
    attempts = np.add.reduceat(np.maximum(first, second), ends - tries)
    return attempts, waited[2 * last] + waited[2 * last + 1] + abs(first[last] - second[last])


def deliveries(samples, seed=1):
    """Attempts and fidelity of so many deliveries, of perfect links."""
    attempts, waited = segments(np.random.default_rng(seed), samples, LINKS)
    return attempts, (1 + 3 * np.exp(-waited / T2)) / 4


if __name__ == "__main__":
    print(deliveries(10**5)[0].mean())
