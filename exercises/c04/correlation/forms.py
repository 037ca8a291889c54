import itertools
import math

import numpy as np
import qutip


def spin(degrees):
    return math.cos(math.radians(degrees)) * qutip.sigmaz() + math.sin(math.radians(degrees)) * qutip.sigmax()


def pair(rho):
    return qutip.Qobj(np.asarray(rho), dims=[[2, 2], [2, 2]])


def turned(turn):
    return np.array([[np.cos(turn), np.sin(turn)], [np.sin(turn), -np.cos(turn)]])


def at(degrees):
    return turned(np.radians(degrees))


def mean(rho, left, right):
    return np.trace(rho @ np.kron(left, right)).real


def right__qutip(rho, a, b):
    return qutip.expect(qutip.tensor(spin(a), spin(b)), pair(rho))


def right__probabilities(rho, a, b):
    total = 0
    for s, t in itertools.product((0, 1), repeat=2):
        ket = np.kron(*(np.array([math.cos(x), math.sin(x)]) for x in (math.radians(a) / 2 + s * math.pi / 2,
                                                                      math.radians(b) / 2 + t * math.pi / 2)))
        total += (-1) ** (s + t) * (ket @ rho @ ket).real
    return total


def apart__identity(rho, a, b):
    return mean(rho, at(a), np.eye(2)) * mean(rho, np.eye(2), at(b))


def apart__halves(rho, a, b):
    halves = pair(rho).ptrace(0).full(), pair(rho).ptrace(1).full()
    return np.trace(halves[0] @ at(a)).real * np.trace(halves[1] @ at(b)).real


def both_zero__kets(rho, a, b):
    ket = np.kron([math.cos(math.radians(a / 2)), math.sin(math.radians(a / 2))],
                  [math.cos(math.radians(b / 2)), math.sin(math.radians(b / 2))])
    return (ket @ rho @ ket).real


def y_for_x__kets(rho, a, b):
    def ket(turn):
        return np.array([np.cos(turn / 2), 1j * np.sin(turn / 2)])

    both = 0
    for i, j in itertools.product((0, 1), repeat=2):
        pair_ = np.kron(ket(np.radians(a) + np.pi * i), ket(np.radians(b) + np.pi * j))
        both += (-1) ** (i + j) * np.vdot(pair_, rho @ pair_).real
    return both


def no_state__cosine(rho, a, b):
    return math.cos(math.radians(a - b))


def no_state__singlet(rho, a, b):
    return -np.dot([np.cos(np.radians(a)), np.sin(np.radians(a))], [np.cos(np.radians(b)), np.sin(np.radians(b))])


EDITS = {
    "radians": [("np.radians(degrees)", "degrees"), ("math.radians(a)", "a", "math.radians(b)", "b")],
    "polariser_angle": [("(a) / 2", "(a)", "(b) / 2", "(b)"), ("spin(a), spin(b)", "spin(a / 2), spin(b / 2)")],
    "agreement": [("return np.trace(", "return 0.5 + 0.5 * np.trace("), ("(-1) ** (s + t)", "(s == t)")],
    "one_dial": [("spin(a), spin(b)", "spin(b), spin(b)"), ("radians(b)", "radians(a)")],
    "sides_swapped": [("(rho, a, b)", "(rho, b, a)")],
    "axes_swapped": [("b):\n", "b):\n    a, b = 90 - a, 90 - b\n")],
    "both_zero": [("np.kron(spin(a), spin(b))", "np.kron((np.eye(2) + spin(a)) / 2, (np.eye(2) + spin(b)) / 2)"),
                  ("(0, 1), repeat=2", "[0], repeat=2")],
    "y_for_x": [("[np.sin(turn), -", "[1j * np.sin(turn), -", "np.cos(turn), np.sin(turn)]",
                 "np.cos(turn), -1j * np.sin(turn)]")],
    "sign": [("return ", "return -1 * "), ("spin(b)", "spin(b + 180)")],
    "size": [("return total", "return abs(total)"), ("return total", "return np.sqrt(total**2)")],
}
