"""Attacks that keep a memory: cloners, and a probe that gets entangled with the signal."""

from __future__ import annotations

import math
from dataclasses import dataclass

import qutip

from qedu import cloners, states
from qedu._arguments import probability
from qedu._types import Axis, Number
from qedu.attacks.bases import basis_word, eves_axes, plain_basis
from qedu.attacks.model import Attack, partial
from qedu.protocols import Protocol

__all__ = ["universal_cloner", "phase_covariant_cloner", "entangling_probe"]


def universal_cloner(qber: Number = 1 / 6, *, fraction: Number = 1.0) -> Attack:
    """Eve makes the best copy that treats all states alike, and reads it after the announcements.

    Parameters
    ----------
    qber : float
        D, the error that the cloner causes in every basis, from 0 to 1/2; at 1/6, the
        default, both copies are equally good.
    fraction : float
        Probability of attacking a signal, from 0 to 1.

    Returns
    -------
    Attack
        Record "clone" with a memory of four levels, the copy and the cloner's ancilla.

    Raises
    ------
    ValueError
        If `qber` is not from 0 to 1/2 or `fraction` not a probability.

    Notes
    -----
    See `cloners.universal`.  Bužek and Hillery, Phys. Rev. A 54, 1844 (1996),
    doi:10.1103/PhysRevA.54.1844.  Used in chapter C07.

    Examples
    --------
    >>> import qedu
    >>> run = qedu.exchange(qedu.protocols.bb84(), attack=universal_cloner())
    >>> round(run.eve_information, 4), round(run.eve_guess, 4), round(run.eve_holevo, 4)
    (0.3984, 0.8333, 0.5575)
    """
    qber, fraction = probability("qber", qber, 0, 0.5), probability("fraction", fraction)
    isometry = cloners.universal(qber)
    return partial(Attack(f"universal cloner ({qber:.4g})", [("clone", isometry)]), fraction)


def phase_covariant_cloner(qber: Number = 0.5 - 8**-0.5, *, fraction: Number = 1.0) -> Attack:
    """Eve makes the best copy of states in the X–Z plane, and reads it after the announcements.

    Parameters
    ----------
    qber : float
        D, the error that the cloner causes in Z, in X and in between, from 0 to 1/2;
        at 1/2 − 1/√8, the default, both copies are equally good.
    fraction : float
        Probability of attacking a signal, from 0 to 1.

    Returns
    -------
    Attack
        Record "clone" with a memory of one qubit.  Against BB84 she learns
        1 − h(½ + √(D(1 − D))) bits, the most that an attack on one signal at a time
        can at this QBER.  In Y, which only six-state uses, the error is 2D(1 − D).

    Raises
    ------
    ValueError
        If `qber` is not from 0 to 1/2 or `fraction` not a probability.

    Notes
    -----
    See `cloners.phase_covariant`.  Optimal: Fuchs, Gisin, Griffiths, Niu and Peres,
    Phys. Rev. A 56, 1163 (1997), doi:10.1103/PhysRevA.56.1163.  Used in chapter C07.

    Examples
    --------
    >>> import qedu
    >>> run = qedu.exchange(qedu.protocols.bb84(), attack=phase_covariant_cloner(qber=0.11))
    >>> round(run.qber, 12), round(run.eve_information, 4)
    (0.11, 0.3046)
    """
    qber, fraction = probability("qber", qber, 0, 0.5), probability("fraction", fraction)
    isometry = cloners.phase_covariant(qber)
    return partial(Attack(f"phase-covariant cloner ({qber:.4g})", [("clone", isometry)]), fraction)


def entangling_probe(overlap: Number = 0.0, *, basis: Axis = "z", fraction: Number = 1.0) -> Attack:
    """Eve lets a probe take note of the signal's basis state, and reads it after the announcements.

    Parameters
    ----------
    overlap : float
        ⟨e₀|e₁⟩ of the two states of the probe, from 0 (as good as a measurement) to 1
        (no note at all).
    basis : str or sequence of float
        Basis of which the probe takes note, as in `intercept_resend`.
    fraction : float
        Probability of attacking a signal, from 0 to 1.

    Returns
    -------
    Attack
        |0⟩ → |0⟩|e₀⟩, |1⟩ → |1⟩|e₁⟩ in that basis; records such as "Z", with a memory
        of one qubit.  No error in this basis, (1 − overlap)/2 in those at right angles.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    Fuchs and Peres, Phys. Rev. A 53, 2038 (1996), doi:10.1103/PhysRevA.53.2038.  Derived
    in chapter C03B, used in C07.

    Examples
    --------
    >>> import qedu
    >>> run = qedu.exchange(qedu.protocols.bb84(), attack=entangling_probe(overlap=0.6))
    >>> {name: round(qber, 12) for name, qber in run.qber_by_basis.items()}, round(run.eve_guess, 12)
    ({'Z': 0.0, 'X': 0.2}, 0.7)
    """
    overlap = probability("overlap", overlap)
    fraction = probability("fraction", fraction)
    word = basis_word(basis)
    return partial(Attack(f"entangling probe ({word}, overlap {overlap:.4g})", _Probe(plain_basis(basis), overlap)), fraction)


@dataclass(frozen=True)
class _Probe:
    basis: Axis
    overlap: float

    def __call__(self, protocol: Protocol) -> list[tuple[str, qutip.Qobj]]:
        axes = eves_axes(self.basis, protocol)
        probes = states.ket(0.0), states.ket(2 * math.acos(self.overlap))
        return [(label, sum(qutip.tensor(ket, probe) * ket.dag() for ket, probe in zip(states.basis(axis), probes))
                 / math.sqrt(len(axes))) for label, axis in axes.items()]
