"""Choices that Eve foresees, bits that a node gives away: no light is touched that should not be, or none at all."""

from __future__ import annotations

import math
from dataclasses import dataclass

import qutip

from qedu import states
from qedu._arguments import bad, count, probability
from qedu._types import Number, Whole
from qedu.attacks import Attack, Rigged
from qedu.protocols import Protocol

__all__ = ["foreseen_bases", "foreseen_bits", "leaking_node", "exposed"]


def foreseen_bases(guess: Number) -> Attack:
    """Eve foresees in which basis Alice will send, measures in it, and sends on what she found.

    Parameters
    ----------
    guess : float
        Probability that she names Alice's setting rightly, from 0 to 1; else she takes each other one equally often.

    Returns
    -------
    qedu.attacks.Attack
        Records such as "Z0": the basis measured and the outcome.

    Raises
    ------
    ValueError
        If `guess` is no probability.  Where Alice does not choose among the bases that make key, as in B92 and
        E91: raised by `exchange`.

    Notes
    -----
    The QBER of BB84 is (1 − guess)/2, and Eve guesses ½ + guess/2 of the bits: at ½ this is `intercept_resend`, and a generator whose
    next bit is known leaves a perfect line and no secret.  It takes no fault of the generator if one basis is sent more often, as
    in ``bb84(p_z=0.9)``: then it does so by design, and the error rate must be kept basis by basis.
    Chapter C10, and the chapter on randomness.

    Examples
    --------
    >>> import qedu
    >>> for guess in (0.5, 0.94, 1.0):
    ...     run = qedu.exchange(qedu.protocols.bb84(), foreseen_bases(guess))
    ...     print(round(run.qber, 12), round(run.eve_guess, 12))
    0.25 0.75
    0.03 0.97
    0.0 1.0
    """
    sure = probability("guess", guess)
    return Attack(name := f"foreseen bases ({sure:g})", None, rigged=_Bases(sure, name))


@dataclass(frozen=True)
class _Bases:
    guess: float
    name: str

    def __call__(self, protocol: Protocol) -> list[Rigged]:
        settings = list(protocol.alice)
        if set(settings) != set(protocol.bases):
            raise bad("attack", self.name, f"against {protocol.name}: only against protocols in which Alice chooses among the "
                                           "bases that make key, as BB84")
        others = (1 - self.guess) / max(1, len(settings) - 1)
        entries = []
        for label, axis in protocol.bases.items():
            for outcome, found in enumerate(states.basis(axis)):
                entries.append(Rigged(f"{label}{outcome}", {
                    (setting, bit): math.sqrt(self.guess if setting == label else others) * found.proj()
                    for setting in settings for bit in (0, 1)}))
        return entries


def foreseen_bits(guess: Number) -> Attack:
    """Eve foresees Alice's bits, and need not touch a photon.

    Parameters
    ----------
    guess : float
        Probability that she names a bit rightly, from ½ to 1.

    Returns
    -------
    qedu.attacks.Attack
        Records "bit 0" and "bit 1", of the bit that goes into the key.

    Raises
    ------
    ValueError
        If `guess` is not from ½ to 1.

    Notes
    -----
    No error, no loss, and 1 − h(guess) of each bit known: nothing that Alice and Bob can measure on their line shows it, and no
    decoy, relay or monitor changes it.  What is left against her is the min-entropy −log₂(guess) a bit, if they know it and
    extract no more.  Chapter C10, and the chapter on randomness.

    Examples
    --------
    >>> import qedu
    >>> run = qedu.exchange(qedu.protocols.bb84(), foreseen_bits(0.9))
    >>> run.qber, round(run.eve_guess, 12), round(run.eve_information, 4)
    (0.0, 0.9, 0.531)
    """
    sure = probability("guess", guess, 0.5, 1)
    return Attack(name := f"foreseen bits ({sure:g})", None, rigged=_Bits(sure, "bit", 0.0, name))


