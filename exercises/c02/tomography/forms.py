import cmath
import math

import numpy as np
import qutip


def _vector(counts):
    return np.array([(counts[axis][0] - counts[axis][1]) / sum(counts[axis]) for axis in "XYZ"])


def _ket(x, y, z):
    theta, phi = math.acos(z / math.hypot(x, y, z)), math.atan2(y, x)
    return np.array([math.cos(theta / 2), cmath.exp(1j * phi) * math.sin(theta / 2)])


def right__density(counts):
    paulis = {"X": qutip.sigmax(), "Y": qutip.sigmay(), "Z": qutip.sigmaz()}
    rho = qutip.qeye(2) / 2
    for axis, (zeros, ones) in counts.items():
        rho = rho + 0.5 * (zeros - ones) / (zeros + ones) * paulis[axis]
    return rho.eigenstates()[1][-1]                     # the largest eigenvalue's state


def right__amplitudes(counts):
    shares = {axis: pair[0] / sum(pair) for axis, pair in counts.items()}
    size0 = math.sqrt(shares["Z"])
    ket = np.array([size0, (shares["X"] - 0.5 + 1j * (shares["Y"] - 0.5)) / size0])
    return ket / np.linalg.norm(ket)


def no_phase__roots(counts):
    p0 = counts["Z"][0] / sum(counts["Z"])
    return [math.sqrt(p0), math.sqrt(1 - p0)]


def no_phase__angle(counts):
    theta = math.acos(_vector(counts)[2])
    return qutip.Qobj([[math.cos(theta / 2)], [math.sin(theta / 2)]])


def y_sign__exponent(counts):
    return _ket(*_vector(counts)).conj()


def y_sign__eigenvector(counts):
    x, y, z = _vector(counts)
    rho = np.array([[1 + z, x + 1j * y], [x - 1j * y, 1 - z]]) / 2
    return np.linalg.eigh(rho)[1][:, 1]


def opposite__ones_first(counts):
    return _ket(*-_vector(counts))


def opposite__smallest_eigenvalue(counts):
    x, y, z = _vector(counts)
    return np.linalg.eigh(np.array([[1 + z, x - 1j * y], [x + 1j * y, 1 - z]]) / 2)[1][:, 0]


def share_as_component__normalised(counts):
    shares = np.array([counts[axis][0] / 10_000 for axis in "XYZ"])
    return _ket(*shares / np.linalg.norm(shares))


def share_as_component__loop(counts):
    shares = {axis: pair[0] / sum(pair) for axis, pair in counts.items()}
    return _ket(shares["X"], shares["Y"], shares["Z"])


def full_angle__arccos(counts):
    x, y, z = _vector(counts)
    theta, phi = math.acos(z), math.atan2(y, x)
    return [math.cos(theta), cmath.exp(1j * phi) * math.sin(theta)]


def full_angle__normalised(counts):
    x, y, z = _vector(counts) / np.linalg.norm(_vector(counts))
    return [z, math.hypot(x, y) * cmath.exp(1j * math.atan2(y, x))]


def axes_swapped__arguments(counts):
    x, y, z = _vector(counts)
    return _ket(y, x, z)


def axes_swapped__arctan2(counts):
    x, y, z = _vector(counts)
    theta = math.acos(max(-1, min(1, z)))
    phi = np.arctan2(x, y)
    return [math.cos(theta / 2), np.exp(1j * phi) * math.sin(theta / 2)]


def axis_sign__z(counts):
    x, y, z = _vector(counts)
    return _ket(x, y, -z)


def axis_sign__x(counts):
    x, y, z = _vector(counts)
    return np.linalg.eigh(np.array([[1 + z, -x - 1j * y], [-x + 1j * y, 1 - z]]) / 2)[1][:, 1]


def half_phase__angle(counts):
    x, y, z = _vector(counts) / np.linalg.norm(_vector(counts))
    theta, phi = math.acos(z), math.atan2(y, x)
    return [math.cos(theta / 2), cmath.exp(0.5j * phi) * math.sin(theta / 2)]


def half_phase__root(counts):
    ket = _ket(*_vector(counts))
    return [abs(ket[0]), abs(ket[1]) * np.sqrt(ket[1] / abs(ket[1]))]
