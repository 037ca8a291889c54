"""The index of the field's words, by which a search finds sections whose titles are plain."""

import re
from pathlib import Path

import pytest
import yaml

from qedu.book import finding
from qedu.content.chapters import lesson
from scripts import chapters

ROOT = Path(__file__).parents[2]
INDEX = yaml.safe_load((ROOT / "qedu" / "content" / "index.yaml").read_text(encoding="utf-8"))
LESSONS = [page for page in chapters.book() if not page.endswith("/practice") and lesson(ROOT / f"{page}.md")]


def test_every_lesson_has_words_of_the_field_and_no_page_is_unknown():
    assert len(LESSONS) > 40
    assert set(LESSONS) - set(INDEX) == set(), "lessons without an entry in qedu/content/index.yaml"
    assert set(INDEX) - set(chapters.book()) == set(), "pages that the book does not have"


@pytest.mark.parametrize("page", INDEX)
def test_the_sections_are_there_and_words_are_words(page):
    titles = re.findall(r"^#+ (.+?)\s*$", (ROOT / f"{page}.md").read_text(encoding="utf-8"), re.M)
    assert finding.known_as(page, [title.replace("'", "\u2019") for title in titles])
    for words in INDEX[page].values():
        assert isinstance(words, str) and all(1 < len(one.strip()) < 60 for one in words.split(","))


def test_a_section_that_has_another_title_now_is_named():
    page = "chapters/2-keys/secret-key/who-is-speaking"
    with pytest.raises(ValueError, match=f"{page} has no section '.+'. If it has another title now, write that one"):
        finding.known_as(page, ["Who is speaking?"])
    assert finding.known_as("chapters/of/another-book", ["A section"]) == {}
