"""What the checks of the exercises to chapter C04, Entanglement and Bell tests, share.

References come from qedu; wrong models are what the mistakes in words.yaml compute.
Two-qubit kets reach the student as arrays of four amplitudes, density operators as 4×4 arrays, settings
as angles in degrees from Z towards X.
"""

import math

import numpy as np


def qobj(array):
    """An array as a two-qubit ket or density operator."""
    import qutip

    array = np.asarray(array)
    return qutip.Qobj(array.reshape(4, -1), dims=[[2, 2], [1] if array.ndim == 1 else [2, 2]])


def normal(rng, size):
    """Complex numbers, normally distributed."""
    return rng.normal(size=size) + 1j * rng.normal(size=size)


def unit(array):
    """The same array with length 1."""
    return array / np.linalg.norm(array)


def random_rho(rng):
    """A mixture of three random pure states, as a 4×4 array."""
    kets = [unit(normal(rng, 4)) for _ in range(3)]
    return sum(share * np.outer(ket, ket.conj()) for share, ket in zip(rng.dirichlet([3, 2, 1]), kets))


def spin(degrees):
    """The observable of one qubit along an angle from Z towards X."""
    turn = math.radians(degrees)
    return np.array([[math.cos(turn), math.sin(turn)], [math.sin(turn), -math.cos(turn)]])


def spin_zy(degrees):
    """The observable that somebody takes who goes from Z towards Y."""
    turn = math.radians(degrees)
    return np.array([[math.cos(turn), -1j * math.sin(turn)], [1j * math.sin(turn), -math.cos(turn)]])


def mean(rho, left, right):
    """⟨left ⊗ right⟩."""
    return float(np.trace(rho @ np.kron(left, right)).real)


def angles_apart(rng, number, least=12):
    """Angles in degrees, no two of them or of their doubles, halves and opposites close to each other."""
    while True:
        angles = rng.uniform(10, 170, number)
        turned = np.concatenate([angles, 2 * angles % 180, angles / 2])
        gaps = np.abs(turned[:, None] - turned[None, :]) + 999 * np.eye(3 * number)
        if gaps.min() > least / number:
            return [round(float(angle), 1) for angle in angles]


def patterns(e):
    """What four correlations add up to with the minus sign at each of the four places."""
    e = np.ravel(e)
    return e.sum() - 2 * e


def tells(e):
    """Whether S of these four correlations is below zero and neither their sizes nor another place of the minus sign
    gives it, and no place of the sign gives the sum of the sizes: every slip with a sign shows.
    """
    s, others = patterns(e)[1], patterns(e)
    return (s < -0.1 and np.prod(np.sign(e)) > 0 and np.abs(e).min() > 0.04 and others.max() > 0.05
            and np.abs(others).max() > 0.05 - s)


def drawn(check, rng, *conditions):
    """The example and one drawn call for each condition on the arguments, with the right answers."""
    calls = [check.example]
    for condition in conditions:
        while not condition(**(call := check.drawn(rng)).arguments):
            pass
        calls.append(call)
    return calls, [check.right(**call.arguments) for call in calls]
