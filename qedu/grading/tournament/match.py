"""One match: what Alice and Bob observe on a line with this Eve, and how many bits of theirs she really leaves secret."""

import math
from dataclasses import dataclass

import numpy as np

from qedu import attacks, exchange, protocols, rates
from qedu.grading.tournament.situations import line

__all__ = ["Match", "observe"]


@dataclass(frozen=True)
class Match:
    """What came of the pulses.

    Parameters
    ----------
    counts : dict
        What Alice and Bob see, as a team's ``decide`` gets it: plain numbers, and lists with one for each intensity.
    kept : int
        Bits of which the key is made.
    qber : float
        Error rate of the bits that were published, 0 if there are none.
    known : float
        Eve's Holevo quantity, in bits per bit of the key's basis.
    left : int
        Bits that are secret from this Eve.
    """

    counts: dict
    kept: int
    qber: float
    known: float
    left: int


def observe(situation, plan, attack, *, seed):
    """Send the pulses of a plan past an Eve.

    Parameters
    ----------
    situation : dict
        From `qedu.grading.tournament.situations.draw`.
    plan : dict
        From `qedu.grading.tournament.reading.settings`.
    attack : qedu.attacks.Attack
    seed : int
        Draws the counts.

    Returns
    -------
    Match

    Raises
    ------
    ValueError
        If the attack makes no sense here, as operators with Σ K†K ≠ I.

    Notes
    -----
    The key is made of the basis that is chosen more often, Z where both are; the other basis is published, and so is each
    bit of the key's basis with the probability ``tested``.  Error correction publishes f n h(e) bits, e the share of the
    n kept bits that are wrong.  Secret from this Eve are

        ⌊n (H(A) − χ(A:E)) − published − log₂(2/(ε_sec² ε_cor))⌋

    bits: what Devetak and Winter let one distil from n rounds under the same attack (doi:10.1098/rspa.2004.1372), with the
    cost of correctness and privacy amplification of `qedu.rates.finite_bb84`.  Terms of the order √n are left out, in
    favour of Alice and Bob.  χ is that of the key's basis alone.  Chapters C07 to C09.
    """
    setup = line(situation).at(situation["distance_km"], tuple(plan["intensities"]), probabilities=tuple(plan["probabilities"]))
    basis = 0 if plan["p_z"] >= 0.5 else 1
    protocol = protocols.bb84(plan["p_z"])
    run = exchange(protocol, attack, link=setup)
    rng = np.random.default_rng(seed)
    parts = list(run.counts(situation["pulses"], seed=rng).by_intensity.values())
    sifted = np.array([part.sifted_by_basis for part in parts], np.int64)
    wrong = np.array([part.errors_by_basis for part in parts], np.int64)
    # Each bit of the key's basis is published or not by a coin of its own, wrong ones and right ones alike.
    tested_errors = rng.binomial(wrong[:, basis], plan["tested"])
    tested = tested_errors + rng.binomial(sifted[:, basis] - wrong[:, basis], plan["tested"])
    key = sifted[:, basis] - tested
    kept, errors = int(key.sum()), int((wrong[:, basis] - tested_errors).sum())
    published = min(kept, math.ceil(situation["f_ec"] * kept * rates.h2(errors / kept))) if kept else 0
    other, other_errors = sifted[:, 1 - basis], wrong[:, 1 - basis]
    seen = int(tested.sum() + other.sum())
    counts = {"key_basis": "ZX"[basis], "sent": [part.rounds for part in parts], "clicks": [part.clicks for part in parts],
              "key": key.tolist(), "tested": tested.tolist(), "tested_errors": tested_errors.tolist(),
              "other": other.tolist(), "other_errors": other_errors.tolist(), "published": published}
    known, bit = _known(protocol, attack, setup, basis) if kept else (0.0, 1.0)
    cost = math.log2(2 / situation["eps_cor"]) - 2 * math.log2(situation["eps_sec"])
    return Match(counts, kept, float(tested_errors.sum() + other_errors.sum()) / seen if seen else 0.0, known,
                 max(0, math.floor(kept * (bit - known) - published - cost)))


def _known(protocol, attack, setup, basis):
    """Eve's Holevo quantity and the entropy of Alice's bit, for rounds in which both chose the key's basis."""
    # What Eve does goes by the protocol that was announced, so it is held fast before all other rounds are taken away.
    same = attack if attack.instrument is None else attacks.Attack(attack.name, attack.on(protocol), attack.pulses)
    run = exchange(protocols.bb84(1 - basis), same, link=setup)
    odds = run.table.sel(alice_setting="ZX"[basis], bob_setting="ZX"[basis], bob=["0", "1"])
    odds = odds.sum([axis for axis in odds.dims if axis != "alice"]).values
    return float(run.eve_holevo), float(rates.h2(float(odds[0] / odds.sum())))
