"""An Eve who prepares the pairs herself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import qutip

from qedu import entanglement, states
from qedu._arguments import probability
from qedu._types import Axis, Number
from qedu.attacks.bases import basis_word, eves_axes, plain_basis
from qedu.attacks.model import Attack, partial, unfit
from qedu.protocols import Protocol

__all__ = ["at_source"]


def at_source(basis: Axis = "random", *, fraction: Number = 1.0) -> Attack:
    """Eve takes the source's place and sends out product states, of which she knows both halves.

    Parameters
    ----------
    basis : str or sequence of float
        The axis of the two spins, as in `intercept_resend`: by default each time one of
        the protocol's key bases.
    fraction : float
        Probability of replacing a pair, from 0 to 1.

    Returns
    -------
    Attack
        Records such as "Z0": Alice's half points along Z.  Bob's half points where the
        source's own correlations would have it, so that rounds measured along this axis
        look as they should.  The pairs are not entangled: the CHSH value is at most 2,
        and with E91's measurements at most √2.

    Raises
    ------
    ValueError
        If an argument is not of its kind.  Against a protocol without a pair: raised by
        `exchange`.

    Notes
    -----
    Bob's direction is Tᵀn for Alice's n, with T the correlation matrix of the source.
    On a maximally entangled pair this is interception by another road.  Ekert, Phys.
    Rev. Lett. 67, 661 (1991), doi:10.1103/PhysRevLett.67.661.  Derived in chapter C07.

    Examples
    --------
    >>> import qedu
    >>> run = qedu.exchange(qedu.protocols.e91(), attack=at_source())
    >>> round(run.chsh, 4), round(run.qber, 12)
    (1.4142, 0.125)
    """
    fraction = probability("fraction", fraction)
    name = f"Eve at the source ({basis_word(basis)})"
    return partial(Attack(name, _Products(name, plain_basis(basis))), fraction)


@dataclass(frozen=True)
class _Products:
    name: str
    basis: Axis

    def __call__(self, protocol: Protocol) -> list[tuple[str, qutip.Qobj]]:
        if protocol.pair is None:
            raise unfit(self.name, protocol, "only against protocols with an entangled source, as BBM92 and E91")
        axes = eves_axes(self.basis, protocol)
        turned = entanglement.correlation_matrix(protocol.pair).T
        found = []
        for label, axis in axes.items():
            half = states.basis(axis)
            there = turned @ states.bloch_vector(half[0])
            # A source without any correlation along this axis leaves Bob without any: always the same half.
            other = states.basis(there) if np.linalg.norm(there) > 1e-9 else half[:1] * 2
            found += [(f"{label}{outcome}", qutip.tensor(mine, his).proj() / (2 * len(axes)))
                      for outcome, (mine, his) in enumerate(zip(half, other))]
        return found
