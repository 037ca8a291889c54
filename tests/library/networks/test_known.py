"""Built networks: figures as their sources give them, typed in again from those, and files that are refused."""

import math
import re
from itertools import combinations

import pytest
import yaml

from qedu import networks
from qedu.networks import KNOWN_NETWORKS

#: Nodes, links, longest, total; from the abstracts and announcements.
SAID = {
    "darpa": (6, None, None, None), "secoqc": (6, 8, 83, None), "tokyo": (4, 6, 90, None), "china-2021": (32, 700, None, 2000), "china-2025": (145, None, None, 10000),
    "hefei": (46, None, None, None), "adriatic": (4, 3, 100, None), "bristol": (8, 28, None, None), "bristol-cambridge": (None, None, None, 410), "delft": (3, 2, None, None)}


def test_figures_are_those_of_the_sources():
    assert {name: (known.nodes, known.links, known.longest_km, known.total_km) for name, known in KNOWN_NETWORKS.items()} == SAID
    assert {name: known.at_least for name, known in KNOWN_NETWORKS.items() if known.at_least} == {
        "china-2021": ("links", "total_km"), "china-2025": ("total_km",), "bristol-cambridge": ("total_km",)}


@pytest.mark.parametrize("name", KNOWN_NETWORKS)
def test_each_says_where_it_is_from(name):
    known = KNOWN_NETWORKS[name]
    assert known.id == name and re.search(r"20\d\d\)|of April 2025", known.source) and known.read in networks.READ and len(known.note) > 40
    assert known.doi or name in ("darpa", "bristol-cambridge")
    assert "2003" <= known.date <= "2026" and known.principle in networks.PRINCIPLES
    # No rate, fidelity or place has been made up.
    if known.network is not None:
        assert all(line.key_rate is line.pair_rate is line.fidelity is None for line in known.network.connections)
        assert all(node.position is None for node in known.network.nodes) and known.network.name == known.name


def test_plans_are_as_they_are_printed():
    plans = {name: {line.ends: line.length_km for line in known.network.connections} for name, known in KNOWN_NETWORKS.items() if known.network}
    assert set(plans) == {"tokyo", "china-2021", "adriatic", "bristol", "delft"}
    assert plans["tokyo"] == {("Koganei", "Otemachi"): 45, ("Hakusan", "Otemachi"): 12, ("Hongo", "Otemachi"): 13}
    assert plans["adriatic"] == {("Postojna", "Trieste"): None, ("Rijeka", "Trieste"): 100, ("Ljubljana", "Postojna"): None}
    assert set(plans["bristol"]) == set(combinations([f"User {n}" for n in range(1, 9)], 2)) and plans["delft"].keys() == {("Alice", "Bob"), ("Bob", "Charlie")}
    backbone = KNOWN_NETWORKS["china-2021"].network
    assert [backbone.neighbours(city) for city in ("Jinan", "Hefei", "Micius")] == [("Beijing", "Hefei"), ("Jinan", "Shanghai"), ("Nanshan", "Xinglong")]


def test_who_has_to_be_trusted_where():
    """With any rate on each link: of the Adriatic network one node knows the keys of Ljubljana and nobody those of Rijeka, and nobody those of Bristol."""
    def with_rates(known):
        return networks.Network(known.network.nodes, [networks.Connection(*line.ends, key_rate=1) for line in known.network.connections])

    line, full = (with_rates(KNOWN_NETWORKS[name]) for name in ("adriatic", "bristol"))
    assert [networks.single_points(line, "Trieste", city) for city in ("Ljubljana", "Rijeka")] == [("Postojna",), ()]
    assert {networks.best_key_path(full, *pair).relays for pair in combinations(full.users, 2)} == {()}
    assert networks.denial(line, [("Trieste", "Ljubljana"), ("Trieste", "Rijeka")], nodes=["Postojna"]).lost == 1
    assert networks.denial(full, list(combinations(full.users, 2)), nodes=["User 1"]).lost == 7


FINE = {"name": "n", "date": "2026-01", "place": "p", "principle": "trusted nodes", "nodes": 3, "links": None, "longest_km": 2, "total_km": None, "source": "s", "doi": None,
        "read": "paper", "note": "x", "at_least": ["longest_km"], "graph": {"nodes": {"A": "user", "B": "trusted"}, "connections": [{"a": "A", "b": "B", "length_km": 2}]}}


def test_one_s_own_file(tmp_path):
    (tmp_path / "mine.yaml").write_text(yaml.safe_dump(FINE), encoding="utf-8")
    found = networks.load_network(tmp_path / "mine.yaml")
    assert (found.id, found.longest_km, found.at_least, found.network.length_km) == ("mine", 2.0, ("longest_km",), 2.0)
    assert networks.load_network("delft.yaml") == KNOWN_NETWORKS["delft"]
    (tmp_path / "year.yaml").write_text(yaml.safe_dump(FINE | {"date": 2026}), encoding="utf-8")
    assert networks.load_network(str(tmp_path / "year.yaml")).date == "2026"


@pytest.mark.parametrize("change, message", [
    ({"date": "May"}, "date = 'May' is not allowed: a year or a month"), ({"principle": "magic"}, "principle = 'magic' is not allowed: one of trusted nodes"),
    ({"read": "seen"}, "read = 'seen'"), ({"doi": "x"}, "doi = 'x' is not allowed: a DOI, or nothing"), ({"nodes": 2.5}, "nodes = 2.5 is not allowed: a whole number above 0"),
    ({"nodes": True}, "nodes = True"), ({"links": 0}, "links = 0"), ({"longest_km": "2"}, "longest_km = '2' is not allowed: kilometres"), ({"total_km": math.nan}, "total_km = nan"),
    ({"at_least": ["links"]}, r"at_least = \['links'\] is not allowed: names of figures that are not missing"), ({"note": " "}, "note = ' ' is not allowed: a text that is not empty"),
    ({"colour": "red"}, "Missing or unknown: colour"), ({"graph": {"nodes": {"A": "user"}, "connections": [{"a": "A", "b": "B"}]}}, "graph is no network .* it has no 'B'"),
    ({"graph": 3}, "graph is no network")])
def test_files_that_are_refused(tmp_path, change, message):
    (tmp_path / "mine.yaml").write_text(yaml.safe_dump(FINE | change), encoding="utf-8")
    with pytest.raises(ValueError, match=rf"mine\.yaml: (.*){message}"):
        networks.load_network(tmp_path / "mine.yaml")


@pytest.mark.parametrize("text", ["- a\n", "3", "", "{", "name: x\n"])
def test_files_that_are_none(tmp_path, text):
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"mine\.yaml: (must hold the fields|cannot be read as YAML)"):
        networks.load_network(tmp_path / "mine.yaml")
    with pytest.raises(ValueError, match=r"none\.yaml: cannot be read"):
        networks.load_network(tmp_path / "none.yaml")
