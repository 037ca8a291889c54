"""What Eve, the line and Bob's receiver do to one signal, before anything is announced.

Axes in the sums: x and a, Alice's setting and outcome; y and b, Bob's; c, what his detectors show; n, photons;
i and j, the levels of the signal; s and t, those that Eve sends on; m and k, those of her memory.
"""

from __future__ import annotations

import numpy as np
import qutip

from qedu import attacks
from qedu._arguments import bad
from qedu._operators import is_pair
from qedu.links.detection import arrivals

__all__ = []


def parts(protocol, attack, *, channel, link):
    """What Eve does, and with which odds Bob's detectors then click.

    Parameters
    ----------
    protocol : qedu.protocols.Protocol
    attack : qedu.attacks.Attack
    channel : qedu.channels.Channel
    link : qedu.links.Setup or None

    Returns
    -------
    list of (str, numpy.ndarray, numpy.ndarray)
        Her record; her memory for every cell, its odds as its trace (axes x, a, y, b and the memory's
        two); and a line with the axes n, b, c: from the outcome b of one photon in a perfect receiver,
        or no photon, to what Bob's detectors show.  Its odds given n sum to those of the record.
    """
    if attack.rigged is not None:
        return _rigged(protocol, attack, channel, link)
    if link is not None and attack.pulses is not None:
        return _counted(protocol, attack, channel, link)
    instrument = attack.on(protocol)
    own, effects = protocol.signals(), _effects(protocol, channel, silent=channel.loses or any(
        operator.dims[0][0] == 3 for _, operator in instrument))                   # |vac⟩ may arrive
    if link is not None:
        return _over_link(protocol, dict(instrument), own, effects, link)
    sure = np.eye(effects.shape[1])[None]
    return [(record, _cells(protocol, own, operator, effects), sure) for record, operator in instrument]


def _over_link(protocol, instrument, own, effects, link):
    """An Eve who does to a pulse what she would do to one photon."""
    n = np.arange(link.photon_odds.shape[1])
    line = _line(link.link, n, link.channel_transmittance)[:, :effects.shape[1]]
    passed = instrument.pop(attacks.UNTOUCHED, None)
    share = 0.0 if passed is None else (passed.dag() * passed).tr().real / 2
    return [(attacks.UNTOUCHED, _cells(protocol, own, qutip.qeye(2), effects),
             line * np.where(n == 0, 1.0, share)[:, None, None]),
            *((record, _cells(protocol, own, operator, effects), line * (n > 0)[:, None, None])
              for record, operator in instrument.items())]


def _counted(protocol, attack, channel, link):
    """An Eve who counts the photons of each pulse."""
    own, found = protocol.signals(), []
    effects = _effects(protocol, channel, silent=False)
    untouched = _joint(own, np.eye(2)[:, None], effects)
    choices = attack.on_pulses(link)
    for record, kept in {b.record: b.kept for branches in choices for b in branches}.items():
        line = np.array([sum((branch.odds * _line(link.link, branch.sent, branch.transmittance, branch.efficiency)
                              for branch in branches if branch.record == record),
                             start=np.zeros((3, 3))) for branches in choices])
        found.append((record, _with_copies(untouched, own, kept), line[:, :2]))
    return found


def _rigged(protocol, attack, channel, link):
    """An Eve with a hand in the devices: she knows of Alice's choices, or answers in Bob's place."""
    entries = attack.on_devices(protocol)
    own, weights = protocol.signals(), np.array([weight for weight, _ in protocol.bob.values()])
    commanded = any(response is not None for _, _, response, _ in entries)
    effects = _effects(protocol, channel, silent=commanded or channel.loses)
    outcomes = effects.shape[1]
    n = np.array([1]) if link is None else np.arange(link.photon_odds.shape[1])
    some = (n > 0)[:, None, None]
    # Bob's detectors as they are, and where they obey her.
    honest, obeyed = np.eye(outcomes)[None], np.eye(outcomes, 3 if link is not None else outcomes)[None]
    if link is not None:
        honest = _line(link.link, n, link.channel_transmittance)[:, :outcomes]
    found, share, rest, empty = [], 0.0, 1.0, None
    for record, kraus, response, needs_photon in entries:
        odds = np.einsum("xasmi,xasmi->xa", kraus.conj(), kraus).real.mean() / 2
        if record == attacks.EMPTY:
            empty = response
        elif record == attacks.UNTOUCHED:
            share = odds
        else:
            sent = np.einsum("xasmi,xaij,xatnj->xasmtn", kraus, own, kraus.conj())
            cells = np.einsum("xasmtn,ybts->xaybmn", sent, effects[..., :2, :2]) if response is None \
                else np.einsum("xasmsn,y,yb->xaybmn", sent, weights, response)
            found.append((record, cells, (honest if response is None else obeyed) * (some if needs_photon else 1.0)))
        rest -= 0.0 if needs_photon and record != attacks.UNTOUCHED else odds
    if link is not None and empty is not None:
        answered = np.einsum("xajj,y,yb->xayb", own, weights, empty)[..., None, None]
        found.append((attacks.EMPTY, answered, obeyed * np.where(some, 0.0, rest)))
        rest = 0.0
    if share > 0 or link is not None:
        untouched = np.where(some, share, share + rest) if link is not None else np.full((1, 1, 1), share)
        found.append((attacks.UNTOUCHED, _cells(protocol, own, qutip.qeye(2), effects), honest * untouched))
    return found


