"""The landing page: the road links what is written and names the rest, and each way says how much of it there is."""

import re
from pathlib import Path

from qedu.content import chapters
from qedu.content.road import road

from .conftest import build

ROOT = Path(__file__).parents[2]


def test_the_road_links_what_is_written_and_names_the_rest(mini):
    index = mini / "index.md"
    index.write_text(index.read_text(encoding="utf-8") + "\n```{ways}\n```\n\n```{road}\n```\n", encoding="utf-8")
    book = build(mini)
    assert not [line for line in book.warnings if "index.md" in line]
    page = book.soup("index")
    parts = page.select(".qedu-road section")
    assert [part.h3.get_text(strip=True) for part in parts] == list(chapters.plan())
    assert [item.get_text(strip=True) for item in page.select(".qedu-road li")] == list(chapters.titles().values())
    links = {link.get_text(strip=True): link["href"] for link in page.select(".qedu-road a")}
    own, = (chapter.id for part in road(mini) for chapter in part.chapters if chapter.id)
    assert links == {chapters.titles()[own]: "chapters/mini.html"}
    ways = page.select(".qedu-ways > li")
    assert len(ways) == len(chapters.tracks())
    for way, track in zip(ways, chapters.tracks()):
        assert way.small.get_text() == f"{len(track['chapters'])} chapters, {int(own in track['chapters'])} of them written"
        assert bool(way.a) == (own in track["chapters"])


def test_every_part_of_the_table_of_contents_is_a_part_of_the_plan():
    """And its chapters stand in the order of the plan, under the titles that they are planned by."""
    plan = chapters.plan()
    for part in road(ROOT):
        ids = [chapter.id for chapter in part.chapters if chapter.id]
        if ids:
            assert ids == [identifier for identifier in plan[part.caption] if identifier in ids]
            for chapter in part.chapters:
                assert chapter.title == plan[part.caption][chapter.id]


def test_each_way_goes_forward_and_names_chapters_that_are_planned():
    order = list(chapters.titles())
    for track in chapters.tracks():
        places = [order.index(identifier) for identifier in track["chapters"]]
        assert places == sorted(set(places)) and re.fullmatch(r"[A-Z].*\.", track["words"])
    assert chapters.tracks()[0]["chapters"] == order


def test_the_landing_page_counts_no_chapters_in_words():
    """Such a number stays behind when a chapter comes."""
    page = (ROOT / "chapters" / "index.md").read_text(encoding="utf-8") + (ROOT / "chapters" / "about.md").read_text(encoding="utf-8")
    assert not re.search(r"\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten)( \w+)? chapters?\b", page, re.I)
