"""What attacks on a receiver leave to be seen, and single rounds of them, from dice (`attack_board`)."""

import math
from dataclasses import replace
from functools import cache

import qedu
from qedu import attacks, devices, links, protocols, states
from qedu._numerics import crossing
from qedu.links.detection import both_click, equal_efficiency
from qedu.widgets import dice

__all__ = ["SHOWN", "MILLION", "due", "blinded", "bright", "shifted", "trojan", "split", "odds", "play"]

#: Rounds that can be played; clicks are counted in so many pulses.
SHOWN, MILLION = 24, 1e6
_MU, _WEAK, _ODDS = 0.48, 0.05, (0.9, 0.1)
_EFFICIENCY, _EARLY, _LATE = 0.8, (0.4, 0.04), (0.04, 0.4)
_LINK = links.Link("board", 0, _EFFICIENCY, 2e-6, 0.01)
#: Photons in Eve's bright pulses; what she shines into Alice's modulator, and what keeps it back; where the meter rings.
_BRIGHT, _TROJAN, _ALARM = 1000.0, {"photons_in": 1e6, "reflection_db": 40.0, "insertion_db": 1.0}, 0.5
_BB84, _KETS = protocols.bb84(), [ket for axis in ("Z", "X") for ket in states.basis(axis)]


def _at(loss):
    return replace(_LINK, fixed_loss_db=loss)


def _receiver(coin):
    return devices.Receiver(_EFFICIENCY, dark_counts=_LINK.dark_counts / 2, double_clicks="random" if coin else "drop", alarm=_ALARM)


def _both(photons, efficiency):
    """How often both detectors click for a laser pulse that is measured in the basis in which it was not sent."""
    bob = devices.Receiver(efficiency, dark_counts=_LINK.dark_counts / 2)
    return float(bob.counting(_BB84, _KETS[0], photons=photons)["X"][2])


def due(loss):
    """What the link promises.

    Parameters
    ----------
    loss : float
        Of the line, in dB.

    Returns
    -------
    dict of str to float
        ``clicks``, ``weak`` (of weak pulses) and ``double`` in a million pulses, these last in unequal bases; ``qber``; ``known``: 0.

    Examples
    --------
    >>> round(due(10.0)["clicks"])
    37674
    """
    link = _at(loss)
    return {"clicks": MILLION * link.gain(_MU, 0), "qber": link.qber(_MU, 0), "weak": MILLION * link.gain(_WEAK, 0),
            "double": MILLION * _both(_MU * link.channel_transmittance(0), _EFFICIENCY), "known": 0.0}


def _found(loss, run, weak, double):
    some = run.gain > 0
    return {"clicks": MILLION * run.gain, "qber": run.qber if some else 0.0, "weak": MILLION * weak.gain, "double": MILLION * double,
            "known": run.eve_holevo if some else 0.0, "ratio": MILLION * run.gain / due(loss)["clicks"]}


def _commanded(loss, attack, double):
    """Eve measures where the line has lost as much as makes Bob's clicks as frequent as they were, or at its beginning."""
    wanted = due(loss)["clicks"] / MILLION

    def run(mu, through):
        return qedu.exchange(_BB84, attack, link=_LINK.at(0, mu * through))

    def some(through):                              # pulses that hold a photon, all of which she answers
        return 1 - links.weak_coherent(_MU * through).probabilities[0]

    most, empty = run(_MU, 1.0).gain, run(0.0, 1.0).gain
    best = 1.0 if most <= wanted else crossing(lambda through: wanted - empty - (most - empty) * some(through) / some(1.0), 0.0, 1.0)
    return _found(loss, run(_MU, best), run(_WEAK, best), double * some(best))


def blinded(loss, power, coin):
    """What Alice and Bob see of `qedu.devices.blinding`, and what Eve knows.

    Parameters
    ----------
    loss, power : float
        Of the line, in dB; of her pulses, in thresholds.
    coin : bool
        Whether Bob notes a random bit where both detectors click.

    Returns
    -------
    dict of str to float
        As from `due`, with ``ratio``, the clicks as a share of those due, and ``rings``, whether the meter does.
    """
    # What clicks is the same for all powers between none, one and two thresholds.
    return {**_blinded(loss, max(step for step in (0.5, 1.0, 2.0) if step <= power), coin), "rings": _receiver(coin).rings(power)}


