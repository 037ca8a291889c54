"""Pairs of qubits: Bell states, with and without noise, and what measuring one does to the other."""

from __future__ import annotations

import math

import qutip

from qedu import states
from qedu._arguments import bad, probability
from qedu._operators import direction, pair
from qedu._types import Number, Setting

__all__ = ["bell", "werner", "classically_correlated", "steer"]

#: By name: the Bell state as amplitudes of |00⟩, |01⟩, |10⟩, |11⟩, times √2.
_BELL = {"phi+": (1, 0, 0, 1), "phi-": (1, 0, 0, -1), "psi+": (0, 1, 1, 0), "psi-": (0, 1, -1, 0)}


def bell(name: str = "phi+") -> qutip.Qobj:
    """One of the four Bell states.

    Parameters
    ----------
    name : str
        "phi+", "phi-", "psi+" or "psi-" (the singlet): (|00⟩ ± |11⟩)/√2 and
        (|01⟩ ± |10⟩)/√2.

    Returns
    -------
    qutip.Qobj
        Normalised ket, dims [[2, 2], [1]].

    Raises
    ------
    ValueError
        If there is no such state.

    Notes
    -----
    Nielsen and Chuang, section 1.3.6.  Introduced in chapter C04.

    Examples
    --------
    >>> from qedu.entanglement import correlation
    >>> [round(float(correlation(bell("psi-"), axis, axis)), 12) for axis in "XYZ"]
    [-1.0, -1.0, -1.0]
    """
    return _bell("name", name)


def _bell(argument: str, name: str) -> qutip.Qobj:
    if not isinstance(name, str) or name not in _BELL:
        raise bad(argument, name, "one of " + ", ".join(map(repr, _BELL)))
    return qutip.Qobj([[amplitude / math.sqrt(2)] for amplitude in _BELL[name]], dims=[[2, 2], [1]])


def werner(fidelity: Number | None = None, *, visibility: Number | None = None, state: str = "phi+") -> qutip.Qobj:
    """A Bell state with white noise, by its fidelity or by its visibility.

    Parameters
    ----------
    fidelity : float, optional
        F = ⟨Bell|ρ|Bell⟩, from 0 to 1; each of the three other Bell states has (1 − F)/3.
    visibility : float, optional
        v = (4F − 1)/3, from −1/3 to 1, in place of the fidelity: ρ = v·Bell + (1 − v)·I/4.
    state : str
        The Bell state, as in `bell`.

    Returns
    -------
    qutip.Qobj
        Density operator, dims [[2, 2], [2, 2]].

    Raises
    ------
    ValueError
        Unless exactly one of fidelity and visibility is given, within its range.

    Notes
    -----
    Werner, Phys. Rev. A 40, 4277 (1989), doi:10.1103/PhysRevA.40.4277, for the singlet.
    Entangled for v > 1/3 (F > ½); S > 2 for v > 1/√2.  Derived in chapter C04.

    Examples
    --------
    >>> from qedu.entanglement import chsh, concurrence
    >>> rho = werner(visibility=0.5)             # entangled, and no CHSH test shows it
    >>> round(concurrence(rho), 12), round(chsh(rho), 12)
    (0.25, 1.414213562373)
    """
    if (fidelity is None) == (visibility is None):
        given = f"{fidelity!r} with visibility = {visibility!r}"
        raise bad("fidelity", given, "exactly one of fidelity and visibility")
    if visibility is None:
        visibility = (4 * probability("fidelity", fidelity) - 1) / 3
    else:
        visibility = probability("visibility", visibility, -1 / 3, 1)
    noise = qutip.qeye([2, 2]) / 4
    return visibility * _bell("state", state).proj() + (1 - visibility) * noise


def classically_correlated(axis: Setting = "Z") -> qutip.Qobj:
    """A spoofed pair: two qubits in the same basis state, which of the two by a coin toss.

    Parameters
    ----------
    axis : setting
        The basis in which both outcomes always agree.

    Returns
    -------
    qutip.Qobj
        ½|0⟩⟨0|⊗|0⟩⟨0| + ½|1⟩⟨1|⊗|1⟩⟨1| in that basis: separable, dims [[2, 2], [2, 2]].

    Raises
    ------
    ValueError
        If the axis is no setting.

    Notes
    -----
    Derived in chapter C04.

    Examples
    --------
    >>> from qedu.entanglement import correlation
    >>> fake = classically_correlated("Z")
    >>> round(float(correlation(fake, "Z", "Z")), 12), round(float(correlation(fake, "X", "X")), 12)
    (1.0, 0.0)
    """
    kets = states.basis(direction("axis", axis))
    return sum(qutip.tensor(ket.proj(), ket.proj()) for ket in kets) / 2


def steer(state: qutip.Qobj, axis: Setting) -> tuple[qutip.Qobj, qutip.Qobj]:
    """What Bob has after Alice measured: his states, each with its probability as its trace.

    Parameters
    ----------
    state : qutip.Qobj
        Ket or density operator of two qubits.
    axis : setting
        Alice's direction.

    Returns
    -------
    tuple of qutip.Qobj
        Operators of Bob's qubit for Alice's outcomes 0 and 1.  Their sum is Bob's state
        before he hears from her: it does not depend on the axis.

    Raises
    ------
    ValueError
        If `state` is not a two-qubit state or the axis is no setting.

    Notes
    -----
    Tr_A[(Π ⊗ I)ρ].  Derived in chapter C04.

    Examples
    --------
    >>> first, second = steer(bell(), "X")
    >>> states.bloch_vector(first / first.tr()).round(12).tolist()
    [1.0, 0.0, 0.0]
    >>> bool(abs((first + second - bell().proj().ptrace(1)).full()).max() < 1e-12)
    True
    """
    rho = pair("state", state)
    first, second = ((qutip.tensor(ket.proj(), qutip.qeye(2)) * rho).ptrace(1)
                     for ket in states.basis(direction("axis", axis)))
    return first, second
