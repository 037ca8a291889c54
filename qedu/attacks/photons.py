"""Attacks on pulses of several photons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qedu._arguments import probability
from qedu._types import Number
from qedu.attacks.model import UNTOUCHED, Attack, Branch, partial
from qedu.links import Setup
from qedu.links.detection import detected

__all__ = ["photon_number_splitting"]


def photon_number_splitting(*, fraction: Number = 1.0, blocked: Number | None = None) -> Attack:
    """Eve counts the photons of each pulse, keeps one where there are several, and blocks single ones.

    Parameters
    ----------
    fraction : float
        Probability of attacking a pulse, from 0 to 1.
    blocked : float or None
        Share of the single photons that she blocks, from 0 to 1; every pulse of several
        photons is then split.  None: she does as much as leaves Bob's clicks as frequent
        as they were, over all intensities together.

    Returns
    -------
    Attack
        Records "kept", with one photon as her memory, "blocked", and `UNTOUCHED`; she
        knows the photon number besides.  What she does not block goes on over a lossless
        line, to detectors which stay as they are.

    Raises
    ------
    ValueError
        If `fraction` or `blocked` is not from 0 to 1.  Without a link: raised by `exchange`.

    Notes
    -----
    Huttner, Imoto, Gisin and Mor, Phys. Rev. A 51, 1863 (1995), doi:10.1103/PhysRevA.51.1863;
    Brassard, Lütkenhaus, Mor and Sanders, Phys. Rev. Lett. 85, 1330 (2000),
    doi:10.1103/PhysRevLett.85.1330.  Derived in chapter C09.

    With `blocked` None, the light that her line saves is spent in this order: first she splits
    pulses of several photons, a share of them until it is all; then she blocks single photons;
    and where pulses of several photons alone would click too often, she blocks a share of those.
    An error rate of one source stays exactly what it was, as light and dark counts keep their
    shares.  She cannot see the intensity, so what each photon number yields is the same for all
    intensities, but no longer what the link would yield.

    Examples
    --------
    >>> import qedu
    >>> link = qedu.links.GYS.at(50, 0.48)
    >>> run = qedu.exchange(qedu.protocols.bb84(), photon_number_splitting(), link=link)
    >>> round(run.gain / link.gain[0], 9), round(run.qber / link.qber[0], 9)
    (1.0, 1.0)
    >>> round(run.eve_guess, 4), round(run.yield_by_photons[1], 8)
    (0.9996, 1.7e-06)
    """
    fraction = probability("fraction", fraction)
    blocked = None if blocked is None else probability("blocked", blocked)
    name = "photon-number splitting" + ("" if blocked is None else f" (blocks {blocked:g})")
    return partial(Attack(name, None, _Split(blocked)), fraction)


@dataclass(frozen=True)
class _Split:
    blocked: float | None

    def __call__(self, setup: Setup) -> list[list[Branch]]:
        whole, singles, several = (0.0, 1 - self.blocked, 1.0) if self.blocked is not None else _unseen(setup)
        found = [[Branch(UNTOUCHED, 1.0, 0)],
                 [Branch(UNTOUCHED, singles, 1), Branch("blocked", 1 - singles, 0)]]
        for n in range(2, setup.photon_odds.shape[1]):
            found.append([Branch(UNTOUCHED, whole, n), Branch("kept", several * (1 - whole), n - 1, 1),
                          Branch("blocked", (1 - several) * (1 - whole), 0)])
        return found


def _unseen(setup: Setup) -> tuple[float, float, float]:
    """Shares that leave Bob's clicks as frequent: unsplit among several, single photons let through, and several.

    Dark counts are the same whatever she does, so it is enough to compare the light detected.
    """
    odds = np.array(setup.probabilities) @ setup.photon_odds
    n = np.arange(len(odds))
    due = odds @ detected(setup.link, n, setup.channel_transmittance)
    split = odds[2:] @ detected(setup.link, n[2:] - 1, 1.0)
    singles = odds[1] * setup.link.mean_efficiency
    # By not splitting; 0 if all is seen.
    gained = float(np.mean([odds[2:] @ (eta * (1 - eta) ** (n[2:] - 1)) for eta in setup.link.efficiencies]))
    return _share(due - split - singles, gained), _share(due - split, singles), _share(due, split)


def _share(part: float, whole: float) -> float:
    """part/whole, from 0 to 1; 0 where there is nothing to share out."""
    return 0.0 if part <= 0 or whole <= 0 else min(1.0, float(part / whole))
