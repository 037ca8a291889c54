import itertools
import math

import numpy as np

R = 1 / math.sqrt(2)


def _rows(state, **pairs):
    return {label: [abs(np.vdot(ket, state)) ** 2 for ket in pair] for label, pair in pairs.items()}


_Z, _X, _Y = ([1, 0], [0, 1]), ([R, R], [R, -R]), ([R, R * 1j], [R, -R * 1j])


def right__relabel(state):
    r = 1 / math.sqrt(2)
    pairs = {"Y": ((r, r * 1j), (r, -r * 1j)), "X": ((r, r), (r, -r)), "Z": ((1, 0), (0, 1))}
    return {label: tuple(abs(np.vdot(ket, state)) ** 2 for ket in pair) for label, pair in pairs.items()}


def right__bloch(state):
    a, b = state
    coherence = 2 * np.conj(a) * b
    vector = {"X": coherence.real, "Y": coherence.imag, "Z": abs(a) ** 2 - abs(b) ** 2}
    return {label: np.array([1 + component, 1 - component]) / 2 for label, component in vector.items()}


def still_swapped__unchanged(state):
    return _rows(state, Z=_Z, X=_Y, Y=_X)


def still_swapped__no_conjugate(state):
    pairs = {"Z": _Z, "X": _Y, "Y": _X}
    return {label: [abs(np.dot(ket, state)) ** 2 for ket in pair] for label, pair in pairs.items()}


def wrong_pair__z_and_x(state):
    table = _rows(state, Z=_Z, X=_Y, Y=_X)
    table["Z"], table["X"] = table["X"], table["Z"]
    return table


def wrong_pair__order_of_labels(state):
    return _rows(state, X=_Z, Y=_X, Z=_Y)


def no_conjugate__dot(state):
    pairs = {"Z": _Z, "X": _X, "Y": _Y}
    return {label: [abs(np.dot(ket, state)) ** 2 for ket in pair] for label, pair in pairs.items()}


def no_conjugate__matrix(state):
    pairs = {"Z": _Z, "X": _X, "Y": _Y}
    return {label: np.abs(np.array(pair) @ state) ** 2 for label, pair in pairs.items()}


def outcomes_flipped__x(state):
    return _rows(state, Z=_Z, X=_X[::-1], Y=_Y)


def outcomes_flipped__all(state):
    table = _rows(state, Z=_Z, X=_X, Y=_Y)
    return {label: [p1, p0] for label, (p0, p1) in table.items()}


def one_basis_twice__x(state):
    return _rows(state, Z=_Z, X=_X, Y=_X)


def one_basis_twice__all_z(state):
    return dict(zip("ZXY", itertools.repeat(np.abs(state) ** 2)))
