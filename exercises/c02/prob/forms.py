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


EDITS = {
    "amplitude_size": [("state)) ** 2", "state))"), ("@ state) ** 2", "@ state)"), ("result)", "np.sqrt(result))")],
    "amplitude": [("abs(np.vdot(outcome, state)) ** 2", "np.vdot(outcome, state)"),
                  ("np.abs(", "(", "@ state) ** 2", "@ state)"), ("overlap.real**2 + overlap.imag**2", "overlap")],
    "square_without_size": [("abs(np.vdot(outcome, state))", "np.vdot(outcome, state)"), ("np.abs(", "("),
                            ("overlap.real**2 + overlap.imag**2", "overlap**2")],
    "real_part": [("abs(np.vdot(outcome, state))", "np.vdot(outcome, state).real"), ("np.abs", "np.real"),
                  (" + overlap.imag**2", "")],
    "no_conjugate": [("np.vdot", "np.dot"), (".conjugate()", ""), ("basis[0])", "basis[0].conj())")],
    "outcomes_swapped": [("in basis", "in basis[::-1]"), ("basis[0]", "basis[1]"), ("[p0, 1 - p0]", "[1 - p0, p0]")],
    "basis_ignored": [("basis):\n", "basis):\n    basis = np.eye(2, dtype=complex)\n")],
    "one_outcome": [("in basis", "in basis[:1]"), ("[p0, 1 - p0]", "p0")],
    "amplitude_normalised": [("[p0, 1 - p0]",
                              "[p0**0.5 / (p0**0.5 + (1 - p0)**0.5), (1 - p0)**0.5 / (p0**0.5 + (1 - p0)**0.5)]"),
                             ("tuple(result)", "np.sqrt(result) / np.sum(np.sqrt(result))")],
}