@cache
def _blinded(loss, power, coin):
    bob = _receiver(coin)
    return _commanded(loss, devices.blinding(bob, power), float(bob.bright(_BB84, _KETS[0], power=power)["X"][2]))


def bright(loss, coin):
    """The same of `qedu.devices.bright_pulses`, of 1000 photons.

    Parameters
    ----------
    loss, coin
        As in `blinded`.

    Returns
    -------
    dict of str to float
    """
    return _commanded(loss, devices.bright_pulses(_receiver(coin), _BRIGHT), _both(_BRIGHT, _EFFICIENCY))


def shifted(loss, roles):
    """The same of `qedu.devices.time_shift`: her pulses get a better line, as good as makes up for the clicks, if there is one.

    Parameters
    ----------
    loss : float
        As in `blinded`.
    roles : bool
        Whether Bob swaps the roles of his detectors at random.

    Returns
    -------
    dict of str to float
    """
    attack, wanted = devices.time_shift(_EARLY, _LATE), due(loss)["clicks"] / MILLION

    def run(mu, db):
        return qedu.exchange(_BB84, attack, link=replace(_at(db), random_roles=roles).at(0, mu))

    def gain(db):                                   # of early pulses, and so of late ones
        return replace(_at(db), efficiency=_EARLY).gain(_MU, 0)

    best = 0.0 if gain(0.0) <= wanted else crossing(lambda db: gain(db) - wanted, 0.0, loss)
    light = _MU * _at(best).channel_transmittance(0)
    return _found(loss, run(_MU, best), run(_WEAK, best), (_both(light, _EARLY) + _both(light, _LATE)) / 2)


def trojan(loss, iso):
    """The same of `qedu.devices.trojan_horse`, with a million photons per gate into Alice's modulator.

    Parameters
    ----------
    loss, iso : float
        Of the line; isolation at Alice's exit, in dB.

    Returns
    -------
    dict of str to float
        With ``photons``, which come back.
    """
    photons = devices.trojan_photons(isolation_db=iso, **_TROJAN)
    run, weak = (qedu.exchange(_BB84, devices.trojan_horse(photons), link=_at(loss).at(0, mu)) for mu in (_MU, _WEAK))
    return {**_found(loss, run, weak, due(loss)["double"] / MILLION), "photons": photons}


def split(loss, decoys):
    """The same of `qedu.attacks.photon_number_splitting`.

    Parameters
    ----------
    loss : float
        As in `blinded`.
    decoys : bool
        Whether a tenth of the pulses is weak; else ``weak`` is what is due.

    Returns
    -------
    dict of str to float
        With ``blocked``, the share of single photons that she holds back: 0 where no click may be missing.
    """
    setup = _at(loss).at(0, (_MU, _WEAK), probabilities=_ODDS) if decoys else _at(loss).at(0, _MU)
    attack = attacks.photon_number_splitting()
    one_photon = attack.on_pulses(setup)[1]
    run = qedu.exchange(_BB84, attack, link=setup)
    gains, promised = run.gain_by_intensity, due(loss)
    double = sum(p * one.odds * float(both_click(one.sent, one.transmittance * equal_efficiency(_LINK), _LINK.dark_counts / 2))
                 for p, some in zip(setup.photon_odds[0], attack.on_pulses(setup)) for one in some)
    return {"clicks": MILLION * gains[_MU], "qber": run.qber_by_intensity[_MU], "double": MILLION * double, "known": run.eve_holevo,
            "weak": MILLION * gains[_WEAK] if decoys else promised["weak"], "ratio": MILLION * gains[_MU] / promised["clicks"],
            "blocked": 1 - math.fsum(one.odds for one in one_photon if one.sent)}


