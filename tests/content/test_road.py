"""The road through the book, read from a table of contents and the pages."""

import pytest

from qedu.content.road import Page, road

TOC = """
format: jb-book
root: home
parts:
  - caption: Keys
    chapters:
      - file: keys/bb84/index
        sections: [{file: keys/bb84/by-hand}, {file: keys/bb84/eve}, {file: keys/bb84/practice}]
      - file: keys/e91
  - caption: Back matter
    chapters:
      - file: back/api
"""
PAGES = {"keys/bb84/index": "---\nqedu: {id: C06, minutes: 5}\n---\n# BB84\n", "keys/bb84/by-hand": "---\nqedu: {minutes: 20}\n---\n(a)=\n# By hand\n",
         "keys/bb84/eve": "---\nqedu: {minutes: 30}\n---\n# Eve\n", "keys/bb84/practice": "# Practice\n",
         "keys/e91": "---\n# the front matter\nqedu: {id: C07, minutes: 90}\n---\n# E91\n", "back/api": "# API\n"}


@pytest.fixture
def book(tmp_path):
    (tmp_path / "_toc.yml").write_text(TOC, encoding="utf-8")
    for name, text in PAGES.items():
        path = tmp_path / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_parts_chapters_and_pages_stand_in_order(book):
    keys, back = road(book)
    bb84, e91 = keys.chapters
    assert (keys.caption, bb84.id, bb84.title, bb84.minutes) == ("Keys", "C06", "BB84", 55)
    assert bb84.lessons == (Page("keys/bb84/by-hand", "By hand", "lesson", 1, 20), Page("keys/bb84/eve", "Eve", "lesson", 2, 30))
    assert bb84.pages[-1] == Page("keys/bb84/practice", "Practice", "practice")
    assert e91.pages == (Page("keys/e91", "E91", "chapter", 0, 90),) and not e91.lessons
    assert back.chapters[0].id == "" and back.chapters[0].pages[0].kind == "page"


def test_a_missing_page_and_one_without_title_are_named(book):
    (book / "keys/e91.md").write_text("no title\n", encoding="utf-8")
    with pytest.raises(ValueError, match="e91.md: the page has no title"):
        road(book)
    (book / "keys/e91.md").unlink()
    with pytest.raises(ValueError, match="e91.md: _toc.yml names this page"):
        road(book)


def test_the_book_has_a_road():
    parts = road()
    assert [part.caption for part in parts][:2] == ["Foundations", "Keys"]
    assert {"C02", "C06"} <= {chapter.id for part in parts for chapter in part.chapters}
