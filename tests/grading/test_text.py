"""Text of strangers: whatever it is, it can be written, printed and read, and has an end."""

import random
import unicodedata

import pytest

from qedu.grading.checks.text import folded, shown


@pytest.mark.parametrize("text, seen", [
    ("plain text, 1/√2 and Zoë", "plain text, 1/√2 and Zoë"), ("half \ud800", "half \\ud800"), ("nul \0", "nul \\x00"),
    ("\x1b[2J", "\\x1b[2J"), ("a\rb\nc\td", "a\\rb\\nc\\td"), ("to the \u202eleft", "to the \\u202eleft"),
    ("isolate \u2067x\u2069", "isolate \\u2067x\\u2069"), ("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"), ("no\u00a0break", "no break"),
    ("filler \u3164", "filler \\u3164"), ("soft\u00adhyphen", "soft\\xadhyphen"), ("next line\x85", "next line\\x85"),
    ("line\u2028paragraph\u2029", "line\\u2028paragraph\\u2029"), ("tag \U000e0041", "tag \\U000e0041"),
    ("李雷 עברית 🙂", "李雷 עברית 🙂"), ("e" + "\u0301" * 100, "e" + "\u0301" * 4)])
def test_what_is_seen(text, seen):
    assert shown(text) == seen


def test_any_text_can_be_written_and_is_bounded():
    rng = random.Random(5)
    for _ in range(300):
        text = "".join(chr(rng.choice((rng.randrange(0x300), rng.randrange(0x3000), rng.randrange(0x110000)))) for _ in range(60))
        for lines in (False, True):
            seen = shown(text, most=200, lines=lines)
            assert len(seen) <= 200 and seen.encode("utf-8").decode("utf-8") == seen
            assert all(letter.isprintable() or lines and letter in "\n\t" for letter in seen)
            assert not {unicodedata.category(letter) for letter in seen} & {"Cf", "Cs", "Zl", "Zp"}


def test_length_of_a_program_and_of_things_that_are_no_text():
    assert shown("N" * 10**7) == "N" * 399 + "…" and shown("\0" * 400, most=10) == "\\x00\\x00\\…"
    assert shown("a\r\n\tb\x07", lines=True) == "a\n\tb\\x07"
    assert shown(7) == "7" and shown(10**5000) == "int" and shown(["\ud800"]) == "['\\ud800']"


def test_names_are_compared_in_one_form():
    assert folded("Zoe\u0308") == folded(" ZO\u00cb\u00a0") == folded("zo\u00eb")
    assert folded("STRASSE") == folded("straße") and folded("ada") != folded("bob")
