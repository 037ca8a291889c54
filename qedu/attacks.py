"""Eve as data: what she does to the signal, and the record she keeps.

An attack is a quantum instrument: one Kraus operator for each thing that Eve
may write into her notebook.  One of one's own takes a few lines; this Eve
measures in Z but always sends on |+⟩, hoping that nobody tests X alone:

>>> import qedu
>>> from qedu.states import basis
>>> (zero, one), (plus, minus) = basis("Z"), basis("X")
>>> clumsy = Attack("measure Z, send plus", [
...     ("saw 0", plus * zero.dag()),
...     ("saw 1", plus * one.dag()),
... ])
>>> run = qedu.exchange(qedu.protocols.bb84(), attack=clumsy)
>>> round(run.qber, 12), round(run.eve_information, 12)
(0.5, 0.5)
"""

import math
from dataclasses import dataclass, field
from typing import Any

from qedu import channels, states
from qedu._arguments import bad, probability

__all__ = ["Attack", "UNTOUCHED", "none", "partial", "intercept_resend"]

#: Eve's record in a round that she let pass.
UNTOUCHED = "untouched"


@dataclass(frozen=True)
class Attack:
    """What Eve does to each signal.

    Parameters
    ----------
    name : str
        Name of the attack.
    instrument : sequence of (str, qutip.Qobj), or a callable
        Pairs of Eve's classical record and the Kraus operator that goes with
        it.  A callable takes the `Protocol` and returns such pairs, for attacks
        that depend on the protocol's bases.  The record `UNTOUCHED` marks
        rounds she let pass.

    Raises
    ------
    ValueError
        If two records have the same name or Σ K†K is not the identity.

    Notes
    -----
    Quantum instrument: Davies and Lewis, Commun. Math. Phys. 17, 239 (1970),
    doi:10.1007/BF01647093.  Used from chapter C06 on.

    Examples
    --------
    >>> none().name
    'none'
    """

    name: str
    instrument: Any = field(repr=False)

    def __post_init__(self):
        if not callable(self.instrument):
            self.on(None)

    def on(self, protocol):
        """Eve's records and Kraus operators when she attacks `protocol`, checked."""
        pairs = self.instrument(protocol) if callable(self.instrument) else self.instrument
        pairs = tuple((str(record), kraus) for record, kraus in pairs)
        records = [record for record, _ in pairs]
        if len(set(records)) < len(records):
            raise bad("instrument", records, "records that differ from each other")
        channels.complete([kraus for _, kraus in pairs], "instrument")
        return pairs


def none():
    """No attack: Eve lets every signal pass.

    Returns
    -------
    Attack
        The identity.

    Examples
    --------
    >>> import qedu
    >>> qedu.exchange(qedu.protocols.bb84(), attack=none()).eve_information
    0.0
    """
    import qutip

    return Attack("none", [(UNTOUCHED, qutip.qeye(2))])


def partial(attack, fraction):
    """Apply `attack` to a random fraction of the signals and let the others pass.

    Parameters
    ----------
    attack : Attack
        What Eve does when she attacks.
    fraction : float
        Probability of attacking a signal, from 0 to 1.

    Returns
    -------
    Attack
        The mixture; Eve knows which signals she touched.

    Raises
    ------
    ValueError
        If `fraction` is not a probability.

    Notes
    -----
    Used in chapter C06.

    Examples
    --------
    >>> import qedu
    >>> run = qedu.exchange(qedu.protocols.bb84(), attack=partial(intercept_resend(), 0.2))
    >>> round(run.qber, 12)
    0.05
    """
    import qutip

    fraction = probability("fraction", fraction)
    if fraction == 1:
        return attack

    def instrument(protocol):
        touched = dict(attack.on(protocol))
        passed = math.sqrt(1 - fraction) * qutip.qeye(2)
        if UNTOUCHED in touched:      # already a mixture: K ∝ I there, so the odds add up
            rest = touched.pop(UNTOUCHED)
            passed = math.sqrt(1 - fraction + fraction * (rest.dag() * rest).tr().real / 2) * qutip.qeye(2)
        return [(UNTOUCHED, passed),
                *((record, math.sqrt(fraction) * kraus) for record, kraus in touched.items())]

    return Attack(f"{attack.name}, fraction {fraction:g}", instrument)


def intercept_resend(fraction=1.0, basis="random"):
    """Eve measures the signal and sends on the state that she found.

    Parameters
    ----------
    fraction : float
        Probability of attacking a signal, from 0 to 1.
    basis : str or sequence of float
        Her basis.  "random": each time one of the protocol's key bases, with
        equal odds; "z", "x", "y"; "breidbart": halfway between the key bases,
        along the sum of their Bloch vectors ((Z+X)/√2 for BB84, (1,1,1)/√3 for
        six-state); or a Bloch vector.

    Returns
    -------
    Attack
        Records such as "Z0": the basis measured and the outcome.

    Raises
    ------
    ValueError
        If `fraction` is not a probability or `basis` not a basis.

    Notes
    -----
    Breidbart basis: Bennett et al., J. Cryptology 5, 3 (1992),
    doi:10.1007/BF00191318.  Derived in chapter C06.

    Examples
    --------
    >>> import qedu
    >>> run = qedu.exchange(qedu.protocols.bb84(), attack=intercept_resend(basis="breidbart"))
    >>> round(run.qber, 12), round(run.eve_guess, 4)
    (0.25, 0.8536)
    """
    fraction = probability("fraction", fraction)
    word = basis.lower() if isinstance(basis, str) else None
    if word not in ("random", "breidbart"):
        try:
            states.basis(basis)
        except ValueError:
            raise bad("basis", basis, "'random', 'z', 'x', 'y', 'breidbart' or a Bloch vector "
                                      "of three numbers, not all zero") from None

    def instrument(protocol):
        if word == "random":
            axes = dict(protocol.bases)
        elif word == "breidbart":
            axes = {"B": [sum(parts) for parts in zip(*protocol.bases.values())]}
        else:
            axes = {word.upper() if word else "V": basis}
        return [(f"{label}{outcome}", found.proj() / math.sqrt(len(axes)))
                for label, axis in axes.items()
                for outcome, found in enumerate(states.basis(axis))]

    name = f"intercept-resend ({word or 'along a given axis'})"
    return partial(Attack(name, instrument), fraction)
