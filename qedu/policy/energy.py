"""Energy for a bit of key: power, rate and hours, with their units checked."""

from __future__ import annotations

import re
from typing import Any

from qedu._arguments import bad, probability
from qedu._types import Number

__all__ = ["energy_per_key_bit"]

#: Units of power in watts, and of rate in bits a second.
_POWER = {"mW": 1e-3, "W": 1.0, "kW": 1e3, "MW": 1e6}
_RATE = {"bit/s": 1.0, "kbit/s": 1e3, "Mbit/s": 1e6, "Gbit/s": 1e9, "bit/h": 1 / 3600, "bit/day": 1 / 86400}

#: What is written in place of these, and what it is.
_MISTAKEN = {**dict.fromkeys(("J", "kJ", "MJ", "Wh", "kWh", "MWh"), "an energy"),
             **dict.fromkeys(("bit", "kbit", "Mbit"), "a number of bits"),
             **dict.fromkeys(("Hz", "kHz", "MHz", "GHz"), "a rate of pulses, not of secret bits"),
             "dB": "a ratio", "dBm": "a level of optical power"}


def _measured_in(name: str, value: Any, units: dict[str, float], first: str) -> float:
    """A number in the first of the units, from a number or from a text with a unit."""
    allowed = f'a number in {first} from 0 to 1e+15, or a text with a unit, such as "2 {list(units)[2]}"; units: {", ".join(units)}'
    if not isinstance(value, str):
        try:
            return probability(name, value, 0, 1e15)
        except ValueError:
            raise bad(name, value, allowed) from None
    match = re.fullmatch(r"\s*(\d+(?:\.\d*)?(?:[eE][+-]?\d{1,3})?)\s*(\S+)\s*", value)
    if not match or match[2] not in units:
        what = _MISTAKEN.get(match[2], "") if match else ""
        raise bad(name, value, allowed + (f". {match[2]} is the unit of {what}" if match and what else ""))
    try:
        return probability(name, float(match[1]) * units[match[2]], 0, 1e15)
    except ValueError:
        raise bad(name, value, allowed) from None


def energy_per_key_bit(power: Number | str, key_rate: Number | str, *, duty: Number = 1.0, standby: Number | str = 0.0) -> float:
    """Energy that a link takes for one bit of key, in joules.

    Parameters
    ----------
    power : float or str
        Electrical power while it makes key, all of it, cooling included: watts, or a text such as "1.5 kW" (mW, W, kW, MW).
    key_rate : float or str
        Secret bits a second while it makes key: bits a second, or a text such as "2 kbit/s" (bit/s, kbit/s, Mbit/s, Gbit/s, bit/h,
        bit/day).  Not a pulse rate, and not the rate of the sifted key.
    duty : float
        Share of the time in which it makes key, above 0, at most 1: a clear night has a duty of less than a half.
    standby : float or str
        Power in the rest of the time, as `power`.

    Returns
    -------
    float
        (power · duty + standby · (1 − duty)) / (key_rate · duty), in joules.  Divide by 3.6·10⁶ for kilowatt-hours.

    Raises
    ------
    ValueError
        If a text has no such unit, a number leaves its range, or no key is made.

    Notes
    -----
    Yehia et al., Energetic analysis of emerging quantum communication protocols, arXiv:2410.10661 (2024), set out how to count the
    energy of such links, and warn that most quantum protocols have no classical equivalent to compare with.  So this number says what a
    bit of key costs, and not whether a quantum link saves energy.  Chapter C17.

    Examples
    --------
    >>> energy_per_key_bit("1.5 kW", "3 kbit/s")
    0.5
    >>> energy_per_key_bit(200, 1000, duty=0.1, standby=100)
    1.1
    """
    watts, rest = _measured_in("power", power, _POWER, "W"), _measured_in("standby", standby, _POWER, "W")
    rate, share = _measured_in("key_rate", key_rate, _RATE, "bit/s"), probability("duty", duty)
    if rate < 1e-12:
        raise bad("key_rate", key_rate, "a rate above 0, at least 1e-12 bit/s: without key there is no energy for a bit")
    if share < 1e-9:
        raise bad("duty", duty, "a share of the time above 0, at least 1e-9")
    return (watts * share + rest * (1 - share)) / (rate * share)
