"""What the checks of the exercises to chapter C06, BB84, share.

References come from qedu; wrong models are what the mistakes in words.yaml compute.
Bits are 0 and 1.  Bases are 0 for Z and 1 for X.
"""

from functools import cache

import numpy as np

import qedu
from qedu import attacks, protocols

#: Probability with which a right answer misses one side of one statistical bound, if few of them are looked at.
TAIL = 1e-11

#: The same where rows are compared at more than 1,000 distances.
MANY = 1e-15


@cache
def bb84(fraction=0.0):
    """BB84 with an Eve who measures this fraction of the photons in a random basis; the table is built once."""
    return qedu.exchange(protocols.bb84(), attack=attacks.intercept_resend(fraction=fraction))


@cache
def long_run():
    """Rounds with Eve on three photons in ten, as columns of integers: plenty, so that checks cut pieces out of it."""
    r = bb84(0.3).records(60_000, seed=6)
    return {"alice_bits": r.alice.astype(int), "alice_bases": r.alice_setting.astype(int),
            "bob_bits": r.bob.astype(int), "bob_bases": r.bob_setting.astype(int), "sifted": r.sifted}


def piece(rng, rounds):
    """Some rounds in a row out of the long run."""
    start = int(rng.integers(60_000 - rounds))
    return {name: column[start:start + rounds] for name, column in long_run().items()}


def signs(bits):
    """+1 for 0 and −1 for 1."""
    return 1 - 2 * np.asarray(bits, dtype=int)


def unseen(chance, sizes):
    """Probability that a test of these sizes shows no error, if each bit errs with this chance."""
    from scipy.special import bdtr

    return bdtr(0, sizes, chance)
