"""Entanglement swapping: two pairs that meet at a station become one pair of those who never met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import overload

import numpy as np
import qutip

from qedu import _shown
from qedu._arguments import array, probability, scalar_or_array, together, whole
from qedu._operators import Value, pair
from qedu._types import FloatOrArray, Floats, Number, Numbers, Whole
from qedu.entanglement import bell_measurement

__all__ = ["SwapOutcome", "swap", "swap_outcomes", "werner_after_swaps"]


@dataclass(frozen=True, eq=False)
class SwapOutcome(Value):
    """One of the four outcomes of a Bell measurement that swaps entanglement.

    Parameters
    ----------
    m1, m2 : int
        The two bits that the station announces.
    probability : float
        How often it finds them.
    bell : str
        The Bell state in which it finds its two qubits; two pairs Φ⁺ leave the outer pair in the same one.
    correction : str
        What is done to the last qubit, as in `corrections`.
    before, after : qutip.Qobj or None
        The outer pair for these bits, before and after that: a density operator of dims [[2, 2], [2, 2]];
        None for bits that never occur.

    Notes
    -----
    Made by `swap_outcomes`.  Outcomes of equal entries are equal.  Chapter C11.

    Examples
    --------
    >>> from qedu.entanglement import bell
    >>> swap_outcomes(bell(), bell())[2]
    SwapOutcome(m1 1; m2 0; phi-; probability 0.25; correction Z)
    """

    m1: int
    m2: int
    probability: float
    bell: str
    correction: str
    before: qutip.Qobj | None
    after: qutip.Qobj | None

    def __repr__(self) -> str:
        return _shown.line("SwapOutcome", f"m1 {self.m1}", f"m2 {self.m2}", self.bell, f"probability {self.probability:.4g}",
                           f"correction {self.correction}")

    def _repr_html_(self) -> str:
        return _shown.table("One outcome of entanglement swapping", [
            ("Bits m1, m2", f"{self.m1}, {self.m2}"), ("Bell state found", self.bell), ("Probability", self.probability),
            ("Correction", self.correction)])


def swap_outcomes(rho1: qutip.Qobj, rho2: qutip.Qobj, *, measurement: Number = 1.0) -> tuple[SwapOutcome, ...]:
    """All four outcomes of a swap, with the outer pair before and after its correction.

    Parameters
    ----------
    rho1, rho2 : qutip.Qobj
        Kets or density operators of two pairs: A with the station's first qubit, and the station's second
        qubit with C.
    measurement : float
        How often the station's Bell measurement works; otherwise both its qubits are white noise before it.

    Returns
    -------
    tuple of SwapOutcome
        In the order (m1, m2) = 00, 01, 10, 11: the station found Φ⁺, Ψ⁺, Φ⁻, Ψ⁻.

    Raises
    ------
    ValueError
        If an argument is no pair or `measurement` not from 0 to 1.

    Notes
    -----
    It is teleportation of the station's first qubit, with all its entanglement, through the second pair.
    Żukowski, Zeilinger, Horne and Ekert, Phys. Rev. Lett. 71, 4287 (1993), doi:10.1103/PhysRevLett.71.4287.
    Derived in chapter C11.

    Examples
    --------
    >>> from qedu.entanglement import bell, bell_diagonal
    >>> outcomes = swap_outcomes(bell(), bell())
    >>> [outcome.bell for outcome in outcomes]
    ['phi+', 'psi+', 'phi-', 'psi-']
    >>> bell_diagonal(outcomes[3].before).round(12).tolist()        # psi- is second among the weights
    [0.0, 1.0, 0.0, 0.0]
    """
    first, second = pair("rho1", rho1), pair("rho2", rho2)
    works = probability("measurement", measurement)
    apart = qutip.tensor(first.ptrace(0), second.ptrace(1))
    outcomes = []
    for bits, unnormalised in bell_measurement.found(qutip.tensor(first, second), 1, 1):
        odds, before = bell_measurement.blurred(unnormalised, apart, works)
        turn = qutip.tensor(qutip.qeye(2), bell_measurement.gate(*bits))
        outcomes.append(SwapOutcome(*bits, odds, bell_measurement.FOUND[bits], bell_measurement.NAMES[bits], before,
                                    None if before is None else turn * before * turn.dag()))
    return tuple(outcomes)


def swap(rho1: qutip.Qobj, rho2: qutip.Qobj, *, measurement: Number = 1.0) -> qutip.Qobj:
    """The outer pair after a swap and its correction to Φ⁺, averaged over the four outcomes.

    Parameters
    ----------
    rho1, rho2 : qutip.Qobj
        Kets or density operators of two pairs: A with the station's first qubit, and the station's second
        qubit with C.
    measurement : float
        How often the station's Bell measurement works; otherwise both its qubits are white noise before it.

    Returns
    -------
    qutip.Qobj
        Density operator of A and C, dims [[2, 2], [2, 2]].  For Werner pairs a Werner pair, whose Werner
        parameter w = (4F − 1)/3 is the product w1·w2·measurement.

    Raises
    ------
    ValueError
        If an argument is no pair or `measurement` not from 0 to 1.

    Notes
    -----
    Żukowski, Zeilinger, Horne and Ekert, Phys. Rev. Lett. 71, 4287 (1993), doi:10.1103/PhysRevLett.71.4287.
    Derived in chapter C11.

    Examples
    --------
    >>> from qedu import states
    >>> from qedu.entanglement import bell, werner
    >>> round(states.fidelity(bell(), swap(werner(0.95), werner(0.95))), 6)
    0.903333
    """
    return sum(outcome.probability * outcome.after for outcome in swap_outcomes(rho1, rho2, measurement=measurement)
               if outcome.after is not None)


@overload
def werner_after_swaps(fidelity: Number, links: Whole, *, measurement: Number = 1.0) -> float: ...
@overload
def werner_after_swaps(fidelity: Numbers, links: Numbers, *, measurement: Numbers = 1.0) -> Floats: ...
def werner_after_swaps(fidelity: Numbers, links: Numbers, *, measurement: Numbers = 1.0) -> FloatOrArray:
    """Fidelity end to end when equal Werner pairs in a chain are swapped into one.

    Parameters
    ----------
    fidelity : float or array_like
        F of each link, from 0 to 1.
    links : int or array_like
        How many pairs there are, at least 1; there is one swap fewer.
    measurement : float or array_like
        How often each Bell measurement works; otherwise both its qubits are white noise before it.

    Returns
    -------
    float or numpy.ndarray
        (1 + 3W)/4 with W = w^links · measurement^(links − 1) and w = (4F − 1)/3: it tends to ¼, the fidelity
        of white noise.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    `swap`, applied again and again; the order of the swaps does not matter.  Dür, Briegel, Cirac and
    Zoller, Phys. Rev. A 59, 169 (1999), doi:10.1103/PhysRevA.59.169.  Derived in chapter C11.

    Examples
    --------
    >>> werner_after_swaps(0.95, [1, 4, 8, 16]).round(3).tolist()
    [0.95, 0.819, 0.682, 0.499]
    """
    f, n, m = together(fidelity=array("fidelity", fidelity, 0, 1), links=whole("links", links, 1),
                       measurement=array("measurement", measurement, 0, 1))
    parameter = ((4 * f - 1) / 3) ** n * m ** (n - 1)
    return scalar_or_array(np.asarray((1 + 3 * parameter) / 4))
