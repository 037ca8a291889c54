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


def _s(rho, angles):
    a, a2, b, b2 = (at(t) for t in angles)
    return mean(rho, a, b) - mean(rho, a, b2) + mean(rho, a2, b) + mean(rho, a2, b2)


def right__matrix(rho, angles):
    paulis = [np.array([[0, 1], [1, 0]]), np.diag([1, -1])]
    t = np.array([[np.trace(rho @ np.kron(p, q)).real for q in paulis] for p in paulis])
    a, a2, b, b2 = [np.array([math.sin(math.radians(x)), math.cos(math.radians(x))]) for x in angles]
    return a @ t @ (b - b2) + a2 @ t @ (b + b2)


def right__loop(rho, angles):
    state, total = pair(rho), 0.0
    for x in (0, 1):
        for y in (0, 1):
            e = qutip.expect(qutip.tensor(spin(angles[x]), spin(angles[2 + y])), state)
            total += -e if (x, y) == (0, 1) else e
    return total


def best_pattern__horodecki(rho, angles):
    paulis = [qutip.sigmax().full(), qutip.sigmay().full(), qutip.sigmaz().full()]
    t = np.array([[mean(rho, p, q) for q in paulis] for p in paulis])
    return 2 * np.sqrt(np.sort(np.linalg.svd(t)[1] ** 2)[1:].sum())


def best_pattern__signs(rho, angles):
    a, a2, b, b2 = (at(t) for t in angles)
    e = np.array([mean(rho, x, y) for x in (a, a2) for y in (b, b2)])
    return max(abs(e.sum() - 2 * term) for term in e)


def no_state__cosines(rho, angles):
    a, a2, b, b2 = np.radians(angles)
    return np.cos(a - b) - np.cos(a - b2) + np.cos(a2 - b) + np.cos(a2 - b2)


def no_state__bell(rho, angles):
    bell = np.zeros((4, 4))
    bell[np.ix_([0, 3], [0, 3])] = 0.5
    return _s(bell, angles)


EDITS = {
    "all_plus": [("b - b2", "b + b2"), ("-e if (x, y) == (0, 1) else e", "e")],
    "minus_elsewhere": [("b - b2", "b + b2", "(a2, b + b2)", "(a2, b - b2)"),
                        ("(a, b - b2)", "(a, b + b2)", "(a2, b + b2)", "(a2, b2 - b)"), ("(0, 1) else", "(1, 1) else")],
    "sizes": [("-e if (x, y) == (0, 1) else e", "abs(e)"),
              ("a @ t @ (b - b2) + a2 @ t @ (b + b2)", "sum(abs(x @ t @ y) for x in (a, a2) for y in (b, b2))")],
    "mean": [("return total", "return total / 4"), ("b - b2", "b / 4 - b2 / 4", "b + b2", "b / 4 + b2 / 4")],
    "settings_mixed": [("a, a2, b, b2 =", "a, b, a2, b2 ="),
                       ("angles[x]", "angles[2 * x]", "angles[2 + y]", "angles[2 * y + 1]")],
    "radians": [("np.radians(degrees)", "degrees"), ("math.radians(x)", "x")],
    "polariser_angle": [("angles):\n", "angles):\n    angles = [2 * angle for angle in angles]\n")],
    "size": [("return np.trace(rho @ operator).real", "return abs(np.trace(rho @ operator).real)"),
             ("return total", "return abs(total)")],
    "y_for_x": [("[np.sin(turn), -", "[1j * np.sin(turn), -", "np.cos(turn), np.sin(turn)]", "np.cos(turn), -1j * np.sin(turn)]"),
                ("[0, 1], [1, 0]", "[0, -1j], [1j, 0]")],
    "sign": [("np.trace(rho @", "-np.trace(rho @"), ("spin(angles[2 + y])", "spin(angles[2 + y] + 180)")],
}
