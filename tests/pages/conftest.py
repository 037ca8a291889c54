"""The built site in a browser, opened from file:// with the network off.

Pages come from `_toc.yml` and widgets from their front matter, so a new chapter
needs no new test.
"""

import functools
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, SoupStrainer

from scripts import chapters
from scripts.build_book import SITE

ROOT = Path(__file__).parents[2]
#: 320 px is what WCAG 2.2 (1.4.10) asks for: a window of 1280 px at 400 %.
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}


#: The pages of the book, or of the chapter that alone is tested.
PAGES = list(chapters.chosen())
#: The widgets of each page, from the front matter, which is there before the book is built; a test compares it with the pages.
ON_PAGE = {page: has.widgets for page, has in chapters.chosen().items() if has.widgets}


def html(name):
    """The built file of a page."""
    path = SITE / f"{name}.html"
    assert path.exists(), f"{path} is not built: run `make book` first"
    return path


@functools.lru_cache(4)
def soup(name):
    """The text of a page between header and footer, parsed; shared by tests, which take nothing out of it."""
    return BeautifulSoup(html(name).read_text(encoding="utf-8"), "html.parser", parse_only=SoupStrainer("main")).main


@pytest.fixture(scope="session", autouse=True)
def book(built):
    """All tests here need the built book."""


class Tab:
    """One page in a fresh context, with what it asked for and what it complained of."""

    def __init__(self, browser, name, viewport=WIDE, scheme="light", fragment="", **options):
        self.context = browser.new_context(viewport=viewport, color_scheme=scheme, offline=True, **options)
        self.requested, self.outside, self.complaints = [], [], []
        self.context.on("request", self._request)
        self.page = self.context.new_page()
        self.page.on("console", lambda m: m.type in ("error", "warning") and self.complaints.append(m.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(html(name).as_uri() + fragment)
        self.page.wait_for_load_state("load")

    def _request(self, request):
        self.requested.append(request.url)
        if not request.url.startswith((SITE.as_uri(), "data:", "blob:")):
            self.outside.append(request.url)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.close()


@pytest.fixture
def tab(browser):
    """Open a page by its name in the table of contents; closed after the test."""
    opened = []

    def open_page(name, **options):
        opened.append(Tab(browser, name, **options))
        return opened[-1]

    yield open_page
    for each in opened:
        each.context.close()


@pytest.fixture(scope="module", params=PAGES)
def name(request):
    """A page of the book.  All tests of one page run one after the other, so that they can share a tab."""
    return request.param


@pytest.fixture(scope="session")
def shared(browser):
    """Open a page once for all tests that look at it: laying out a chapter takes a second.

    A test leaves such a tab as it found it, or sets what it needs at its beginning.
    """
    kept = {}

    def open_page(name, **options):
        key = repr((name, sorted(options.items())))
        if key not in kept:
            while len(kept) > 2:                # those opened first are of earlier pages
                kept.pop(next(iter(kept))).context.close()
            kept[key] = Tab(browser, name, **options)
        return kept[key]

    yield open_page
    for each in kept.values():
        each.context.close()
