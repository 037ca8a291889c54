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


def radians__trace(rho, a, b):
    return mean(rho, turned(a), turned(b))


def radians__qutip(rho, a, b):
    left, right = (math.cos(x) * qutip.sigmaz() + math.sin(x) * qutip.sigmax() for x in (a, b))
    return qutip.expect(qutip.tensor(left, right), pair(rho))


def polariser_angle__double(rho, a, b):
    return mean(rho, at(2 * a), at(2 * b))


def polariser_angle__half(rho, a, b):
    return float(np.trace(np.kron(at(a / 2), at(b / 2)) @ rho).real)


def agreement__half(rho, a, b):
    return (1 + mean(rho, at(a), at(b))) / 2


def agreement__projectors(rho, a, b):
    return sum(mean(rho, (np.eye(2) + s * at(a)) / 2, (np.eye(2) + s * at(b)) / 2) for s in (1, -1))


def one_dial__alice(rho, a, b):
    return mean(rho, at(a), at(a))


def one_dial__bob(rho, a, b):
    observable = at(b)
    return np.trace(np.kron(observable, observable) @ rho).real


def apart__identity(rho, a, b):
    return mean(rho, at(a), np.eye(2)) * mean(rho, np.eye(2), at(b))


def apart__halves(rho, a, b):
    halves = pair(rho).ptrace(0).full(), pair(rho).ptrace(1).full()
    return np.trace(halves[0] @ at(a)).real * np.trace(halves[1] @ at(b)).real


def sides_swapped__kron(rho, a, b):
    return mean(rho, at(b), at(a))


def sides_swapped__qutip(rho, a, b):
    return qutip.expect(qutip.tensor(qutip.Qobj(at(b)), qutip.Qobj(at(a))), pair(rho))


def axes_swapped__from_x(rho, a, b):
    return mean(rho, at(90 - a), at(90 - b))


def axes_swapped__matrices(rho, a, b):
    x, z = np.array([[0, 1], [1, 0]]), np.diag([1, -1])
    left, right = (np.cos(np.radians(t)) * x + np.sin(np.radians(t)) * z for t in (a, b))
    return mean(rho, left, right)


def both_zero__projectors(rho, a, b):
    return mean(rho, (np.eye(2) + at(a)) / 2, (np.eye(2) + at(b)) / 2)


def both_zero__kets(rho, a, b):
    ket = np.kron([math.cos(math.radians(a / 2)), math.sin(math.radians(a / 2))],
                  [math.cos(math.radians(b / 2)), math.sin(math.radians(b / 2))])
    return (ket @ rho @ ket).real


def y_for_x__pauli(rho, a, b):
    y, z = qutip.sigmay().full(), qutip.sigmaz().full()
    left, right = (np.cos(np.radians(t)) * z + np.sin(np.radians(t)) * y for t in (a, b))
    return mean(rho, left, right)


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


def sign__minus(rho, a, b):
    return -mean(rho, at(a), at(b))


def sign__opposite(rho, a, b):
    return mean(rho, at(a + 180), at(b))


def size__abs(rho, a, b):
    return abs(mean(rho, at(a), at(b)))


def size__root(rho, a, b):
    return np.sqrt(mean(rho, at(a), at(b)) ** 2)
