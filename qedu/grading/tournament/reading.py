"""What teams answer, read strictly: the settings of a protocol, an attack, the length of a key."""

import numpy as np

from qedu import attacks
from qedu._arguments import bad
from qedu.grading.checks.answers import Integer, Number, Unfit, Vector
from qedu.grading.checks.describing import describe
from qedu.grading.checks.plans import Plan, of_ones_own
from qedu.grading.checks.text import shown
from qedu.grading.tournament.asking import Unanswered

__all__ = ["ATTACKS", "settings", "attack", "refused", "length"]

#: Attacks that Eve may name, and which of their settings are hers; each also takes ``fraction``.
ATTACKS = {"none": set(), "intercept_resend": {"basis"}, "universal_cloner": {"qber"}, "phase_covariant_cloner": {"qber"},
           "entangling_probe": {"overlap", "basis"}, "photon_number_splitting": {"blocked"}}

#: What a plan consists of, and what is allowed.
_PARTS = {"p_z": Number(0, 1), "intensities": Vector(low=0, high=1), "probabilities": Vector(low=0, high=1), "tested": Number(0, 0.9),
          "abort_above": Number(0, 0.5)}

_MOST_INTENSITIES = 4

_UNFIT = {"not_a_plan": "it is neither a name with a dict of settings, nor a list of at most 16 pairs of a record and a matrix",
          "unknown_attack": "{attack} is none of " + ", ".join(ATTACKS), "not_eves": "{setting} is not a setting of Eve's in this attack",
          "not_a_setting": "the value of {setting} is neither one number nor a word", "nan": "it holds NaN or infinity",
          "an_object": "it holds an object of type {type}", "nothing": "it is None"}


def settings(value):
    """Read the plan of a team that makes keys.

    Parameters
    ----------
    value : object
        What its ``plan`` returned: a dict with ``p_z``, how often Alice and Bob choose Z; ``intensities``, one to four
        different ones of laser pulses, each from 0 to 1; their ``probabilities``, of total 1; ``tested``, the share of
        the bits of the key's basis that is published, from 0 to 0.9; ``abort_above``, the error rate of the published
        bits from which on no key is made, from 0 to 0.5.  ``protocol`` may stand there, and is then "bb84".

    Returns
    -------
    dict
        The same as Python's own numbers.

    Raises
    ------
    Unanswered
        If it is anything else.
    """
    if not isinstance(value, dict) or set(value) - {"protocol"} != set(_PARTS):
        raise Unanswered(f"plan: It returned {_told(value)} and not a dict with the keys {', '.join(_PARTS)}.")
    protocol = value.get("protocol", "bb84")
    if not isinstance(protocol, str) or protocol != "bb84":
        raise Unanswered(f"plan: protocol is {_told(protocol)}; allowed: 'bb84'.")
    found = {"protocol": "bb84"}
    for name, kind in _PARTS.items():
        try:
            read = kind.read(value[name])
        except Unfit:
            allowed = f"{kind.low:g} to {kind.high:g}"
            what = f"numbers, each from {allowed}" if isinstance(kind, Vector) else f"a number from {allowed}"
            raise Unanswered(f"plan: {name} is {_told(value[name])}; allowed: {what}.") from None
        found[name] = [float(one) for one in read] if isinstance(kind, Vector) else read
    intensities, odds = found["intensities"], found["probabilities"]
    if not 1 <= len(set(intensities)) == len(intensities) <= _MOST_INTENSITIES:
        raise Unanswered(f"plan: intensities are {_told(intensities)}; allowed: one to {_MOST_INTENSITIES}, different from each other.")
    if len(odds) != len(intensities) or not abs(sum(odds) - 1) <= 1e-9:
        raise Unanswered(f"plan: probabilities are {_told(odds)}; allowed: one for each intensity, of total 1.")
    return found


def attack(value):
    """Read the attack of an Eve.

    Parameters
    ----------
    value : object
        What her ``attack`` returned: a name of `ATTACKS` with a dict of settings, or records with Kraus operators, as
        `qedu.grading.checks.plans.Plan` reads them.

    Returns
    -------
    qedu.attacks.Attack

    Raises
    ------
    Unanswered
        If it is anything else, a setting leaves its range, or Σ K†K ≠ I.
    """
    try:
        name, own = Plan(ATTACKS).read(value)
    except Unfit as error:
        words = _UNFIT.get(error.key, "it is no data of this kind")
        words = words.format_map({key: shown(one, 60) for key, one in error.details.items()})
        raise Unanswered(f"attack: It returned {_told(value)}: {words}.") from None
    try:
        if name is None:
            return of_ones_own(own)
        chosen = dict(own)
        fraction = chosen.pop("fraction", 1.0)
        return attacks.partial(getattr(attacks, name)(**chosen), fraction)
    except (TypeError, ValueError) as error:
        raise refused(error) from None


def refused(error):
    """Return what to raise where qedu says that something is no attack.

    Parameters
    ----------
    error : Exception

    Returns
    -------
    Unanswered
    """
    return Unanswered(f"attack: It is no attack here: {shown(str(error).partition(chr(10))[0], 200)}.")


def length(value, kept):
    """Read what a team decided.

    Parameters
    ----------
    value : object
        What its ``decide`` returned: a whole number of bits, or None or "abort".
    kept : int
        Bits of which the key can be made.

    Returns
    -------
    int
        0 if it aborted.

    Raises
    ------
    Unanswered
        If it is anything else, or more than there is.
    """
    if value is None or isinstance(value, str) and value.strip().lower() == "abort":
        return 0
    try:
        if isinstance(value, (bool, np.bool_)):
            raise bad("length", value, "a number")
        return Integer(0, kept).read(value)
    except (Unfit, ValueError):
        raise Unanswered(f"decide: It returned {_told(value)}; allowed: a whole number of bits from 0 to the {kept} that are there, "
                         "None or 'abort'.") from None


def _told(value):
    return shown(describe(value, 80), 80)