def leaking_node(share: Number) -> Attack:
    """A node in which a back door gives away a share of the key bits that are stored there.

    Parameters
    ----------
    share : float
        Share of the bits that Eve gets, from 0 to 1; which ones they are she knows.

    Returns
    -------
    qedu.attacks.Attack
        Records "read 0", "read 1" and "untouched".

    Raises
    ------
    ValueError
        If `share` is no probability.

    Notes
    -----
    The quantum line is honest, so that no parameter of it tells.  Alice's node is the one that leaks; where Bob's does, it
    is the same once errors are corrected.  Privacy amplification helps by as much as the share is known, a key that is the sum of
    keys by several ways as long as one way is clean (`exposed`).  Device independence does not help: devices may hide earlier keys in
    later announcements, Barrett, Colbeck and Kent, Phys. Rev. Lett. 110, 010503 (2013), doi:10.1103/PhysRevLett.110.010503.
    Chapter C10.

    Examples
    --------
    >>> import qedu
    >>> run = qedu.exchange(qedu.protocols.bb84(), leaking_node(0.3))
    >>> run.qber, round(run.eve_information, 12), round(run.eve_guess, 12)
    (0.0, 0.3, 0.65)
    """
    known = probability("share", share)
    return Attack(name := f"leaking node ({known:g})", None, rigged=_Bits(1.0, "read", 1 - known, name))


@dataclass(frozen=True)
class _Bits:
    guess: float
    word: str
    untouched: float
    name: str

    def __call__(self, protocol: Protocol) -> list[Rigged]:
        bits = _key_bits(self.name, protocol)
        from_bit = [Rigged(f"{self.word} {said}", {
            choice: math.sqrt((1 - self.untouched) * (self.guess if bit == said else 1 - self.guess)) * qutip.qeye(2)
            for choice, bit in bits.items()}, needs_photon=False) for said in (0, 1)]
        return from_bit + ([Rigged("untouched", math.sqrt(self.untouched) * qutip.qeye(2))] if self.untouched else [])


def _key_bits(name: str, protocol: Protocol) -> dict[tuple[str, int], int]:
    """Alice's bit of the key for each of her settings and outcomes: the outcome in BB84, the setting in SARG04.

    Where such a round is never kept there is no bit, and the outcome stands for it.
    """
    found = {}
    for setting in protocol.alice:
        for outcome in (0, 1):
            said = [[word] for word in protocol.announcements(setting, outcome)] if protocol.announce else [[]]
            kept = {pair[0] for bob, (_, effects) in protocol.bob.items() for seen in range(len(effects)) for words in said
                    if (pair := protocol.sift(setting, outcome, bob, seen, *words)) is not None}
            if len(kept) > 1:
                raise bad("attack", name, f"against {protocol.name}: only against protocols in which what Alice does decides her bit")
            found[setting, outcome] = kept.pop() if kept else outcome
    return found


def exposed(p_node: Number, nodes: Whole, *, ways: Whole = 1) -> float:
    """Probability that Eve has a key that was handed on by trusted nodes.

    Parameters
    ----------
    p_node : float
        Probability that a given node leaks, each for itself.
    nodes : int
        Number of nodes on each way, 0 to 10⁶.
    ways : int
        Number of ways without a common node, whose keys are added bit by bit, 1 to 1000.

    Returns
    -------
    float
        (1 − (1 − p)^nodes)^ways: on every way there is a node that leaks.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    The ends themselves are taken to be honest, and nodes to fail each for itself: one maker's back door in all of
    them makes this figure worthless.  Chapter C10.

    Examples
    --------
    >>> [round(exposed(0.01, 31, ways=ways), 4) for ways in (1, 2, 3)]
    [0.2677, 0.0717, 0.0192]
    """
    p = probability("p_node", p_node)
    n, several = count("nodes", nodes, 0, 10**6), count("ways", ways, 1, 1000)
    if p == 1:
        return 1.0 if n else 0.0
    return (-math.expm1(n * math.log1p(-p))) ** several
