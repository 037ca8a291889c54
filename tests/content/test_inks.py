"""Colours of drawings as attributes: one reading of style sheets, for simulations on paper and for drawings of the prose."""

import re
from pathlib import Path

import pytest

from qedu.content import inks
from qedu.widgets.paper import paint

SHEET = """
/* .q-a { fill: green; } */
.q-a { fill: var(--c); stroke-width: 2px; margin: 3px; }
.q-a.q-b { fill: black; }
@media print { .q-a { fill: white; } @keyframes q-x { from { opacity: 0; } to { opacity: 1; } } }
.qedu-widget svg text { font-size: 14px; }
.qedu-widget :is(.q-c, .q-d) { stroke: none; }
.q-e { font: 650 13px serif; text-anchor: middle; }
.q-f { fill: red; paint-order: stroke; }
p > .q-a, .q-a:hover, .qedu-line { fill: pink; }
"""


@pytest.mark.parametrize("tag, names, given", [
    ("rect", ["q-a"], {"fill": "blue", "stroke-width": "2"}), ("rect", ["q-b", "q-a"], {"fill": "black", "stroke-width": "2"}),
    ("text", [], {"font-size": "14"}), ("path", ["q-d"], {"stroke": "none"}), ("g", ["q-f"], {}), ("p", ["qedu-line"], {}),
    ("text", ["q-e"], {"font-size": "13", "font-weight": "650", "text-anchor": "middle"})])
def test_what_a_part_is_given(tag, names, given):
    found = inks.rules(SHEET, lambda value: value.replace("var(--c)", "blue"))
    assert inks.attributes(found, tag, names) == given


def test_a_letter_of_a_symbol_stands_in_its_middle_on_paper():
    """Without a style sheet Alice's A would begin in the middle of her coat, in letters of any size."""
    letter = paint('<svg><text class="q-s-letter" y="17">A</text></svg>')
    assert 'text-anchor="middle"' in letter and 'font-size="13"' in letter


def test_style_sheets_are_taken_apart_in_one_place():
    """Rules and their bodies, by a regular expression with braces: nowhere else in the library."""
    parted = [path.as_posix() for path in sorted(Path("qedu").rglob("*.py")) if re.search(r'\(\[\^\{\}\]\+\)\\\{', path.read_text(encoding="utf-8"))]
    assert parted == ["qedu/content/inks.py"]
