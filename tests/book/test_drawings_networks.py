"""What the drawings of the chapter on networks show, against sums and rules written out here."""

import re
from pathlib import Path

from qedu.book import drawings

FOLDER = Path("chapters/4-infrastructure/networks")
SHOWN = drawings.read(str(FOLDER))


def rows(name):
    return {row["name"]: str(row["cells"]).split() for row in SHOWN[name]["grid"]["rows"]}


def number(cells):
    return int("".join(cells), 2)


def test_on_every_wire_is_the_key_under_a_pad_of_its_own():
    shown = {name: number(cells) for name, cells in rows("relay").items()}
    pads = [shown[f"pad {hop}"] for hop in (1, 2, 3)]
    assert [shown[f"on the wire {hop}"] for hop in (1, 2, 3)] == [shown["the key"] ^ pad for pad in pads]
    assert len(set(pads)) == 3 and all(3 < pad.bit_count() < 9 for pad in pads)         # pads that look random


def test_the_relay_is_the_run_on_the_page():
    page = (FOLDER / "who-learns-it.md").read_text(encoding="utf-8")
    cell = next(one for one in re.findall(r"```\{code-cell\} ipython3\n(.*?)```", page, flags=re.S) if "relay_key" in one)
    names = {}
    exec(compile(cell, "who-learns-it", "exec"), names)
    shown = rows("relay")
    assert shown["the key"] == list(map(str, names["k"]))
    assert [shown[f"on the wire {hop}"] for hop in (1, 2, 3)] == [list(map(str, hop.message)) for hop in names["done"].hops]


def test_keys_fall_from_the_day_on_of_which_the_node_still_has_something():
    shown = rows("days")
    days = list(map(int, shown.pop("day")))
    for name, cells in shown.items():
        kept = {"erases at once": 0, "keeps for ever": 99}.get(name)
        kept = int(name.split()[2]) if kept is None else kept
        assert cells == ["✕" if day + kept >= 6 else "●" for day in days], name


def test_two_shares_add_up_to_the_key_and_neither_resembles_it():
    key, one, other, added = (number(cells) for cells in rows("shares").values())
    assert one ^ other == key == added
    assert all(4 <= (share ^ key).bit_count() <= 12 and 4 <= share.bit_count() <= 12 for share in (one, other))
