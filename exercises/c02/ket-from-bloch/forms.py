import cmath
import math

import numpy as np
import qutip


def right__rotations(theta, phi):
    about_y = np.array([[math.cos(theta / 2), -math.sin(theta / 2)], [math.sin(theta / 2), math.cos(theta / 2)]])
    about_z = np.diag([cmath.exp(-0.5j * phi), cmath.exp(0.5j * phi)])
    return qutip.Qobj(about_z @ about_y) * qutip.basis(2, 0)        # another global phase, and a Qobj


def right__eigenvector(theta, phi):
    n = [math.sin(theta) * math.cos(phi), math.sin(theta) * math.sin(phi), math.cos(theta)]
    operator = np.array([[n[2], n[0] - 1j * n[1]], [n[0] + 1j * n[1], -n[2]]])
    return np.linalg.eigh(operator)[1][:, 1]


def right__list(theta, phi):
    return [cmath.exp(-0.5j * phi) * math.cos(0.5 * theta), cmath.exp(0.5j * phi) * math.sin(0.5 * theta)]


EDITS = {
    "full_angle": [("theta / 2", "theta"), ("0.5 * theta", "theta")],
    "no_phase": [("0.5j * phi", "0j * phi"), ("-0.5j", "0.5j"), ("(phi)", "(0)")],
    "phase_sign": [("1j * phi", "-1j * phi"), ("(phi)", "(-phi)"), ("phi):\n", "phi):\n    phi = 2 * np.pi - phi\n")],
    "half_phase": [("1j * phi", "0.5j * phi"), ("0.5j", "0.25j"), ("(phi)", "(phi / 2)")],
    "poles_swapped": [("theta / 2", "(np.pi - theta) / 2"), ("math.cos(theta)]", "-math.cos(theta)]")],
    "degrees": [("phi):\n", "phi):\n    theta, phi = np.radians([theta, phi])\n")],
    "angles_swapped": [("(theta, phi)", "(phi, theta)")],
}
