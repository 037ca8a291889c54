"""The Bell measurement that teleportation and swapping share: two bits, and what they say about a third qubit.

A CNOT from the first measured qubit to the second, a Hadamard on the first, and both are read: bit m1
comes from the first qubit and tells the sign in the Bell state, bit m2 from the second and tells the
parity.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import qutip

from qedu.entanglement.pairs import bell

__all__ = []

#: By the two bits (m1, m2): the Bell state that was found.
FOUND = {(0, 0): "phi+", (0, 1): "psi+", (1, 0): "phi-", (1, 1): "psi-"}

#: By the two bits: what turns the Bell state that was found into Φ⁺, by a gate on one half; applied from left to right.
NAMES = {(0, 0): "I", (0, 1): "X", (1, 0): "Z", (1, 1): "XZ"}


@cache
def gate(m1: int, m2: int) -> qutip.Qobj:
    """Return Z^m1 X^m2, the gate that `NAMES` calls by its name."""
    return qutip.sigmaz() ** m1 * qutip.sigmax() ** m2


@cache
def _bra(m1: int, m2: int, before: int, after: int) -> qutip.Qobj:
    """⟨Bell| on two neighbouring qubits, identity on those before and after them."""
    idle = [qutip.qeye(2)]
    return qutip.tensor(*idle * before, bell(FOUND[m1, m2]).dag(), *idle * after)


def found(rho: qutip.Qobj, before: int, after: int) -> Iterator[tuple[tuple[int, int], qutip.Qobj]]:
    """Yield the two bits and what they leave, with its probability as trace: `rho` has 2 + before + after qubits."""
    for bits in FOUND:
        bra = _bra(*bits, before, after)
        left = bra * rho * bra.dag()
        yield bits, qutip.Qobj(left.data, dims=[[2] * (before + after)] * 2)


def blurred(left: qutip.Qobj, rest: qutip.Qobj, measurement: float) -> tuple[float, qutip.Qobj | None]:
    """Return probability and state of an outcome, if 1 − measurement of the time both qubits are white noise first.

    `rest` is what the measured qubits leave if nobody looks at them.  An outcome that never occurs leaves no state.
    """
    mixed = measurement * left + (1 - measurement) / 4 * rest
    odds = float(mixed.tr().real)
    return (odds, mixed / odds) if odds > 1e-15 else (0.0, None)
