"""Networks that were built: what their papers say, how it was read, and, where a plan is printed, a graph of it.

One file for each in `qedu/data/networks`.  A figure that no source gave us is missing, which is not zero.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from types import MappingProxyType
from typing import Any

from qedu import _shown, _yaml
from qedu._arguments import bad
from qedu.networks.graph import Connection, Network, Node

__all__ = ["KNOWN_NETWORKS", "PRINCIPLES", "READ", "KnownNetwork", "load_network"]

#: How a network hands keys or pairs on.
PRINCIPLES = {
    "trusted nodes": "every node on the way knows the key",
    "pairs of photons": "a source sends pairs of photons to its users, and nothing is stored",
    "pairs in memories": "pairs are stored, and swapped on",
}

#: How the figures were read, from the best way to the weakest.
READ = {
    "paper": "in the paper itself",
    "part": "in the paper, as far as it was read",
    "abstract": "in the paper's abstract",
    "quoted by others": "as others quote them; the paper was not read",
}

_FOLDER = Path(__file__).parents[1] / "data" / "networks"
_COUNTS, _KILOMETRES = ("nodes", "links"), ("longest_km", "total_km")
_TEXTS = ("name", "date", "place", "principle", "source", "read", "note")


@dataclass(frozen=True, kw_only=True)
class KnownNetwork:
    """A network that was built, as its source describes it.

    Parameters
    ----------
    id : str
        Its name in `KNOWN_NETWORKS`.
    name : str
        What it is called.
    date : str
        When it was so: a year or a month, as 2011 or 2011-05.
    place : str
        Where.
    principle : str
        A key of `PRINCIPLES`.
    nodes, links : int or None
        How many; of what, `note` says.  None: missing.
    longest_km, total_km : float or None
        Kilometres of the longest link, and of all.  None: missing.
    at_least : tuple of str
        The names of those figures that the source gives as "more than".
    source : str
        The paper.
    doi : str or None
        Its DOI, if it has one.
    read : str
        A key of `READ`.
    note : str
        What else one has to know.
    network : Network or None
        The plan as a graph, where one is printed; rates are only in it if they are printed too.

    Notes
    -----
    Made by `load_network`.  Equal if all entries are.  Chapter C14.

    Examples
    --------
    >>> KNOWN_NETWORKS["tokyo"]
    KnownNetwork(Tokyo QKD Network; 2011-05; 4 nodes; 6 links)
    >>> KNOWN_NETWORKS["tokyo"].network
    Network(Tokyo QKD Network; 4 nodes; 3 connections)
    """

    id: str
    name: str
    date: str
    place: str
    principle: str
    nodes: int | None
    links: int | None
    longest_km: float | None
    total_km: float | None
    at_least: tuple[str, ...]
    source: str
    doi: str | None
    read: str
    note: str
    network: Network | None

    def _text(self, name: str, unit: str = "") -> str | None:
        value = getattr(self, name)
        return None if value is None else f"{'at least ' if name in self.at_least else ''}{value:g}{unit}"

    def __repr__(self) -> str:
        counts = (self._text(name, f" {name}") for name in _COUNTS)
        return _shown.line("KnownNetwork", self.name, self.date, *counts, self._text("total_km", " km"))

    def _repr_html_(self) -> str:
        def said(name):
            return self._text(name) or "missing"

        return _shown.table(self.name, [
            ("Place", self.place), ("Date", self.date), ("Principle", self.principle), ("Nodes", said("nodes")), ("Links", said("links")),
            ("Longest link, km", said("longest_km")), ("All links, km", said("total_km")),
            ("Plan", "missing" if self.network is None else repr(self.network)), ("Source", self.source), ("DOI", self.doi),
            ("Read", READ[self.read]), ("Note", self.note)])


def load_network(path: str | Path) -> KnownNetwork:
    """Read a network from a file and check it.

    Parameters
    ----------
    path : str or pathlib.Path
        A YAML file as those in `qedu/data/networks`, or the name of one of these.

    Returns
    -------
    KnownNetwork
        What the file says.

    Raises
    ------
    ValueError
        If the file cannot be read, or a field is missing, unknown or of another kind; it names file and field.

    Notes
    -----
    Chapter C14.

    Examples
    --------
    >>> load_network("delft.yaml").network.connection("Alice", "Bob").fidelity is None
    True
    """
    if not isinstance(path, (str, Path)):
        raise bad("path", path, "the path of a YAML file, or the name of one of the library's own")
    file = _FOLDER / path                                  # an absolute path stays as it is
    try:
        entry = _yaml.parse(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, _yaml.YAMLError, ValueError) as error:
        raise ValueError(f"{file}: cannot be read as YAML ({' '.join(str(error).split())}).") from error
    known = {*_TEXTS, *_COUNTS, *_KILOMETRES, "doi"}
    if not isinstance(entry, dict) or not known <= set(entry) <= known | {"at_least", "graph"}:
        odd = known ^ set(entry) - {"at_least", "graph"} if isinstance(entry, dict) else known
        raise ValueError(f"{file}: must hold the fields {', '.join(sorted(known))}; at_least and graph are optional. "
                         f"Missing or unknown: {', '.join(map(str, sorted(odd, key=str)))}.")
    entry = {**entry, "date": str(entry["date"])}
    for name, right, allowed in _rules(entry):
        if not right:
            raise ValueError(f"{file}: {name} = {entry.get(name)!r} is not allowed: {allowed}.")
    try:
        network = _graph_of(entry["graph"], entry["name"]) if "graph" in entry else None
    except Exception as error:
        raise ValueError(f"{file}: graph is no network ({error}).") from error
    given: dict[str, Any] = {name: entry[name] for name in known}
    given |= {name: float(entry[name]) for name in _KILOMETRES if entry[name] is not None}
    return KnownNetwork(id=file.stem, at_least=tuple(entry.get("at_least", ())), network=network, **given)


def _rules(entry: dict[str, Any]) -> list[tuple[str, bool, str]]:
    """For each field its name, whether it is as it must be, and how that is."""
    def is_number(value, *kinds):
        return value is None or isinstance(value, kinds) and not isinstance(value, bool) and 0 < value < 1e6

    at_least = entry.get("at_least", [])
    figures = [name for name in (*_COUNTS, *_KILOMETRES) if entry[name] is not None]
    return [
        *((name, isinstance(entry[name], str) and bool(entry[name].strip()), "a text that is not empty") for name in _TEXTS),
        ("date", re.fullmatch(r"\d{4}(-\d\d)?", entry["date"]) is not None, "a year or a month, as 2011 or 2011-05"),
        ("principle", entry["principle"] in PRINCIPLES, f"one of {', '.join(PRINCIPLES)}"),
        ("read", entry["read"] in READ, f"one of {', '.join(READ)}"),
        ("doi", entry["doi"] is None or re.fullmatch(r"10\.\d{4,}/\S+", str(entry["doi"])) is not None, "a DOI, or nothing"),
        *((name, is_number(entry[name], int), "a whole number above 0, or nothing") for name in _COUNTS),
        *((name, is_number(entry[name], int, float), "kilometres above 0, or nothing") for name in _KILOMETRES),
        ("at_least", isinstance(at_least, list) and all(one in figures for one in at_least), "names of figures that are not missing"),
    ]


def _graph_of(entry: dict[str, Any], name: str) -> Network:
    """The network of a plan: nodes by kind and connections, or a number of nodes of which each two are joined."""
    if set(entry) == {"complete"}:
        count, base, kind = (entry["complete"][key] for key in ("count", "name", "kind"))
        names = [f"{base} {number}" for number in range(1, count + 1)]
        return Network([Node(one, kind) for one in names], [Connection(*ends) for ends in combinations(names, 2)], name=name)
    return Network([Node(one, kind) for one, kind in entry["nodes"].items()], [Connection(**one) for one in entry["connections"]],
                   name=name)


#: The networks in `qedu/data/networks`, by `KnownNetwork.id`.
KNOWN_NETWORKS: Mapping[str, KnownNetwork] = MappingProxyType(
    {path.stem: load_network(path) for path in sorted(_FOLDER.glob("*.yaml"))})
