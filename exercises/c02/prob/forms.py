import numpy as np
import qutip


def right__matrix(state, basis):
    return np.abs(np.conj(np.array(basis)) @ state) ** 2


def right__expectation(state, basis):
    zero = qutip.Qobj(np.array(basis[0]).reshape(2, 1))
    p0 = qutip.expect(zero * zero.dag(), qutip.Qobj(np.array(state).reshape(2, 1)))
    return [p0, 1 - p0]


def right__by_hand(state, basis):
    result = []
    for b in basis:
        overlap = b[0].conjugate() * state[0] + b[1].conjugate() * state[1]
        result.append(overlap.real**2 + overlap.imag**2)
    return tuple(result)


def amplitude_size__vdot(state, basis):
    return [abs(np.vdot(b, state)) for b in basis]


def amplitude_size__root(state, basis):
    p = np.abs(np.conj(np.array(basis)) @ state) ** 2
    return np.sqrt(p)


def amplitude__vdot(state, basis):
    return np.array([np.vdot(basis[0], state), np.vdot(basis[1], state)])


def amplitude__matrix(state, basis):
    return (np.conj(np.array(basis)) @ state.reshape(2, 1)).ravel()


def square_without_size__vdot(state, basis):
    return [np.vdot(b, state) ** 2 for b in basis]


def square_without_size__product(state, basis):
    overlaps = np.conj(np.array(basis)) @ state
    return overlaps * overlaps


def real_part__vdot(state, basis):
    return [np.vdot(b, state).real ** 2 for b in basis]


def real_part__matrix(state, basis):
    return np.real(np.conj(np.array(basis)) @ state) ** 2


def no_conjugate__dot(state, basis):
    return [abs(np.dot(b, state)) ** 2 for b in basis]


def no_conjugate__sum(state, basis):
    return [abs(b[0] * state[0] + b[1] * state[1]) ** 2 for b in basis]


def outcomes_swapped__order(state, basis):
    one, zero = basis
    return [abs(np.vdot(zero, state)) ** 2, abs(np.vdot(one, state)) ** 2]


def outcomes_swapped__complement(state, basis):
    p = abs(np.vdot(basis[0], state)) ** 2
    return np.array([1 - p, p])


def basis_ignored__size(state, basis):
    return np.abs(state) ** 2


def basis_ignored__z(state, basis):
    p0 = abs(np.vdot([1, 0], state)) ** 2
    return [p0, 1 - p0]


def one_outcome__number(state, basis):
    return abs(np.vdot(basis[0], state)) ** 2


def one_outcome__list(state, basis):
    for b in basis:
        return [abs(np.vdot(b, state)) ** 2]


def amplitude_normalised__sum(state, basis):
    sizes = np.array([abs(np.vdot(b, state)) for b in basis])
    return sizes / sizes.sum()


def amplitude_normalised__first(state, basis):
    one, two = (abs(np.vdot(b, state)) for b in basis)
    return one / (one + two), 1 - one / (one + two)