def _cells(protocol, own, operator, effects):
    """`_joint` of one entry of an instrument, given the protocol's own signals."""
    if is_pair(operator):
        return _joint(protocol.signals(operator), np.eye(2)[:, None], effects)
    return _joint(own, operator.full().reshape(operator.dims[0][0], -1, 2), effects)


def _effects(protocol, channel, silent):
    """Bob's effects on what Eve sends on, his odds of each setting included.

    Shape (settings, outcomes, levels, levels), with "no click" as the last outcome and
    |vac⟩ as the last level if the line can be `silent`.
    """
    if len({len(of_setting) for _, of_setting in protocol.bob.values()}) > 1:
        raise bad("protocol", protocol.name, "the same number of outcomes in each of Bob's settings")
    at_bob = np.array([[weight * effect.full() for effect in of_setting]
                       for weight, of_setting in protocol.bob.values()])
    kraus = np.array([operator.full() for operator in channel.kraus])
    if silent:
        weights = [weight for weight, _ in protocol.bob.values()]
        at_bob = np.pad(at_bob, ((0, 0), (0, 1), (0, 1), (0, 1)))
        at_bob[:, -1, -1, -1] = weights                           # |vac⟩ makes no click
        # Nothing in, nothing out.
        kraus = np.pad(kraus, ((0, 0), (0, 3 - kraus.shape[1]), (0, 1)))
        kraus = np.concatenate([kraus, np.diag([0, 0, 1])[None]])
    # The channel in the Heisenberg picture, Σ K†MK.
    half = np.einsum("ybop,kpj->kyboj", at_bob, kraus)
    return np.einsum("koi,kyboj->ybij", kraus.conj(), half)


def _joint(signals, kraus, effects):
    """Eve's memory for every cell, its odds as its trace: axes x, a, y, b and the memory's two."""
    levels = effects.shape[-1]
    after = np.einsum("smi,xaij,tnj->xasmtn", kraus, signals, kraus.conj())
    sent = after.shape[2]
    return np.einsum("xasmtn,ybts->xaybmn", after, effects[..., :sent, :sent] if sent < levels else effects)


def _line(link, photons, transmittance, efficiency=None):
    """From what one photon would give in a perfect receiver to what n photons give in this one.

    `efficiency`, if it is given, is that of the two detectors in place of the link's.

    Array (…, 3, 3): from outcome 0, outcome 1 or no photon to 0, 1 or no click.
    """
    each = link.efficiency if efficiency is None else efficiency
    if isinstance(each, float):                                   # the usual case, and the quick way
        arrives = np.asarray(arrivals(photons, transmittance * each))[..., None]
        stray = link.misalignment * arrives
    else:
        first, second = (arrivals(photons, transmittance * eta) for eta in each)
        if link.random_roles:
            first = second = (first + second) / 2
        # By the bit that one photon would give: light that its own detector finds, and light that the other one does.
        stray = link.misalignment * np.stack([second, first], axis=-1)
        arrives = (1 - link.misalignment) * np.stack([first, second], axis=-1) + stray
    dark = link.dark_counts / 2
    seen, wrong = arrives + link.dark_counts * (1 - arrives), dark + stray
    line = np.empty((*arrives.shape[:-1], 3, 3))
    line[..., (0, 1), (0, 1)] = np.maximum(seen - wrong, 0)
    line[..., (0, 1), (1, 0)] = wrong
    line[..., (0, 1), 2] = (1 - link.dark_counts) * (1 - arrives)
    line[..., 2, :] = dark, dark, 1 - link.dark_counts
    return line


def _with_copies(cells, signals, copies):
    """Cells in which Eve's memory holds further photons in the state that Alice chose."""
    odds = np.trace(signals, axis1=-2, axis2=-1).real[..., None, None]
    photon = np.where(odds > 0, signals / np.where(odds > 0, odds, 1), np.eye(2) / 2)
    for _ in range(copies):
        cells = np.einsum("xaybmn,xajk->xaybmjnk", cells, photon)
        cells = cells.reshape(*cells.shape[:4], cells.shape[4] * 2, cells.shape[6] * 2)
    return cells
