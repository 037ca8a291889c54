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


def four(rho, angles, turned=at):
    a, a2, b, b2 = angles
    return [mean(rho, turned(x), turned(y)) for x in (a, a2) for y in (b, b2)]


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


def all_plus__sum(rho, angles):
    return sum(four(rho, angles))


def all_plus__operator(rho, angles):
    a, a2, b, b2 = map(at, angles)
    return np.trace(rho @ np.kron(a + a2, b + b2)).real


def minus_elsewhere__last(rho, angles):
    ab, ab2, a2b, a2b2 = four(rho, angles)
    return ab + ab2 + a2b - a2b2


def minus_elsewhere__third(rho, angles):
    return float(np.dot(four(rho, angles), [1, 1, -1, 1]))


def sizes__abs(rho, angles):
    return sum(abs(e) for e in four(rho, angles))


def sizes__numpy(rho, angles):
    return np.linalg.norm(four(rho, angles), ord=1)


def mean__quarter(rho, angles):
    return np.dot(four(rho, angles), [1, -1, 1, 1]) / 4


def mean__numpy(rho, angles):
    return np.mean(np.array([1, -1, 1, 1]) * four(rho, angles))


def settings_mixed__unpacked(rho, angles):
    a, b, a2, b2 = angles
    return np.dot(four(rho, (a, a2, b, b2)), [1, -1, 1, 1])


def settings_mixed__slices(rho, angles):
    alice, bob = angles[::2], angles[1::2]
    e = [[mean(rho, at(x), at(y)) for y in bob] for x in alice]
    return e[0][0] - e[0][1] + e[1][0] + e[1][1]


def radians__spin(rho, angles):
    return np.dot(four(rho, angles, turned), [1, -1, 1, 1])


def radians__matrix(rho, angles):
    ends = [np.array([math.sin(t), math.cos(t)]) for t in angles]
    paulis = np.array([[0, 1], [1, 0]]), np.diag([1, -1])
    t = np.array([[mean(rho, p, q) for q in paulis] for p in paulis])
    return ends[0] @ t @ (ends[2] - ends[3]) + ends[1] @ t @ (ends[2] + ends[3])


def polariser_angle__double(rho, angles):
    return np.dot(four(rho, 2 * np.array(angles)), [1, -1, 1, 1])


def polariser_angle__half(rho, angles):
    ab, ab2, a2b, a2b2 = four(rho, [t / 2 for t in angles])
    return ab - ab2 + a2b + a2b2


def size__abs(rho, angles):
    return abs(_s(rho, angles))


def size__root(rho, angles):
    return math.hypot(_s(rho, angles), 0)


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


def sign__minus(rho, angles):
    return -_s(rho, angles)


def sign__bob(rho, angles):
    a, a2, b, b2 = angles
    return _s(rho, [a, a2, b + 180, b2 + 180])
