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


def full_angle__numpy(theta, phi):
    return np.array([np.cos(theta), np.exp(1j * phi) * np.sin(theta)])


def full_angle__rotation(theta, phi):
    turn = (-1j * phi * qutip.sigmaz() / 2).expm() * (-1j * theta * qutip.sigmay()).expm()
    return turn * qutip.basis(2, 0)


def no_phase__list(theta, phi):
    return [math.cos(theta / 2), math.sin(theta / 2)]


def no_phase__global(theta, phi):
    return np.exp(1j * phi) * np.array([np.cos(theta / 2), np.sin(theta / 2)])


def phase_sign__exponent(theta, phi):
    return np.array([np.cos(theta / 2), np.exp(-1j * phi) * np.sin(theta / 2)])


def phase_sign__bra(theta, phi):
    ket = qutip.Qobj([[math.cos(theta / 2)], [cmath.exp(1j * phi) * math.sin(theta / 2)]])
    return ket.dag()


def half_phase__both(theta, phi):
    theta, phi = theta / 2, phi / 2
    return [np.cos(theta), np.exp(1j * phi) * np.sin(theta)]


def half_phase__split(theta, phi):
    return [np.exp(-0.25j * phi) * np.cos(theta / 2), np.exp(0.25j * phi) * np.sin(theta / 2)]


def poles_swapped__south(theta, phi):
    return np.array([np.sin(theta / 2), np.exp(1j * phi) * np.cos(theta / 2)])


def poles_swapped__shift(theta, phi):
    down = math.pi - theta
    return qutip.Qobj([[math.cos(down / 2)], [cmath.exp(1j * phi) * math.sin(down / 2)]])


def degrees__radians(theta, phi):
    theta, phi = np.radians([theta, phi])
    return [np.cos(theta / 2), np.exp(1j * phi) * np.sin(theta / 2)]


def degrees__by_hand(theta, phi):
    t, p = theta * math.pi / 360, phi * math.pi / 180
    return [cmath.exp(-0.5j * p) * math.cos(t), cmath.exp(0.5j * p) * math.sin(t)]


def angles_swapped__names(phi, theta):
    return np.array([np.cos(theta / 2), np.exp(1j * phi) * np.sin(theta / 2)])


def angles_swapped__formula(theta, phi):
    return [math.cos(phi / 2), cmath.rect(math.sin(phi / 2), theta)]
