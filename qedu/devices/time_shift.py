"""Pulses that come too early or too late: detectors whose efficiencies differ, and what that tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import overload

import numpy as np

from qedu._arguments import array, bad, detectors, probability, scalar_or_array, together
from qedu._numerics import binary_entropy
from qedu._types import FloatOrArray, Floats, Number, Numbers, Vector
from qedu.attacks import Attack, Branch
from qedu.links import Setup

__all__ = ["time_shift", "mismatch_information", "best_shifts"]


def time_shift(early: Vector, late: Vector, *, p_early: Number | None = None) -> Attack:
    """Eve shifts each pulse in time to where one of Bob's detectors sees more than the other.

    Parameters
    ----------
    early, late : (float, float)
        Efficiencies of detector 0 and of detector 1 for a pulse that she hurries, and for one that she delays.
    p_early : float, optional
        How often she hurries a pulse.  None: so often that Bob finds as many zeros as ones, and ½ where
        no share does that.

    Returns
    -------
    qedu.attacks.Attack
        Records "early" and "late".  She measures nothing.  Needs a link.

    Raises
    ------
    ValueError
        If an argument is not of its kind.  Without a link: raised by `exchange`.

    Notes
    -----
    Qi, Fung, Lo and Ma, Quantum Inf. Comput. 7, 73 (2007); with a commercial system: Zhao, Fung, Qi, Chen and Lo, Phys. Rev. A
    78, 042333 (2008), doi:10.1103/PhysRevA.78.042333.  There are no errors but those of the link.  Where
    one of the two efficiencies is 0 she knows every bit; else `mismatch_information`.  What shows is that Bob
    clicks less often, where he knows how often he should, and clicks at unusual times, if he looks.

    If Bob tosses a coin for which detector means 0 (``Link(random_roles=True)``; in a phase receiver this is a modulator with four
    settings), she knows which one clicked, and not what it means.  That helps as long as the coin is a secret: it is none for
    light that reads the modulator (`trojan_horse`), and no help against `blinding`.

    As other attacks on pulses in this library, this Eve also knows the photon number, which is of use to her only in telling light
    from dark counts.  Chapter C10.

    Examples
    --------
    >>> import qedu
    >>> from dataclasses import replace
    >>> link, attack = qedu.links.GYS, time_shift(early=(0.04, 0.01), late=(0.01, 0.04))
    >>> [round(qedu.exchange(qedu.protocols.bb84(), attack, link=bob.at(50, 0.48)).eve_guess, 3)
    ...  for bob in (link, replace(link, random_roles=True))]
    [0.78, 0.5]
    """
    first, second = detectors("early", early, alone=False), detectors("late", late, alone=False)
    if p_early is None:
        lean, other = first[0] - first[1], second[1] - second[0]
        share = other / (lean + other) if lean * other > 0 else 0.5
    else:
        share = probability("p_early", p_early)
    return Attack("time shift", None, _Shift(first, second, share))


@dataclass(frozen=True)
class _Shift:
    early: tuple[float, float]
    late: tuple[float, float]
    share: float

    def __call__(self, setup: Setup) -> list[list[Branch]]:
        through = setup.channel_transmittance
        return [[Branch("early", self.share, n, 0, through, self.early), Branch("late", 1 - self.share, n, 0, through, self.late)]
                for n in range(setup.photon_odds.shape[1])]


@overload
def mismatch_information(efficiency_0: Number, efficiency_1: Number) -> float: ...
@overload
def mismatch_information(efficiency_0: Numbers, efficiency_1: Numbers) -> Floats: ...
def mismatch_information(efficiency_0: Numbers, efficiency_1: Numbers) -> FloatOrArray:
    """What a click says of the bit, if one detector is more efficient than the other: bits per sifted bit.

    Parameters
    ----------
    efficiency_0, efficiency_1 : float or array_like
        Efficiencies of the two detectors for the light that comes, 0 to 1, not both 0; broadcast against each other.

    Returns
    -------
    float or numpy.ndarray
        1 − h(η₀/(η₀ + η₁)), with the binary entropy h: 0 for equal detectors, 1 if one is blind.

    Raises
    ------
    ValueError
        If an argument leaves its range, or both efficiencies are 0.

    Notes
    -----
    For single photons, without dark counts and misalignment.  It is Eve's information in a `time_shift` that favours
    both detectors in turn, equally strongly, so that zeros and ones stay as frequent.  Chapter C10.

    Examples
    --------
    >>> [round(mismatch_information(0.1, eta), 4) for eta in (0.1, 0.09, 0.01, 0.0)]
    [0.0, 0.002, 0.5605, 1.0]
    """
    first, second = together(efficiency_0=array("efficiency_0", efficiency_0, 0, 1), efficiency_1=array("efficiency_1", efficiency_1, 0, 1))
    if np.any(first + second == 0):
        raise bad("efficiency_0", efficiency_0, "a number above 0 where efficiency_1 is 0: nothing clicks")
    return scalar_or_array(1 - binary_entropy(first / (first + second)))


def best_shifts(efficiency_0: Vector, efficiency_1: Vector) -> tuple[int, int]:
    """The moments at which a pulse tells Eve most: where detector 0 is most ahead of detector 1, and the other way round.

    Parameters
    ----------
    efficiency_0, efficiency_1 : array_like
        Shape (n,): efficiencies of the two detectors over the times of arrival, 0 to 1.

    Returns
    -------
    (int, int)
        Places in the arrays at which η₀/(η₀ + η₁) is largest, and smallest; the first ones, where several are.

    Raises
    ------
    ValueError
        If the arrays are not alike, or nothing ever clicks.

    Notes
    -----
    Moments at which neither detector clicks are left out.  Chapter C10.

    Examples
    --------
    Two gates that open one step apart:

    >>> best_shifts([0, 0.02, 0.1, 0.1, 0.02], [0.01, 0.1, 0.1, 0.02, 0.01])
    (3, 0)
    """
    first, second = together(efficiency_0=array("efficiency_0", efficiency_0, 0, 1), efficiency_1=array("efficiency_1", efficiency_1, 0, 1))
    whole = first + second
    if first.ndim != 1 or not whole.any():
        raise bad("efficiency_0", efficiency_0, "efficiencies over time, in a row, not all 0")
    share = first / np.where(whole > 0, whole, 1)
    return int(np.argmax(np.where(whole > 0, share, -1))), int(np.argmin(np.where(whole > 0, share, 2)))
