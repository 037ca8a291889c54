"""Teleportation of a qubit through any pair: the two bits, what they repair, and what arrives."""

from __future__ import annotations

from dataclasses import dataclass

import qutip

from qedu import _shown, states
from qedu._arguments import count, probability
from qedu._operators import Value, pair, qubit
from qedu._types import Number, Whole
from qedu.entanglement import bell_measurement
from qedu.entanglement.pairs import bell

__all__ = ["CLASSICAL_LIMIT", "corrections", "TeleportOutcome", "teleport", "teleport_outcomes", "bob_before",
           "average_fidelity"]

#: The best average fidelity, over all pure states of a qubit, of measuring it, sending bits, and preparing a new one.
#: Massar and Popescu, Phys. Rev. Lett. 74, 1259 (1995), doi:10.1103/PhysRevLett.74.1259.
CLASSICAL_LIMIT: float = 2 / 3


def corrections(m1: Whole, m2: Whole) -> str:
    """What Bob does to his qubit when he hears Alice's two bits.

    Parameters
    ----------
    m1 : int
        Bit of the qubit that is teleported, read after its Hadamard: the sign in the Bell state.
    m2 : int
        Bit of Alice's half of the pair, read after the CNOT: the parity.

    Returns
    -------
    str
        "I" (nothing), "X", "Z" or "XZ" (first X, then Z): Z^m1 X^m2 as operators, if the pair is Φ⁺.

    Raises
    ------
    ValueError
        If a bit is neither 0 nor 1.

    Notes
    -----
    Bennett et al., Phys. Rev. Lett. 70, 1895 (1993), doi:10.1103/PhysRevLett.70.1895; with these gates
    Nielsen and Chuang, section 1.3.7.  The order of X and Z only changes the sign of the whole state,
    which nothing shows.  Derived in chapter C11.

    Examples
    --------
    >>> [corrections(*bits) for bits in ((0, 0), (0, 1), (1, 0), (1, 1))]
    ['I', 'X', 'Z', 'XZ']
    """
    return bell_measurement.NAMES[count("m1", m1, 0, 1), count("m2", m2, 0, 1)]


@dataclass(frozen=True, eq=False)
class TeleportOutcome(Value):
    """One of the four outcomes of a teleportation.

    Parameters
    ----------
    m1, m2 : int
        Alice's two bits.
    probability : float
        How often she finds them.
    correction : str
        What Bob does, as in `corrections`.
    before, after : qutip.Qobj or None
        Bob's state for these bits, before and after his correction: a density operator of one qubit;
        None for bits that never occur.

    Notes
    -----
    Made by `teleport_outcomes`.  Outcomes of equal entries are equal.  Chapter C11.

    Examples
    --------
    >>> from qedu import states
    >>> teleport_outcomes(states.ket(0.3))[1]
    TeleportOutcome(m1 0; m2 1; probability 0.25; correction X)
    """

    m1: int
    m2: int
    probability: float
    correction: str
    before: qutip.Qobj | None
    after: qutip.Qobj | None

    def __repr__(self) -> str:
        return _shown.line("TeleportOutcome", f"m1 {self.m1}", f"m2 {self.m2}", f"probability {self.probability:.4g}",
                           f"correction {self.correction}")

    def _repr_html_(self) -> str:
        vectors = [None if state is None else ", ".join(f"{entry:.4g}" for entry in states.bloch_vector(state).round(12) + 0.0)
                   for state in (self.before, self.after)]
        return _shown.table("One outcome of a teleportation", [
            ("Bits m1, m2", f"{self.m1}, {self.m2}"), ("Probability", self.probability), ("Bob's correction", self.correction),
            ("Bob's Bloch vector before", vectors[0]), ("Bob's Bloch vector after", vectors[1])])


def teleport_outcomes(state: qutip.Qobj, resource: qutip.Qobj | None = None, *,
                      measurement: Number = 1.0) -> tuple[TeleportOutcome, ...]:
    """All four outcomes of a teleportation, with Bob's state before and after he corrects it.

    Parameters
    ----------
    state : qutip.Qobj
        Ket or density operator of the qubit that Alice teleports.
    resource : qutip.Qobj, optional
        The pair, Alice's half first.  None: Φ⁺.
    measurement : float
        How often Alice's Bell measurement works; otherwise both its qubits are white noise before it.

    Returns
    -------
    tuple of TeleportOutcome
        In the order (m1, m2) = 00, 01, 10, 11.

    Raises
    ------
    ValueError
        If `state` is no qubit state, `resource` no pair or `measurement` not from 0 to 1.

    Notes
    -----
    Alice projects her two qubits on a Bell state: Φ⁺, Ψ⁺, Φ⁻, Ψ⁻ for the bits 00, 01, 10, 11.
    Bennett et al., Phys. Rev. Lett. 70, 1895 (1993), doi:10.1103/PhysRevLett.70.1895.  Derived in
    chapter C11.

    Examples
    --------
    >>> from qedu import states
    >>> outcome = teleport_outcomes(states.ket(0.3))[3]
    >>> [round(states.fidelity(states.ket(0.3), bobs), 6) for bobs in (outcome.before, outcome.after)]
    [0.0, 1.0]
    """
    rho, shared, works = _given(state, resource, measurement)
    left = shared.ptrace(1)
    outcomes = []
    for bits, unnormalised in bell_measurement.found(qutip.tensor(rho, shared), 0, 1):
        odds, before = bell_measurement.blurred(unnormalised, left, works)
        turn = bell_measurement.gate(*bits)
        outcomes.append(TeleportOutcome(*bits, odds, corrections(*bits), before,
                                        None if before is None else turn * before * turn.dag()))
    return tuple(outcomes)


