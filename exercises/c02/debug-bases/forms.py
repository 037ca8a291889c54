import itertools
import math

import numpy as np


def right__relabel(state):
    r = 1 / math.sqrt(2)
    pairs = {"Y": ((r, r * 1j), (r, -r * 1j)), "X": ((r, r), (r, -r)), "Z": ((1, 0), (0, 1))}
    return {label: tuple(abs(np.vdot(ket, state)) ** 2 for ket in pair) for label, pair in pairs.items()}


def right__bloch(state):
    a, b = state
    coherence = 2 * np.conj(a) * b
    vector = {"X": coherence.real, "Y": coherence.imag, "Z": abs(a) ** 2 - abs(b) ** 2}
    return {label: np.array([1 + component, 1 - component]) / 2 for label, component in vector.items()}


def one_basis_twice__all_z(state):
    return dict(zip("ZXY", itertools.repeat(np.abs(state) ** 2)))


EDITS = {
    "still_swapped": [('"X"', '"W"', '"Y"', '"X"', '"W"', '"Y"')],
    "wrong_pair": [('"Z": [', '"X": [ ', '"X": [np', '"Z": [np'), ('"X": ((', '"Z" : ((', '"Z": ((', '"X": ((')],
    "no_conjugate": [("np.vdot", "np.dot"), ("np.conj(a) * b", "a * np.conj(b)")],
    "outcomes_flipped": [("for ket in pair)", "for ket in pair[::-1])"), ("coherence.real", "-coherence.real"),
                         ("(r, r), (r, -r)", "(r, -r), (r, r)")],
    "one_basis_twice": [("r * 1j", "r"), ("coherence.imag", "coherence.real")],
}
