"""No answer is given away by its place or its length, over the whole book.

Counted in the sources, as they stand there without a script; on the page options change their places besides.
"""

import re
from collections import defaultdict
from math import sqrt

import pytest
from scipy.stats import binomtest

from qedu.book import body
from scripts import chapters

#: A count less likely than this at one position is no chance.  There are some 20 counts, and the authors can move options.
LEAST = 0.01
TIERS = ["options", "reasons", "predictions"]


def questions():
    """Options and reasons of every question of the book, and of every prediction, each a list of (right, text)."""
    for page in (page for page, has in chapters.chosen().items() if has.id):
        source = (chapters.ROOT / f"{page}.md").read_text(encoding="utf-8")
        for block in re.findall(r"^```\{prediction\}[^\n]*\n(.*?)^```", source, flags=re.S | re.M):
            data = body.read(block)
            assert "right" in data, f"{page}: a prediction does not say which option comes true: {data['question']}"
            yield "predictions", [(option == data["right"], option) for option in data["options"]]
        for block in re.findall(r"^```\{quiz\}[^\n]*\n(.*?)^```", source, flags=re.S | re.M):
            text = re.sub(r"^:\w+:[^\n]*\n", "", block, flags=re.M)
            data = body.read(text) if text.strip() else {}
            for tier in ("options", "reasons"):
                if tier in data:
                    yield tier, [(entry.get("correct", "") == "true", entry["text"]) for entry in data[tier]]


def shown(text):
    """How long an option looks: without the signs that set formulas and code."""
    return len(re.sub(r"\\[a-zA-Z]+|[$`*{}]", "", text))


@pytest.mark.parametrize("tier", TIERS)
def test_the_right_one_stands_in_every_place(tier):
    places = defaultdict(list)
    for kind, entries in questions():
        if kind == tier:
            places[len(entries)].append([right for right, _ in entries].index(True))
    assert sum(map(len, places.values())) > 15
    strange = {(n, place + 1): (found.count(place), len(found)) for n, found in places.items() for place in range(n)
               if binomtest(found.count(place), len(found), 1 / n).pvalue < LEAST}
    assert strange == {}, "(number of options, place): (right there, of)"


@pytest.mark.parametrize("extreme", [max, min])
@pytest.mark.parametrize("tier", TIERS)
def test_the_right_one_is_the_longest_and_the_shortest_as_often_as_chance_has_it(tier, extreme):
    """Rarely the longest is a hint as well: whoever takes the shortest then is right more often than by guessing."""
    found = expected = variance = 0.0
    for kind, entries in questions():
        if kind == tier:
            lengths = [shown(text) for _, text in entries]
            ties = [right for (right, _), length in zip(entries, lengths) if length == extreme(lengths)]
            found += sum(ties) / len(ties)
            expected += 1 / len(entries)
            variance += (len(entries) - 1) / len(entries) ** 2
    assert expected > 5 and abs(found - expected) <= 2 * sqrt(variance), (found, expected, variance)