def _given(state, resource, measurement):
    """The arguments of a teleportation, checked: two density operators and a number."""
    rho = qubit("state", state)
    shared = pair("resource", bell() if resource is None else resource)
    return qutip.Qobj(rho.data, dims=[[2], [2]]), shared, probability("measurement", measurement)


def teleport(state: qutip.Qobj, resource: qutip.Qobj | None = None, *, measurement: Number = 1.0) -> qutip.Qobj:
    """What Bob has in the end: his corrected qubit, averaged over Alice's four outcomes.

    Parameters
    ----------
    state : qutip.Qobj
        Ket or density operator of the qubit that Alice teleports.
    resource : qutip.Qobj, optional
        The pair, Alice's half first.  None: Φ⁺.
    measurement : float
        How often Alice's Bell measurement works; otherwise both its qubits are white noise before it.

    Returns
    -------
    qutip.Qobj
        Density operator of Bob's qubit.  With Φ⁺ the state itself; with a Werner pair of Werner parameter
        w = (4F − 1)/3 the Bloch vector is w times as long.

    Raises
    ------
    ValueError
        If `state` is no qubit state, `resource` no pair or `measurement` not from 0 to 1.

    Notes
    -----
    A resource acts as a Pauli channel whose probabilities are its `bell_diagonal` weights: Bowen and Bose,
    Phys. Rev. Lett. 87, 267901 (2001), doi:10.1103/PhysRevLett.87.267901.  Derived in chapter C11.

    Examples
    --------
    >>> from qedu import states
    >>> from qedu.entanglement import werner
    >>> plus = states.basis("X")[0]
    >>> states.bloch_vector(teleport(plus, werner(0.85))).round(12).tolist()
    [0.8, 0.0, 0.0]
    """
    return sum(outcome.probability * outcome.after for outcome in teleport_outcomes(state, resource, measurement=measurement)
               if outcome.after is not None)


def bob_before(state: qutip.Qobj, resource: qutip.Qobj | None = None) -> qutip.Qobj:
    """Bob's qubit after Alice has measured and before he hears her bits.

    Parameters
    ----------
    state : qutip.Qobj
        Ket or density operator of the qubit that Alice teleports.
    resource : qutip.Qobj, optional
        The pair, Alice's half first.  None: Φ⁺.

    Returns
    -------
    qutip.Qobj
        Density operator, the average over Alice's outcomes: what he had all along, I/2 for every Bell
        state, whatever Alice teleports.  So nothing has travelled before the bits do.

    Raises
    ------
    ValueError
        If `state` is no qubit state or `resource` no pair.

    Notes
    -----
    Computed from the outcomes, and not from the resource alone, so that it shows what it says.
    Derived in chapter C11.

    Examples
    --------
    >>> from qedu import states
    >>> bob_before(states.ket(0.3)).full().round(12).real.tolist()
    [[0.5, 0.0], [0.0, 0.5]]
    """
    return sum(outcome.probability * outcome.before for outcome in teleport_outcomes(state, resource)
               if outcome.before is not None)


def average_fidelity(resource: qutip.Qobj | None = None, *, measurement: Number = 1.0) -> float:
    """Fidelity of a teleported qubit, averaged over all pure states.

    Parameters
    ----------
    resource : qutip.Qobj, optional
        The pair, Alice's half first.  None: Φ⁺.
    measurement : float
        How often Alice's Bell measurement works; otherwise both its qubits are white noise before it.

    Returns
    -------
    float
        (2F + 1)/3, F = ⟨Φ⁺|ρ|Φ⁺⟩ of the resource; with a measurement that works with probability m, F is
        first mF + (1 − m)/4.  At most `CLASSICAL_LIMIT` for F ≤ ½.

    Raises
    ------
    ValueError
        If `resource` is no pair or `measurement` not from 0 to 1.

    Notes
    -----
    Horodecki, Horodecki and Horodecki, Phys. Rev. A 60, 1888 (1999), doi:10.1103/PhysRevA.60.1888, with
    d = 2.  It counts for the corrections of `corrections`; a pair close to another Bell state does better
    after a local rotation.  Bits of a measurement that fails are random, and so is then what Bob does: he
    has I/2.  Derived in chapter C11.

    Examples
    --------
    >>> from qedu.entanglement import werner
    >>> round(average_fidelity(werner(0.85)), 12), average_fidelity(werner(0.5)) <= CLASSICAL_LIMIT + 1e-12
    (0.9, True)
    """
    shared = pair("resource", bell() if resource is None else resource)
    works = probability("measurement", measurement)
    overlap = works * qutip.expect(bell().proj(), shared) + (1 - works) / 4
    return float((2 * overlap + 1) / 3)
