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


def alice__sum(rho, a, b):
    return joint(rho, a, b)[0].sum()


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


def other_outcome__column(rho, a, b):
    return joint(rho, a, b)[:, 1].sum()


def other_outcome__minus(rho, a, b):
    return (1 - np.trace(pair(rho).ptrace(1).full() @ at(b)).real) / 2


def always_half__constant(rho, a, b):
    return 0.5


def always_half__trace(rho, a, b):
    return np.trace(rho).real / 2


def radians__spin(rho, a, b):
    return mean(rho, np.eye(2), (np.eye(2) + turned(b)) / 2)


def radians__ket(rho, a, b):
    ket = np.array([math.cos(b / 2), math.sin(b / 2)])
    return (ket @ pair(rho).ptrace(1).full() @ ket).real


def alices_angle__spin(rho, a, b):
    return mean(rho, np.eye(2), (np.eye(2) + at(a)) / 2)


def alices_angle__traced(rho, a, b):
    bob = pair(rho).ptrace(1).full()
    return np.trace(bob @ (np.eye(2) + at(a)) / 2).real


def polariser_angle__ket(rho, a, b):
    ket = np.array([np.cos(np.radians(b)), np.sin(np.radians(b))])
    return mean(rho, np.eye(2), np.outer(ket, ket))


def polariser_angle__half(rho, a, b):
    return mean(rho, np.eye(2), (np.eye(2) + at(b / 2)) / 2)


def axes_swapped__spin(rho, a, b):
    return mean(rho, np.eye(2), (np.eye(2) + at(90 - b)) / 2)


def axes_swapped__pauli(rho, a, b):
    turn = np.radians(b)
    observable = np.cos(turn) * qutip.sigmax().full() + np.sin(turn) * qutip.sigmaz().full()
    return (1 + mean(rho, np.eye(2), observable)) / 2


def mean__spin(rho, a, b):
    return mean(rho, np.eye(2), at(b))


def mean__difference(rho, a, b):
    bob = pair(rho).ptrace(1).full()
    p0 = np.trace(bob @ (np.eye(2) + at(b)) / 2).real
    return p0 - (1 - p0)
