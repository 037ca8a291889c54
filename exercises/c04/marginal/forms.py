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


def joint(rho, a, b):
    return np.array([[mean(rho, (np.eye(2) + s * at(a)) / 2, (np.eye(2) + t * at(b)) / 2) for t in (1, -1)]
                     for s in (1, -1)])


def right__partial_trace(rho, a, b):
    return (1 + qutip.expect(spin(b), pair(rho).ptrace(1))) / 2


def right__reshape(rho, a, b):
    bob = np.einsum("ijik->jk", np.reshape(rho, (2, 2, 2, 2)))
    ket = np.array([math.cos(math.radians(b) / 2), math.sin(math.radians(b) / 2)])
    return (ket @ bob @ ket).real


def told__zero(rho, a, b):
    table = joint(rho, a, b)
    return table[0, 0] / table[0].sum()


def told__one(rho, a, b):
    projector = np.kron((np.eye(2) - at(a)) / 2, np.eye(2))
    after = projector @ rho @ projector
    after = after / np.trace(after)
    return mean(after, np.eye(2), (np.eye(2) + at(b)) / 2)


def joint__table(rho, a, b):
    return joint(rho, a, b)[0, 0]


def joint__kets(rho, a, b):
    ket = np.kron([math.cos(math.radians(a / 2)), math.sin(math.radians(a / 2))],
                  [math.cos(math.radians(b / 2)), math.sin(math.radians(b / 2))])
    return (ket @ rho @ ket).real


def alice__ptrace(rho, a, b):
    return (1 + np.trace(pair(rho).ptrace(0).full() @ at(a)).real) / 2


def averaged_evenly__rows(rho, a, b):
    return np.mean([row[0] / row.sum() for row in joint(rho, a, b)])


def averaged_evenly__states(rho, a, b):
    total = 0
    for s in (1, -1):
        projector = np.kron((np.eye(2) + s * at(a)) / 2, np.eye(2))
        after = projector @ rho @ projector
        total += 0.5 * mean(after / np.trace(after).real, np.eye(2), (np.eye(2) + at(b)) / 2)
    return total


EDITS = {
    "y_for_x": [("[np.sin(turn), -", "[1j * np.sin(turn), -", "np.cos(turn), np.sin(turn)]", "np.cos(turn), -1j * np.sin(turn)]"),
                ("math.sin(math.radians(b) / 2)]", "1j * math.sin(math.radians(b) / 2)]", "ket @ bob", "ket.conj() @ bob")],
    "alice": [("ijik->jk", "ijkj->ik", "radians(b)", "radians(a)"),
              ("spin(b), pair(rho).ptrace(1)", "spin(a), pair(rho).ptrace(0)")],
    "other_outcome": [("projector(b, 0)", "projector(b, 1)"), ("(1 + q", "(1 - q")],
    "always_half": [("b):\n", "b):\n    return 0.5\n")],
    "radians": [("np.radians(degrees)", "degrees"), ("math.radians(b)", "b")],
    "alices_angle": [("projector(b, 0)", "projector(a, 0)", "projector(a, found)", "projector(b, found)"),
                     ("spin(b)", "spin(a)"), ("radians(b)", "radians(a)")],
    "polariser_angle": [("(b) / 2", "(b)"), ("spin(b)", "spin(b / 2)"), ("projector(b, 0)", "projector(2 * b, 0)")],
    "axes_swapped": [("projector(b, 0)", "projector(90 - b, 0)"), ("spin(b)", "spin(90 - b)"),
                     ("radians(b)", "radians(90 - b)")],
    "mean": [("(1 + qutip.expect(spin(b), pair(rho).ptrace(1))) / 2", "qutip.expect(spin(b), pair(rho).ptrace(1))"),
             ("return (ket @ bob @ ket).real", "return 2 * (ket @ bob @ ket).real - 1")],
}
