"""How long the pages of a chapter that is a folder are, as they are laid out."""

from scripts import chapters

from .conftest import WIDE, Tab

#: Screens of 1280 × 900 that a page may be long, what is folded not counted.
LONGEST = {"index": 2, "lesson": 12}


def screens(page):
    """How many screens the text of an open page is long."""
    return page.evaluate("""() => {
      const box = (document.querySelector('article') || document.body).getBoundingClientRect();
      return box.height / innerHeight;
    }""")


def too_long(opened):
    """Pages that are longer than their kind may be, with their screens: from (name, kind, open page)."""
    return {name: round(length, 1) for name, kind, page in opened if (length := screens(page)) > LONGEST.get(kind, float("inf"))}


def kinds():
    """The kind of each page of a chapter that is a folder."""
    folder = [name for name in chapters.chosen() if chapters.is_folder(chapters.ROOT / f"{name}.md")]
    return {name: name.rpartition("/")[2] if name.endswith(("/index", "/practice")) else "lesson" for name in folder}


def test_lessons_are_read_in_twelve_screens_and_index_pages_in_two(browser):
    with Tab(browser, "chapters/index", viewport=WIDE) as tab:
        for height, kind, wrong in ((1700, "index", False), (1900, "index", True), (10_700, "lesson", False), (10_900, "lesson", True),
                                    (99_000, "practice", False)):
            tab.page.set_content(f'<article style="height: {height}px"></article>')
            assert bool(too_long([("made-up", kind, tab.page)])) == wrong
    found = {}
    for name, kind in kinds().items():
        with Tab(browser, name, viewport=WIDE) as tab:
            found |= too_long([(name, kind, tab.page)])
    assert found == {}
