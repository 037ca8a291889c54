"""Connections from models of links: what a fibre, a passing satellite or a line of repeaters yields."""

from __future__ import annotations

from qedu._arguments import MAX_KM, bad, probability
from qedu._types import Number
from qedu.links import Link
from qedu.networks.graph import Connection
from qedu.rates import decoy_bb84
from qedu.repeaters import RepeaterLine
from qedu.satellites import EntanglementLink, PassKey

__all__ = ["fibre_connection", "repeater_connection", "satellite_connection"]


def fibre_connection(a: str, b: str, *, length_km: Number, link: Link, clock_hz: Number) -> Connection:
    """Two nodes that make key over a fibre, by BB84 with decoys.

    Parameters
    ----------
    a, b : str
        The names of the nodes.
    length_km : float
        Length of the fibre, 0 to 10⁶ km.
    link : qedu.links.Link
        The devices and the loss of a kilometre.
    clock_hz : float
        Pulses a second, 0 to 10¹².

    Returns
    -------
    Connection
        With the key rate `clock_hz` · `qedu.rates.decoy_bb84`.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    An endless key with infinitely many decoy intensities, so an upper end of what devices do.  Chapter C14.

    Examples
    --------
    >>> from qedu.links import GYS
    >>> fibre_connection("A", "B", length_km=50, link=GYS, clock_hz=1e9)
    Connection(A to B; fibre; 50 km; 2.226e+05 bits/s)
    """
    km, clock = probability("length_km", length_km, 0, MAX_KM), probability("clock_hz", clock_hz, 0, 1e12)
    if not isinstance(link, Link):
        raise bad("link", link, "a qedu.links.Link")
    return Connection(a, b, "fibre", length_km=km, key_rate=clock * decoy_bb84(km, link))


def satellite_connection(a: str, b: str, *, yields: PassKey | EntanglementLink, passes_per_day: Number = 1.0,
                         duration_s: Number | None = None) -> Connection:
    """Two nodes that make key by way of a satellite, on average over days.

    Parameters
    ----------
    a, b : str
        The names of the nodes: a station and the satellite, or two stations that get pairs from it.
    yields : qedu.satellites.PassKey or qedu.satellites.EntanglementLink
        What one pass yields, or what pairs yield in a second.
    passes_per_day : float
        Passes that are used in a day, on average, 0 to 1000: clouds and daylight counted.
    duration_s : float, optional
        Seconds of a pass in which pairs arrive; needed for an `EntanglementLink`, and only for it.

    Returns
    -------
    Connection
        With the key rate in secret bits a second, averaged over the day.

    Raises
    ------
    ValueError
        If an argument is not of its kind.

    Notes
    -----
    Key comes in passes, so a pool has to last from one to the next (`Pool`).  Chapter C14.

    Examples
    --------
    >>> from qedu.satellites import MICIUS, pass_key, pass_profile
    >>> satellite_connection("Xinglong", "Micius", yields=pass_key(pass_profile(500, 60, mask_deg=20), MICIUS), passes_per_day=0.5).kind
    'satellite'
    """
    passes = probability("passes_per_day", passes_per_day, 0, 1000)
    if isinstance(yields, PassKey):
        if duration_s is not None:
            raise bad("duration_s", duration_s, "None, as a PassKey is that of a whole pass")
        bits = float(yields.finite_bits)
    elif isinstance(yields, EntanglementLink):
        if duration_s is None:
            raise bad("duration_s", duration_s, "the seconds of a pass in which pairs arrive")
        bits = probability("duration_s", duration_s, 0, 86400) * yields.key_per_s
    else:
        raise bad("yields", yields, "a qedu.satellites.PassKey or a qedu.satellites.EntanglementLink")
    return Connection(a, b, "satellite", key_rate=passes * bits / 86400)


def repeater_connection(a: str, b: str, *, line: RepeaterLine, length_km: Number | None = None) -> Connection:
    """Two nodes that a line of repeaters keeps in pairs.

    Parameters
    ----------
    a, b : str
        The names of the nodes.
    line : qedu.repeaters.RepeaterLine
        What `qedu.repeaters.repeater_line` gave.
    length_km : float, optional
        Length of the fibre, 0 to 10⁶ km.

    Returns
    -------
    Connection
        With the rate and the fidelity of the pairs, and the key that they are worth.

    Raises
    ------
    ValueError
        If an argument is not of its kind, or the fidelity is below that of white noise, ¼.

    Notes
    -----
    Pairs are taken as Werner pairs.  A pair is measured for key or swapped on, never both.  Chapter C14.

    Examples
    --------
    >>> from qedu.links import Link
    >>> from qedu.repeaters import repeater_line
    >>> line = repeater_line(400, Link("fibre, good detectors", 0.2, 0.9, 0, 0), links=8)
    >>> repeater_connection("A", "B", line=line, length_km=400)
    Connection(A to B; entanglement; 400 km; 60.39 bits/s; 60.39 pairs/s; fidelity 1)
    """
    if not isinstance(line, RepeaterLine):
        raise bad("line", line, "a qedu.repeaters.RepeaterLine")
    return Connection(a, b, "entanglement", length_km=length_km, key_rate=line.key_rate, pair_rate=line.rate,
                      fidelity=line.fidelity)
