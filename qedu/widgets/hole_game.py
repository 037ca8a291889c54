"""A search for the flaw of a link (`find_the_hole`): what each probe finds for each flaw, what Eve had, and a game of it from dice."""

import re
from dataclasses import replace
from functools import cache

import qedu
from qedu import attacks, devices, links, protocols
from qedu.widgets import dice

__all__ = ["PROBES", "FLAWS", "MOST", "odds", "play"]

#: Probes that may be spent on one link.
MOST = 5
#: Name, part that it is put on (1 random numbers, 2 source, 3 line, 4 receiver, 5 node), how often it is tried, what it counts.
PROBES = {"A": ("light in", 2, 1000, "gates with a click, from light that comes back out"),
          "B": ("bright pulses", 4, 40, "noted bits wrong, where both detectors get light"),
          "C": ("shifted pulses", 4, 100, "clicks in detector 0, for pulses that come early"),
          "D": ("intensities", 3, 300, "clicks from weak pulses, sent as often as signals"),
          "E": ("guess the bits", 1, 200, "bits guessed from those before"),
          "F": ("other basis", 3, 100, "bits wrong in the basis that makes no key"),
          "G": ("audit", 5, 100, "key bits copied by somebody else"),
          "H": ("command", 4, 40, "bright flashes obeyed")}
#: By number: the attack as `qedu.devices.ATTACKS` calls it, or, of the one that is none of these, a word; the probe that shows it; the
#: part that it is in, numbered as in `PROBES`.
FLAWS = (("detector blinding", "H", 4), ("dropped double clicks", "B", 4), ("time shift", "C", 4), ("Trojan horse", "A", 2),
         ("photon-number splitting", "D", 2), ("foreseen bits", "E", 1), ("one basis unchecked", "F", 3), ("back door in a node", "G", 5))
_BB84 = protocols.bb84()
_LINK = links.Link("link", 0, 0.1, 2e-6, 0.015, fixed_loss_db=10)
#: Of each flaw, weak and strong.
_DETECTORS, _ISOLATION, _SPLIT = ((0.1, 0.07), (0.1, 0.03)), (35.0, 20.0), (0.4, 1.0)
_GUESS, _MEASURED, _COPIED = (0.6, 0.75), (0.2, 0.6), (0.03, 0.3)
_SOUND_DB, _SEES, _DARK, _PHOTONS = 80.0, 0.2, 0.002, 1000.0


def _echo(isolation):
    return devices.trojan_photons(1e6, isolation_db=isolation, reflection_db=40.0, insertion_db=1.0)


def _light(isolation):
    """Odds of a click, for what comes back of a million photons, of a detector of 20 %."""
    return float(qedu.links.Link("probe", 0, _SEES, _DARK, 0).gain(_echo(isolation), 0))


def _bright(rule):
    return qedu.exchange(_BB84, devices.bright_pulses(devices.Receiver(double_clicks=rule), _PHOTONS))


def _early(pair):
    """Share of clicks in detector 0 for a single photon that comes early, bit 0 and bit 1 alike."""
    one = replace(_LINK, fixed_loss_db=0, dark_counts=0.0).at(0, links.single_photon())
    found = qedu.exchange(_BB84, devices.time_shift(pair, pair[::-1], p_early=1), link=one).table.sum(
        ["intensity", "photons", "alice_setting", "alice", "eve", "bob_setting"]).values
    return found[0] / (found[0] + found[1])


@cache
def _pulses(fraction):
    """Signal and weak pulses, of which Eve splits a share."""
    return qedu.exchange(_BB84, attacks.photon_number_splitting(fraction=fraction) if fraction else None,
                         link=_LINK.at(0, (0.48, 0.05), probabilities=(0.5, 0.5)))


def _weak(fraction):
    gains = _pulses(fraction).gain_by_intensity
    return gains[0.05] / (gains[0.05] + gains[0.48])


def _basis(fraction):
    return qedu.exchange(_BB84, attacks.intercept_resend("z", fraction=fraction), link=_LINK.at(0, 0.48))