def odds(attack, power):
    """What comes of light in each state that reaches Bob: of a photon, a bright pulse or a commanding one.

    Parameters
    ----------
    attack : str
        "1" blinding, "2" bright pulses, "3" time shift; all others leave the photon as it is.
    power : float
        As in `blinded`.

    Returns
    -------
    dict of str to float
        ``found.<s>.<b>``: that who measures Alice's state s in basis b finds bit 0; ``p.<e>.<b>.<v>.<c>``: that light in state e, early
        or late (v), makes the detector of bit 0 click alone (c is 0), that of bit 1 alone (1) or both (2), where Bob measures in b;
        ``sees.<v>.<d>``: efficiency of detector d.
    """
    out = {f"found.{s}.{b}": states.probabilities(ket, axis)[0] for s, ket in enumerate(_KETS) for b, axis in enumerate("ZX")}
    shift, bob = attack == "3", _receiver(False)
    table = qedu.exchange(_BB84, devices.time_shift(_EARLY, _LATE, p_early=0.5) if shift else None,
                          link=replace(_LINK, dark_counts=0.0).at(0, links.single_photon())).table.sum(["intensity", "photons"]).values
    for e, ket in enumerate(_KETS):
        shone = bob.bright(_BB84, ket, power=power) if attack == "1" else bob.counting(_BB84, ket, photons=_BRIGHT)
        for b, axis in enumerate("ZX"):
            for v in (0, 1):
                cells = table[e // 2, e % 2, v if shift else 0, b]
                clicks = shone[axis] if attack in "12" else [*cells[:2] / cells.sum(), 0.0]
                out |= {f"p.{e}.{b}.{v}.{c}": float(clicks[c]) for c in range(3)}
    return out | {f"sees.{v}.{d}": pair[d] if shift else _EFFICIENCY for v, pair in enumerate((_EARLY, _LATE)) for d in (0, 1)}


def play(state, known):
    """The round that is looked at.

    Parameters
    ----------
    state : dict
        Of the simulation: ``attack``, ``power``, ``seed``, ``t`` (number of the round), and the switches ``roles`` and ``coin``.
    known : dict of str to float
        As `odds` returns it.

    Returns
    -------
    dict of str to float
        ``s``, ``e``: what Alice sends and what arrives at Bob (0 to 3: bit 0 and 1 in Z, then in X); ``b``: Bob's basis; ``v``: 1 if a
        pulse is late; ``role``: 1 if the detectors have changed roles; ``c``: which of them clicks, 2 both, 3 none; ``noted``: Bob's
        bit, 2 if he notes none; ``light0`` and so on: power at each detector, in thresholds; ``sees0``: its efficiency.

    Notes
    -----
    Each quantity has dice of its own, so that a switch changes nothing but what hangs on it.  A photon that meets detectors in changed
    roles meets the other one's efficiency: early and late change places.
    """
    def draw(name):
        return int(dice.mulberry32(dice.start(state["seed"], name), int(state["t"]))[-1])

    def edge(p):
        return math.floor(round(p, 10) * 2**32 + 0.5)

    s, b = draw("alice") >> 30, draw("bob") >> 31
    basis, e = draw("eve") >> 31, s
    if state["attack"] in "12":
        e = 2 * basis + (draw("found") >= edge(known[f"found.{s}.{basis}"]))
    v = draw("shift") >> 31 if state["attack"] == "3" else 0
    role = draw("role") >> 31 if state["roles"] else 0
    total, c = 0.0, 3
    for k in range(3):
        total += round(known[f"p.{e}.{b}.{v ^ role}.{k}"], 10)
        if draw("click") < edge(total):
            c = k
            break
    share = round(known[f"found.{e}.{b}"], 10)
    light = [state["power"] * (state["attack"] == "1") * (share, 1 - share)[d ^ role] for d in (0, 1)]
    return {"s": s, "e": e, "b": b, "v": v, "role": role, "c": c ^ role if c < 2 else c, "light0": light[0], "light1": light[1],
            "noted": c if c < 2 else draw("coin") >> 31 if c == 2 and state["coin"] else 2,
            "sees0": known[f"sees.{v}.0"], "sees1": known[f"sees.{v}.1"]}
