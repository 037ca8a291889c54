"""Attacks that measure a signal and send another one on."""

from __future__ import annotations

import math
from dataclasses import dataclass

import qutip

from qedu import states
from qedu._arguments import PRINTED, probability
from qedu._types import Axis, Number
from qedu.attacks.bases import basis_word, eves_axes, plain_basis
from qedu.attacks.model import Attack, partial, unfit
from qedu.protocols import Protocol

__all__ = ["intercept_resend", "helstrom_resend", "unambiguous_resend"]


def intercept_resend(basis: Axis = "random", *, fraction: Number = 1.0) -> Attack:
    """Eve measures the signal and sends on the state that she found.

    Parameters
    ----------
    basis : str or sequence of float
        Her basis.  "random": each time one of the protocol's key bases, with
        equal odds (Z or X; six-state also Y; E91 its two key directions, 45° and
        90°); "z", "x", "y"; "breidbart": halfway between the key bases, along the
        sum of their Bloch vectors ((Z+X)/√2 for BB84, (1,1,1)/√3 for six-state;
        B92's two states look alike there, and only `helstrom_resend` tells them
        apart well); or a Bloch vector.
    fraction : float
        Probability of attacking a signal, from 0 to 1.  By its name, ``fraction=0.3``.

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
    word = basis_word(basis)
    return partial(Attack(f"intercept-resend ({word})", _Intercept(plain_basis(basis))), fraction)


@dataclass(frozen=True)
class _Intercept:
    basis: Axis

    def __call__(self, protocol: Protocol) -> list[tuple[str, qutip.Qobj]]:
        axes = eves_axes(self.basis, protocol)
        return [(f"{label}{outcome}", found.proj() / math.sqrt(len(axes)))
                for label, axis in axes.items()
                for outcome, found in enumerate(states.basis(axis))]


def _two_states(name: str, protocol: Protocol) -> list[qutip.Qobj]:
    """The two states, as kets, of a protocol that sends no others, both equally often."""
    signals = [qutip.Qobj(signal) for signal in protocol.signals().reshape(-1, 2, 2)]
    if (protocol.pair is not None or len(signals) != 2
            # Two traces that sum to 1: only pure states of odds 1/2 each give 1 here, both.
            or any(abs((2 * signal).purity() - 1) > 8 * PRINTED for signal in signals)):
        raise unfit(name, protocol, "only against protocols that send two pure states equally often, as B92")
    return [states.basis(states.bloch_vector(2 * signal))[0] for signal in signals]


def helstrom_resend(*, fraction: Number = 1.0) -> Attack:
    """Eve guesses which of B92's two states was sent, as well as can be, and sends that one on.

    Parameters
    ----------
    fraction : float
        Probability of attacking a signal, from 0 to 1.

    Returns
    -------
    Attack
        Records "guess 0" and "guess 1".  The QBER is her chance of a wrong guess,
        (1 − √(1 − overlap²))/2; as many rounds as ever are kept.

    Raises
    ------
    ValueError
        If `fraction` is not a probability.  Against a protocol that sends other than
        two states: raised by `exchange`.

    Notes
    -----
    Helstrom, Quantum Detection and Estimation Theory (1976); see `states.helstrom`.
    Derived in chapter C07.

    Examples
    --------
    >>> import qedu
    >>> run = qedu.exchange(qedu.protocols.b92(), attack=helstrom_resend())
    >>> round(run.qber, 4), round(run.eve_guess, 4)
    (0.1464, 0.8536)
    """
    return partial(Attack(_HELSTROM, _guess_resend), probability("fraction", fraction))


_HELSTROM = "Helstrom resend"


def _guess_resend(protocol: Protocol) -> list[tuple[str, qutip.Qobj]]:
    sent = _two_states(_HELSTROM, protocol)
    # Ascending: the eigenvector of the larger eigenvalue speaks for state 0.
    _, (speaks_for_1, speaks_for_0) = (sent[0].proj() - sent[1].proj()).eigenstates()
    return [("guess 0", sent[0] * speaks_for_0.dag()), ("guess 1", sent[1] * speaks_for_1.dag())]


def unambiguous_resend(*, fraction: Number = 1.0) -> Attack:
    """Eve learns for certain which of B92's two states was sent, or lets nothing through.

    Parameters
    ----------
    fraction : float
        Probability of attacking a signal, from 0 to 1.

    Returns
    -------
    Attack
        Records "sure 0", "sure 1" and "blocked".  She is sure with probability
        1 − overlap and then sends that state on; else Bob's detectors see nothing.
        There is no error, and she knows every bit: the attack shows only as loss.

    Raises
    ------
    ValueError
        If `fraction` is not a probability.  Against a protocol that sends other than
        two states: raised by `exchange`.

    Notes
    -----
    Unambiguous discrimination: Ivanovic, Phys. Lett. A 123, 257 (1987),
    doi:10.1016/0375-9601(87)90222-2; Dieks, ibid. 126, 303 (1988),
    doi:10.1016/0375-9601(88)90840-7; Peres, ibid. 128, 19 (1988),
    doi:10.1016/0375-9601(88)91034-1.  Derived in chapter C07.

    Examples
    --------
    >>> import qedu
    >>> run = qedu.exchange(qedu.protocols.b92(), attack=unambiguous_resend())
    >>> round(run.qber, 12), round(run.eve_information, 12), round(run.sifted_fraction, 4)
    (0.0, 1.0, 0.0732)
    """
    return partial(Attack(_UNAMBIGUOUS, _sure_or_blocked), probability("fraction", fraction))


_UNAMBIGUOUS = "unambiguous resend"


def _sure_or_blocked(protocol: Protocol) -> list[tuple[str, qutip.Qobj]]:
    sent = _two_states(_UNAMBIGUOUS, protocol)
    on_line = qutip.Qobj([[1, 0], [0, 1], [0, 0]])          # a qubit, among the levels 0, 1 and |vac⟩
    # To be sure of one state is to find what is orthogonal to the other one.
    opposite = [states.basis(states.bloch_vector(ket))[1] for ket in sent]
    weight = 1 / (1 + abs(sent[0].overlap(sent[1])))
    sure = [math.sqrt(weight) * on_line * sent[bit] * opposite[1 - bit].dag() for bit in (0, 1)]
    left = qutip.qeye(2) - weight * (opposite[0].proj() + opposite[1].proj())
    odds, found = left.eigenstates()                        # of rank one
    blocked = math.sqrt(max(0.0, odds[1])) * qutip.basis(3, 2) * found[1].dag()
    return [("sure 0", sure[0]), ("sure 1", sure[1]), ("blocked", blocked)]
