"""Light that is sent into a device and reads it on the way out: the Trojan horse, and its budget."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import overload

import numpy as np
import qutip

from qedu._arguments import array, bad, probability, scalar_or_array, together
from qedu._types import FloatOrArray, Floats, Number, Numbers
from qedu.attacks import Attack, Rigged
from qedu.protocols import Protocol

__all__ = ["trojan_horse", "trojan_guess", "trojan_photons", "trojan_isolation_db"]

#: Decibels that one may ask about, either way.
_DB = 1000.0


def trojan_horse(photons: Number) -> Attack:
    """Eve shines light into Alice's modulator, and keeps what comes back until the bases are announced.

    Parameters
    ----------
    photons : float
        Mean photon number μ of what comes back out per pulse, 0 to 100 (`trojan_photons`).

    Returns
    -------
    qedu.attacks.Attack
        Records "echo 0", "echo 1", …, one for each outcome of her reading.  Alice's own photon passes untouched.

    Raises
    ------
    ValueError
        If `photons` leaves its range.

    Notes
    -----
    The echo is a laser pulse |√μ·exp(iφ)⟩ with Alice's phase φ, of whose phase Eve has the reference: π apart for the two bits, and
    the settings spread evenly in between, as BB84's 0, π, π/2, 3π/2.  Lucamarini et al., Phys. Rev. X 5, 031030 (2015),
    doi:10.1103/PhysRevX.5.031030; Gisin et al., Phys. Rev. A 73, 022320 (2006), doi:10.1103/PhysRevA.73.022320.  There is
    no error and no loss.  Isolation makes μ small and never 0, so that privacy amplification must pay for what is left.
    Chapter C10.

    Examples
    --------
    >>> import qedu
    >>> for photons in (0.5, 0.01):
    ...     run = qedu.exchange(qedu.protocols.bb84(), trojan_horse(photons))
    ...     print(run.qber, round(run.eve_guess, 4), round(run.eve_holevo, 4))
    0.0 0.9649 0.9
    0.0 0.599 0.0801
    """
    mean = probability("photons", photons, 0, 100)
    return Attack(f"Trojan horse ({mean:g} photons)", None, rigged=_Echo(mean))


@dataclass(frozen=True)
class _Echo:
    photons: float

    def __call__(self, protocol: Protocol) -> list[Rigged]:
        settings = list(protocol.alice)
        choices = [(setting, bit) for setting in settings for bit in (0, 1)]
        phase = np.array([math.pi * (settings.index(setting) / len(settings) + bit) for setting, bit in choices])
        # Laser pulses as vectors of as many levels as there are pulses: all that matters is how they overlap.
        gram = np.exp(-self.photons * (1 - np.exp(1j * (phase[None, :] - phase[:, None]))))
        odds, vectors = np.linalg.eigh(gram)
        echoes = np.sqrt(odds.clip(0, None))[:, None] * vectors.conj().T
        echoes = echoes / np.linalg.norm(echoes, axis=0)
        return [Rigged("echo", {choice: qutip.tensor(qutip.qeye(2), qutip.Qobj(echo[:, None])) for choice, echo in zip(choices, echoes.T)},
                       needs_photon=False)]


@overload
def trojan_guess(photons: Number) -> float: ...
@overload
def trojan_guess(photons: Numbers) -> Floats: ...
def trojan_guess(photons: Numbers) -> FloatOrArray:
    """Probability that Eve guesses Alice's bit from what a Trojan horse brings back, once the basis is announced.

    Parameters
    ----------
    photons : float or array_like
        Mean photon number μ that comes back, 0 to 100.

    Returns
    -------
    float or numpy.ndarray
        ½(1 + √(1 − e^(−4μ))).

    Raises
    ------
    ValueError
        If `photons` leaves its range.

    Notes
    -----
    Helstrom's bound for |√μ⟩ and |−√μ⟩, whose overlap is e^(−2μ).  For small μ it is ½ + √μ: a thousandth of a photon
    already gives away 3 % above a blind guess.  Chapter C10.

    Examples
    --------
    >>> [round(trojan_guess(photons), 4) for photons in (0, 1e-6, 1e-3, 1)]
    [0.5, 0.501, 0.5316, 0.9954]
    """
    mean = array("photons", photons, 0, 100)
    return scalar_or_array((1 + np.sqrt(-np.expm1(-4 * mean))) / 2)


def _loss(name, value):
    """Decibels of a loss: a number above 0, although data sheets write some of them with a minus sign."""
    try:
        return array(name, value, 0, _DB)
    except ValueError as error:
        try:
            array(name, value, -_DB, 0)
        except ValueError:
            raise error from None
        raise bad(name, value, f"numbers from 0 to {_DB:g}; a loss of 30 dB is 30, without a minus sign") from None


def _passed_db(attenuator_db, isolation_db, insertion_db, reflection_db):
    """Decibels that light loses on its way in, at the mirror, and on its way out."""
    parts = together(**{name: _loss(name, value) for name, value in (
        ("attenuator_db", attenuator_db), ("isolation_db", isolation_db), ("insertion_db", insertion_db),
        ("reflection_db", reflection_db))})
    attenuator, isolation, insertion, reflection = parts
    return 2 * attenuator + isolation + insertion + reflection


@overload
def trojan_photons(photons_in: Number, *, attenuator_db: Number = 0.0, isolation_db: Number = 0.0, insertion_db: Number = 0.0,
                   reflection_db: Number = 0.0) -> float: ...
@overload
def trojan_photons(photons_in: Numbers, *, attenuator_db: Numbers = 0.0, isolation_db: Numbers = 0.0, insertion_db: Numbers = 0.0,
                   reflection_db: Numbers = 0.0) -> Floats: ...
def trojan_photons(photons_in: Numbers, *, attenuator_db: Numbers = 0.0, isolation_db: Numbers = 0.0, insertion_db: Numbers = 0.0,
                   reflection_db: Numbers = 0.0) -> FloatOrArray:
    """How many photons come back of those that Eve shines into a device.

    Parameters
    ----------
    photons_in : float or array_like
        Mean photon number that she sends in per gate, 0 to 10³⁰: in the end as much as the fibre bears.
    attenuator_db : float or array_like
        Loss of attenuators and filters, 0 to 1000 dB: counts on the way in and on the way out.
    isolation_db, insertion_db : float or array_like
        Loss of isolators against their direction, on her way in, and in it, on the way out.
    reflection_db : float or array_like
        What the strongest reflection behind the modulator keeps back, once.

    Returns
    -------
    float or numpy.ndarray
        photons_in · 10^(−(2·attenuator + isolation + insertion + reflection)/10), the arguments broadcast.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    Lucamarini et al., Phys. Rev. X 5, 031030 (2015), doi:10.1103/PhysRevX.5.031030, who bound photons_in by what
    would destroy the fibre.  Isolators are isolators for the wavelengths they were made for, and no others.  Chapter C10.

    Examples
    --------
    An attenuator of 30 dB takes 60, and one isolator 51:

    >>> float(f"{trojan_photons(1e12, attenuator_db=30, isolation_db=50, insertion_db=1, reflection_db=40):.4g}")
    0.0007943
    """
    photons, lost = together(photons_in=array("photons_in", photons_in, 0, 1e30),
                             attenuator_db=_passed_db(attenuator_db, isolation_db, insertion_db, reflection_db))
    return scalar_or_array(photons * 10 ** (-lost / 10))


@overload
def trojan_isolation_db(photons_in: Number, photons_out: Number, *, attenuator_db: Number = 0.0, insertion_db: Number = 0.0,
                        reflection_db: Number = 0.0) -> float: ...
@overload
def trojan_isolation_db(photons_in: Numbers, photons_out: Numbers, *, attenuator_db: Numbers = 0.0, insertion_db: Numbers = 0.0,
                        reflection_db: Numbers = 0.0) -> Floats: ...
def trojan_isolation_db(photons_in: Numbers, photons_out: Numbers, *, attenuator_db: Numbers = 0.0, insertion_db: Numbers = 0.0,
                        reflection_db: Numbers = 0.0) -> FloatOrArray:
    """Isolation that isolators must add so that no more than so many photons come back.

    Parameters
    ----------
    photons_in, photons_out : float or array_like
        Mean photon numbers per gate that Eve sends in and that may come back, above 0, to 10³⁰; of what
        goes in, no more can come back.
    attenuator_db, insertion_db, reflection_db : float or array_like
        As in `trojan_photons`.

    Returns
    -------
    float or numpy.ndarray
        Decibels, at least 0.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    `trojan_photons` solved for the isolation.  Chapter C10.

    Examples
    --------
    >>> round(trojan_isolation_db(1e12, 1e-6, attenuator_db=40, insertion_db=1, reflection_db=40), 6)
    59.0
    """
    for name, value in (("photons_in", photons_in), ("photons_out", photons_out)):
        if not array(name, value, 0, 1e30).all():
            raise bad(name, value, "numbers above 0, at most 1e+30")
    sent, back, lost = together(photons_in=array("photons_in", photons_in, 0, 1e30), photons_out=array("photons_out", photons_out, 0, 1e30),
                                attenuator_db=_passed_db(attenuator_db, 0.0, insertion_db, reflection_db))
    if np.any(back > sent):
        raise bad("photons_out", photons_out, "numbers of at most photons_in, as no more can come back than went in; "
                                              "have the two changed places?")
    return scalar_or_array(np.maximum(0.0, 10 * np.log10(sent / back) - lost))
