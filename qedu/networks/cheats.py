"""Repeaters that do not do what they say, and what the users' own test of their pairs shows of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import qutip

from qedu import _shown
from qedu._arguments import degrees, probability
from qedu._operators import pair
from qedu._types import Number
from qedu.entanglement import bell, chsh, correlation, swap
from qedu.rates import h2

__all__ = ["EndTest", "curious_repeater", "end_test"]


@dataclass(frozen=True)
class EndTest:
    """What two users find who test the pairs that a network gave them.

    Parameters
    ----------
    fidelity : float
        F with Φ⁺.
    qber_z, qber_x : float
        Shares of unequal bits, where both measure Z and where both measure X.
    s_value : float
        CHSH value S at the best settings.

    Notes
    -----
    Made by `end_test`.  Equal if all entries are.  Chapter C14.

    Examples
    --------
    >>> from qedu.entanglement import werner
    >>> end_test(werner(0.97))
    EndTest(fidelity 0.97; QBER 0.02 in Z; 0.02 in X; S 2.715; key 0.7171)
    """

    fidelity: float
    qber_z: float
    qber_x: float
    s_value: float

    @property
    def key(self) -> float:
        """Secret bits of a pair measured in Z by both: 1 − h(e_x) − h(e_z), at least 0.

        Errors in X bound what anybody else may know of Z, whoever made the pair: Shor and Preskill, Phys. Rev. Lett. 85, 441
        (2000), doi:10.1103/PhysRevLett.85.441.  Endless keys; not a word of the repeater's is needed.
        """
        return max(0.0, 1 - float(h2(min(self.qber_x, 0.5))) - float(h2(min(self.qber_z, 0.5))))

    def __repr__(self) -> str:
        return _shown.line("EndTest", f"fidelity {self.fidelity:.4g}", f"QBER {self.qber_z:.4g} in Z", f"{self.qber_x:.4g} in X",
                           f"S {self.s_value:.4g}", f"key {self.key:.4g}")

    def _repr_html_(self) -> str:
        return _shown.table("The users' test", [("Fidelity", self.fidelity), ("QBER in Z", self.qber_z), ("QBER in X", self.qber_x),
                                                ("CHSH value S", self.s_value), ("Secret bits of a pair", self.key)])


def end_test(rho: qutip.Qobj) -> EndTest:
    """What two users find who test their pairs, given endlessly many.

    Parameters
    ----------
    rho : qutip.Qobj
        The pair, a ket or a density operator, dims of two qubits.

    Returns
    -------
    EndTest
        Fidelity, error rates in Z and in X, and S.

    Raises
    ------
    ValueError
        If it is no pair.

    Notes
    -----
    A station that claims to swap and measures (`qedu.repeaters.measuring_station`), one that keeps its halves
    (`qedu.repeaters.idle_station`), and one that looks a little (`curious_repeater`) differ in what they leave, and none can hide it
    from a test in two bases.  A network that delivers less fidelity than it says is found out as well.  Chapter C14.

    Examples
    --------
    >>> from qedu.repeaters import measuring_station
    >>> end_test(measuring_station())
    EndTest(fidelity 0.5; QBER 0 in Z; 0.5 in X; S 2; key 0)
    """
    state = pair("rho", rho)
    z, x = (float(correlation(state, axis, axis)) for axis in ("Z", "X"))
    fidelity = float(qutip.expect(bell().proj(), state))

    def share(value):
        return round(min(max(value, 0.0), 1.0), 14) + 0.0

    return EndTest(share(fidelity), share((1 - z) / 2), share((1 - x) / 2), round(float(chsh(state)), 14))


def curious_repeater(rho1: qutip.Qobj | None = None, rho2: qutip.Qobj | None = None, *, angle_deg: Number) -> tuple[qutip.Qobj, float]:
    """A repeater that swaps as it should, but first lets a qubit of its own look at the bit.

    Parameters
    ----------
    rho1, rho2 : qutip.Qobj, optional
        The pairs of A with the repeater and of the repeater with C.  None: Φ⁺.
    angle_deg : float
        How much it looks, 0 to 90 degrees: its qubit stays |0⟩ if the bit is 0, and turns by this angle towards |1⟩ if it is 1.

    Returns
    -------
    tuple of (qutip.Qobj, float)
        The pair of A and C after the swap, and the probability with which the repeater guesses A's bit in Z, if its first pair is Φ⁺.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    The third party stays entangled with the users, and pays for it: what it knows of Z is missing in X.  From perfect pairs the users
    find no error in Z, (1 − cos θ)/2 in X, and S = 2√(1 + cos² θ); the guess is (1 + sin θ)/2.  Chapter C14.

    Examples
    --------
    >>> for angle in (0, 30, 90):
    ...     left, guess = curious_repeater(angle_deg=angle)
    ...     print(f"{guess:.3f}", end_test(left))
    0.500 EndTest(fidelity 1; QBER 0 in Z; 0 in X; S 2.828; key 1)
    0.750 EndTest(fidelity 0.933; QBER 0 in Z; 0.06699 in X; S 2.646; key 0.6454)
    1.000 EndTest(fidelity 0.5; QBER 0 in Z; 0.5 in X; S 2; key 0)
    """
    first, second = (pair(name, bell() if rho is None else rho) for name, rho in (("rho1", rho1), ("rho2", rho2)))
    theta = math.radians(probability("angle_deg", degrees("angle_deg", angle_deg), 0, 90))
    # Seen from outside, a qubit that looks leaves two operators on the station's half of the first pair.
    looks = [qutip.Qobj(np.diag([1.0, math.cos(theta)])), qutip.Qobj(np.diag([0.0, math.sin(theta)]))]
    seen = sum(qutip.tensor(qutip.qeye(2), one) * first * qutip.tensor(qutip.qeye(2), one).dag() for one in looks)
    return swap(seen, second), (1 + math.sin(theta)) / 2
