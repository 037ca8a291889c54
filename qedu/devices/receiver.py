"""A real receiver: two detectors that count photons, obey bright light, and click together."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import qutip

from qedu import _shown
from qedu._arguments import PRINTED, array, bad, detectors, probability
from qedu._operators import qubit
from qedu._types import Floats, Number, Vector
from qedu.protocols import Protocol

__all__ = ["Receiver"]


@dataclass(frozen=True)
class Receiver:
    """A receiver whose optics send light to two detectors, and what these do with it.

    Parameters
    ----------
    efficiency : float or (float, float)
        Probability that a detector sees a photon which reaches it; two numbers for detector 0 and
        detector 1.
    dark_counts : float
        Probability per gate that one given detector clicks without light; below 1.
    threshold : float or (float, float)
        Power of a bright pulse from which on a blinded detector clicks, above 0, in any unit that
        is then the unit of all powers; two numbers for detector 0 and detector 1.
    double_clicks : str
        What Bob notes where both detectors click: "random", a random bit, or "drop", nothing.
    alarm : float or None
        Power at the entrance from which on a meter there rings.  None: there is no meter.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    A gated avalanche photodiode counts photons only while its voltage is above breakdown.  Under
    strong steady light, or between its gates, it is below, and becomes a power meter with a
    threshold: Lydersen et al., Nat. Photonics 4, 686 (2010), doi:10.1038/nphoton.2010.214.  Here the
    threshold is sharp, while in the laboratory the odds of a click rise over a range of powers.
    Chapter C10.

    Examples
    --------
    Light polarised along Z, in a receiver that measures Z or X.  A bright pulse of just the threshold clicks
    in the right basis alone; one of twice that power makes both detectors click in the other:

    >>> from qedu import protocols, states
    >>> receiver, up = Receiver(), states.basis("Z")[0]
    >>> receiver.bright(protocols.bb84(), up, power=1.0)["X"].tolist()
    [0.0, 0.0, 0.0, 1.0]
    >>> receiver.bright(protocols.bb84(), up, power=2.0)["X"].tolist()
    [0.0, 0.0, 1.0, 0.0]
    """

    efficiency: tuple[float, float] = (0.1, 0.1)
    dark_counts: float = 0.0
    threshold: tuple[float, float] = (1.0, 1.0)
    double_clicks: str = "random"
    alarm: float | None = None

    if TYPE_CHECKING:                               # it takes more than it keeps
        def __init__(self, efficiency: Number | Vector = ..., dark_counts: Number = 0.0, threshold: Number | Vector = ...,
                     double_clicks: str = "random", alarm: Number | None = None) -> None: ...

    def __post_init__(self) -> None:
        object.__setattr__(self, "efficiency", detectors("efficiency", self.efficiency, 1.0))
        object.__setattr__(self, "threshold", detectors("threshold", self.threshold, 1e12))
        if not min(self.threshold) > 0:
            raise bad("threshold", self.threshold, "powers above 0")
        dark = probability("dark_counts", self.dark_counts)
        if dark == 1:
            raise bad("dark_counts", self.dark_counts, "a number from 0 to below 1")
        object.__setattr__(self, "dark_counts", dark)
        if not isinstance(self.double_clicks, str) or self.double_clicks not in ("random", "drop"):
            raise bad("double_clicks", self.double_clicks, "'random' or 'drop'")
        if self.alarm is not None:
            object.__setattr__(self, "alarm", probability("alarm", self.alarm, 0, 1e12))

    def __repr__(self) -> str:
        return _shown.line("Receiver", f"efficiency {self.efficiency[0]:g} and {self.efficiency[1]:g}",
                           f"threshold {self.threshold[0]:g} and {self.threshold[1]:g}", f"double clicks: {self.double_clicks}",
                           None if self.alarm is None else f"alarm {self.alarm:g}")

    def _repr_html_(self) -> str:
        return _shown.table("Receiver", [
            ("Efficiency", *self.efficiency), ("Dark counts per gate", *(self.dark_counts,) * 2),
            ("Power at which it clicks, blinded", *self.threshold)], ("of each", "detector 0", "detector 1")) + _shown.table(
            "Both detectors, and the entrance", [
                ("Where both click", "a random bit" if self.double_clicks == "random" else "nothing"),
                ("Power at which a meter rings", self.alarm)])

    @property
    def window(self) -> tuple[float, float] | None:
        """Powers with which one commands both detectors: from the first to below the second; None if there are none.

        In the right basis all of the pulse reaches one detector and must make it click, in a basis
        at 45° half of it reaches each and must not.  So it takes a power of at least the higher
        threshold, and below twice the lower one.
        """
        low, high = max(self.threshold), 2 * min(self.threshold)
        return (low, high) if low < high else None

    def rings(self, power: Number) -> bool:
        """Whether the meter at the entrance rings for light of this power."""
        strength = probability("power", power, 0, 1e12)         # also without a meter: what is no power is none anywhere
        return self.alarm is not None and strength >= self.alarm

    def counting(self, protocol: Protocol, state: qutip.Qobj, *, photons: Number) -> dict[str, Floats]:
        """Odds of clicks for a laser pulse, from detectors that count photons.

        Parameters
        ----------
        protocol : qedu.protocols.Protocol
            How Bob measures: two outcomes a setting, which are detector 0 and detector 1.
        state : qutip.Qobj
            Polarisation of the pulse, a ket or density operator of a qubit.
        photons : float
            Its mean photon number at the entrance, 0 to 10⁶.

        Returns
        -------
        dict of str to numpy.ndarray
            For each of Bob's settings the odds, of total 1: only detector 0 clicks, only detector 1,
            both, none.

        Raises
        ------
        ValueError
            If an argument is not of its kind.

        Notes
        -----
        The two parts of a laser pulse are laser pulses, independent of each other: detector d misses
        all of its share w_d with probability (1 − d)·e^(−ημw_d).  Chapter C10.

        Examples
        --------
        >>> from qedu import protocols, states
        >>> found = Receiver(efficiency=0.5).counting(protocols.bb84(), states.basis("Z")[0], photons=20)
        >>> [round(float(p), 4) for p in found["X"]]
        [0.0067, 0.0067, 0.9866, 0.0]
        """
        mean = probability("photons", photons, 0, 1e6)
        silent = {setting: (1 - self.dark_counts) * np.exp(-np.array(self.efficiency) * mean * share)
                  for setting, share in _shares(protocol, state).items()}
        return {setting: np.array([(1 - a) * b, a * (1 - b), (1 - a) * (1 - b), a * b]) for setting, (a, b) in silent.items()}

    def bright(self, protocol: Protocol, state: qutip.Qobj, *, power: Number) -> dict[str, Floats]:
        """Odds of clicks for a bright pulse, from blinded detectors: each is 0 or 1.

        Parameters
        ----------
        protocol, state
            As in `counting`.
        power : float
            Power of the pulse at the entrance, 0 to 10¹², in units of `threshold`.

        Returns
        -------
        dict of str to numpy.ndarray
            As from `counting`.

        Raises
        ------
        ValueError
            If an argument is not of its kind.

        Notes
        -----
        A detector clicks if its share of the power reaches its threshold.  It has no dark counts, and no errors:
        what misalignment sends the wrong way stays below the threshold.  Chapter C10.

        Examples
        --------
        >>> from qedu import protocols, states
        >>> Receiver().bright(protocols.bb84(), states.basis("Z")[1], power=1.5)["Z"].tolist()
        [0.0, 1.0, 0.0, 0.0]
        """
        strength = probability("power", power, 0, 1e12)
        found = {}
        for setting, share in _shares(protocol, state).items():
            # Half of a power is to be half: what rounding leaves of a share must not decide.
            first, second = strength * np.round(share, 12) >= np.array(self.threshold)
            found[setting] = np.array([first and not second, second and not first, first and second, not (first or second)], float)
        return found

    def noted(self, odds: Vector) -> tuple[float, float]:
        """Odds that Bob notes 0, and 1, from those that `counting` or `bright` give for a setting.

        Examples
        --------
        >>> Receiver().noted([0.25, 0.125, 0.5, 0.125]), Receiver(double_clicks="drop").noted([0.25, 0.125, 0.5, 0.125])
        ((0.5, 0.375), (0.25, 0.125))
        """
        p = array("odds", odds, 0, 1)
        if p.shape != (4,) or not abs(p.sum() - 1) <= PRINTED:
            raise bad("odds", odds, "four numbers of total 1: only detector 0, only detector 1, both, none")
        coin = p[2] / 2 if self.double_clicks == "random" else 0.0
        return float(p[0] + coin), float(p[1] + coin)


def _shares(protocol: Protocol, state: qutip.Qobj) -> dict[str, Floats]:
    """For each of Bob's settings, the shares of the light that reach his two detectors."""
    if not isinstance(protocol, Protocol) or any(len(effects) != 2 for _, effects in protocol.bob.values()):
        raise bad("protocol", protocol, "a qedu.protocols.Protocol with two outcomes in each of Bob's settings")
    rho = qubit("state", state)
    found = {}
    for setting, (_, effects) in protocol.bob.items():
        first = min(max(float((effects[0] * rho).tr().real), 0.0), 1.0)
        found[setting] = np.array([first, math.fsum((1, -first))])
    return found