def odds():
    """All that the game is played with.

    Returns
    -------
    dict of str to float
        For probe A to H: ``sound.A``, the odds of what it counts where nothing is wrong, and ``bad.A.0``, ``bad.A.1`` where its flaw is
        there, weak or strong; ``eve.<flaw>.<strength>``: what Eve then knows of the key; ``left.<flaw>.<strength>``: what the right
        defence leaves to be paid for; ``qber``: the error rate that is monitored.

    Notes
    -----
    Of a flaw of which there is only one strength both are the same.  A blinded receiver obeys in the basis in which it happens to
    measure, that is in half of the flashes.  What the defence leaves: of the Trojan horse what passes 60 dB more, of split pulses
    what signals of several photons carry anyway, of a node the chance that that of a second way leaks as well.

    Examples
    --------
    >>> found = odds()
    >>> found["sound.B"], found["bad.B.1"]
    (0.25, 0.0)
    """
    obeyed = qedu.exchange(_BB84, devices.blinding())
    dropped, noted = _bright("drop"), _bright("random")
    out = {"sound.A": _light(_SOUND_DB), "sound.B": round(noted.qber, 9), "sound.C": _early(_DETECTORS[0][:1] * 2), "sound.D": _weak(0),
           "sound.E": 0.5, "sound.F": _basis(0).qber_by_basis["X"], "sound.G": 0.0, "sound.H": 0.0, "qber": _pulses(0).qber}
    photons = _pulses(0).table.sum(["alice_setting", "alice", "eve", "bob_setting"]).sel(bob=["0", "1"]).sum("bob").values[0]
    several = photons[2:].sum() / photons.sum()
    for s in (0, 1):
        swapped = replace(_LINK, efficiency=_DETECTORS[s], random_roles=True).at(0, 0.48)
        shift = devices.time_shift(_DETECTORS[s], _DETECTORS[s][::-1])
        guessed, basis = qedu.exchange(_BB84, devices.foreseen_bits(_GUESS[s])), _basis(_MEASURED[s])
        copied = qedu.exchange(_BB84, devices.leaking_node(_COPIED[s]))
        bad = {"H": obeyed.gain, "B": round(dropped.qber, 9), "C": _early(_DETECTORS[s]), "A": _light(_ISOLATION[s]), "D": _weak(_SPLIT[s]),
               "E": guessed.eve_guess, "F": basis.qber_by_basis["X"], "G": copied.eve_information}
        fixed = replace(swapped.link, random_roles=False).at(0, 0.48)
        eve = (obeyed.eve_holevo, dropped.eve_holevo, qedu.exchange(_BB84, shift, link=fixed).eve_holevo,
               qedu.exchange(_BB84, devices.trojan_horse(_echo(_ISOLATION[s]))).eve_holevo, _pulses(_SPLIT[s]).eve_holevo,
               guessed.eve_holevo, basis.eve_holevo, copied.eve_holevo)
        left = (0.0, 0.0, qedu.exchange(_BB84, shift, link=swapped).eve_holevo,
                qedu.exchange(_BB84, devices.trojan_horse(_echo(_ISOLATION[s] + 60))).eve_holevo, several, 0.0, 0.0,
                devices.exposed(_COPIED[s], 1, ways=2))
        out |= {f"bad.{probe}.{s}": float(value) for probe, value in bad.items()}
        out |= {f"{name}.{i}.{s}": float(value) for name, some in (("eve", eve), ("left", left)) for i, value in enumerate(some)}
    return out


def play(state, known):
    """A game: the flaw that the seed has planted, the probes that were spent, and what the report is worth.

    Parameters
    ----------
    state : dict
        Of the simulation: ``seed``, ``spent`` (letters of the probes, in order), ``probe`` and ``place`` (what is in hand and where it
        stands), ``done`` ("0", or the report: number of the hole and of the defence), ``log`` (points of earlier games, each plus one).
    known : dict of str to float
        As `odds` returns it.

    Returns
    -------
    dict of str to float
        ``flaw``, ``strong``; for probe i of 1 to 5 ``p<i>`` (1 to 8, 0: not spent), ``n<i>``, ``k<i>`` and ``sound<i>``; ``unspent``;
        ``fits``: whether the probe in hand measures something where it stands; ``last``: number of the last probe; ``here.A`` and
        so on: the odds on this link, and ``shows``, which of them tells of the flaw; ``right``, ``armed``: whether the report names the
        hole, and also what closes it; ``points``, ``code`` (points plus one, 0 before the report), ``games``, ``total``.

    Notes
    -----
    Two points for the hole, one more for the defence, and one for each probe that was not spent; none if the hole is another one.

    Examples
    --------
    >>> state = {"seed": 1, "spent": "BC", "probe": "A", "place": "2", "done": "0", "log": ""}
    >>> game = play(state, odds())
    >>> game["unspent"], game["n1"], game["n2"], game["fits"]
    (3, 40, 100, 1)
    """
    def drawn(name):
        return int(dice.mulberry32(dice.start(state["seed"], name), 1)[0])

    flaw, strong = drawn("flaw") >> 29, drawn("strength") >> 31
    letters, shows = list(PROBES), FLAWS[flaw][1]
    out = {"flaw": flaw, "strong": strong, "unspent": MOST - len(state["spent"]),
           "fits": int(PROBES[state["probe"]][1] == int(state["place"])),
           "last": letters.index(state["spent"][-1]) + 1 if state["spent"] else 0,
           "eve": known[f"eve.{flaw}.{strong}"], "left": known[f"left.{flaw}.{strong}"]}
    for i in range(MOST):
        letter = state["spent"][i] if i < len(state["spent"]) else ""
        here = {f"p{i + 1}": 0, f"n{i + 1}": 0, f"k{i + 1}": 0, f"sound{i + 1}": 0.0}
        if letter:
            p = round(known[f"bad.{letter}.{strong}" if letter == shows else f"sound.{letter}"], 10)
            n = PROBES[letter][2]
            found = int((dice.roll([p, 1 - p], n, state["seed"], f"{letter}{i}") == 0).sum())
            values = (letters.index(letter) + 1, n, found, known[f"sound.{letter}"])
            here = {f"{name}{i + 1}": value for name, value in zip(("p", "n", "k", "sound"), values)}
        out |= here
    out["shows"] = letters.index(shows) + 1
    for letter in letters:
        out[f"here.{letter}"] = known[f"bad.{letter}.{strong}" if letter == shows else f"sound.{letter}"]
    done, right = state["done"] != "0", state["done"][0] == str(flaw + 1)
    out["right"], out["armed"] = int(right), int(right and state["done"][0] == state["done"][-1])
    out["points"] = done * (right * (2 + out["unspent"]) + out["armed"])
    earlier = [int(code) - 1 for code in re.findall("[1-9]", state["log"])]
    return out | {"code": done * (out["points"] + 1), "games": len(earlier) + done, "total": sum(earlier) + out["points"]}
