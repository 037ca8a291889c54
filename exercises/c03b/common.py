"""What the checks of the exercises to chapter C03B, No-cloning, share.

States reach the student as NumPy arrays: a ket as two amplitudes, a state of two qubits as four.
"""

import math

import numpy as np

ROOT = 1 / math.sqrt(2)

ZERO, ONE, PLUS, MINUS = (np.array(ket) for ket in ([1, 0], [0, 1], [ROOT, ROOT], [ROOT, -ROOT]))


def qobj(ket):
    """An array of amplitudes as a QuTiP object."""
    import qutip

    return qutip.Qobj(np.reshape(ket, (-1, 1)))


def random_ket(rng):
    ket = rng.normal(size=2) + 1j * rng.normal(size=2)
    return ket / np.linalg.norm(ket)
