"""Every protocol with every attack on single photons, and which pairs make no sense."""

from __future__ import annotations

from typing import NamedTuple

from qedu import protocols
from qedu._arguments import probability
from qedu._types import Number
from qedu.attacks.intercept import helstrom_resend, intercept_resend, unambiguous_resend
from qedu.attacks.model import Attack, none
from qedu.attacks.probes import entangling_probe, phase_covariant_cloner, universal_cloner
from qedu.attacks.source import at_source

__all__ = ["Pair", "pairs"]


class Pair(NamedTuple):
    """A protocol and an attack of the library, and whether they go together.

    Made by `pairs`.

    Attributes
    ----------
    protocol : qedu.protocols.Protocol
    attack : Attack
    error : str or None
        Why `exchange` refuses this pair; None if it does not.
    """

    protocol: protocols.Protocol
    attack: Attack
    error: str | None


def pairs(*, fraction: Number = 1.0) -> list[Pair]:
    """Every protocol of the library with every attack on single photons, and which pairs make no sense.

    Parameters
    ----------
    fraction : float
        Fraction of the signals that each attack touches, from 0 to 1.

    Returns
    -------
    list of Pair
        Protocol by protocol, in one order; where `Pair.error` is None, `exchange` builds.

    Raises
    ------
    ValueError
        If `fraction` is not a probability.

    Notes
    -----
    The table of pairs in chapter C07 and the tests of the library run through this list.

    Examples
    --------
    >>> [pair.protocol.name for pair in pairs() if pair.attack.name == "Helstrom resend" and not pair.error]
    ['B92']
    """
    fraction = probability("fraction", fraction)
    family = (protocols.bb84(), protocols.six_state(), protocols.b92(), protocols.sarg04(),
              protocols.bbm92(), protocols.e91())
    kinds = (none(), *(intercept_resend(fraction=fraction, basis=basis) for basis in ("random", "z", "x", "y", "breidbart")),
             helstrom_resend(fraction=fraction), unambiguous_resend(fraction=fraction),
             universal_cloner(fraction=fraction), phase_covariant_cloner(fraction=fraction),
             *(entangling_probe(0.5, basis=basis, fraction=fraction) for basis in ("z", "random")),
             *(at_source(basis, fraction=fraction) for basis in ("random", "z")))
    found = []
    for protocol in family:
        for attack in kinds:
            try:
                attack.on(protocol)
                error = None
            except ValueError as refused:
                error = str(refused)
            found.append(Pair(protocol, attack, error))
    return found
