"""Build miniature books in a temporary folder, and open them in a browser."""

import io
import os
import re
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

MINI = Path(__file__).parent / "mini"

#: A book with one chapter that is a folder of lessons; its exercises are those of the other one.
FOLDER = Path(__file__).parent / "folder"

CONFIGURATION = {
    "extensions": ["sphinx_external_toc", "myst_nb", "sphinxcontrib.bibtex", "qedu.book"],
    "external_toc_path": "_toc.yml",
    "html_theme": "basic",
    "nb_execution_mode": "off",
    "myst_enable_extensions": ["colon_fence", "dollarmath"],
    "nitpicky": True,
    "exclude_patterns": ["_build", "exercises"],
    "bibtex_bibfiles": ["references.bib"],
    "qedu_bundles": True,
}

BIBLIOGRAPHY = "@article{malus1809, author={Malus}, title={Sur une propriété}, journal={Bull.}, year={1809}}\n"


class Book:
    """A built book: its folder, its warnings and its pages."""

    def __init__(self, source, out, warnings):
        self.source, self.out = source, out
        text = re.sub(r"\x1b\[[\d;]*m", "", warnings)
        self.warnings = [line.replace(f"{source}/", "") for line in text.splitlines() if line.strip()]

    def path(self, page):
        return self.out / f"{page}.html"

    def soup(self, page):
        return BeautifulSoup(self.path(page).read_text(encoding="utf-8"), "html.parser")


def build(source, builder="html", parallel=0, **configuration):
    """Build the book in the folder `source`; the warnings come back, they raise nothing."""
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    from qedu.content import strings

    out, warnings, before = source / "_build" / builder, io.StringIO(), os.environ.get("QEDU_STATIC")
    (source / "references.bib").write_text(BIBLIOGRAPHY, encoding="utf-8")
    try:
        with patch_docutils(), docutils_namespace():
            app = Sphinx(source, None, out, source / "_build" / f"doctrees-{builder}", builder,
                         confoverrides={**CONFIGURATION, **configuration}, status=None, warning=warnings,
                         freshenv=True, parallel=parallel)
            app.build()
    finally:
        strings.use("en")
        # An extension says to the kernels of this book that they are not a notebook's: later tests have kernels of their own.
        if before is None:
            os.environ.pop("QEDU_STATIC", None)
    return Book(source, out, warnings.getvalue())


@pytest.fixture
def mini(tmp_path):
    """A fresh copy of the miniature book's sources."""
    return shutil.copytree(MINI, tmp_path / "book")


def copy_folder(to):
    """The sources of the book whose chapter is a folder, in a new folder."""
    shutil.copytree(MINI / "exercises", to / "exercises")
    return shutil.copytree(FOLDER, to, dirs_exist_ok=True)


@pytest.fixture
def folder(tmp_path):
    """A fresh copy of the book whose chapter is a folder."""
    return copy_folder(tmp_path / "book")


@pytest.fixture(scope="session")
def folder_book(tmp_path_factory):
    """That book, built once."""
    return build(copy_folder(tmp_path_factory.mktemp("folder") / "book"))


@pytest.fixture(scope="session")
def book(tmp_path_factory):
    """The miniature book, built once."""
    return build(shutil.copytree(MINI, tmp_path_factory.mktemp("english") / "book"))


@pytest.fixture(scope="session")
def pseudo_book(tmp_path_factory):
    """The same in the language in which every word of the interface carries marks."""
    source = shutil.copytree(MINI, tmp_path_factory.mktemp("pseudo") / "book")
    return build(source, qedu_language="pseudo")


#: A book with a chapter that is a folder, between chapters of one page: what stands on each page, by its name.
ROAD = {
    "index": "# A book\n\nIts first page.\n",
    "one/light": "---\nqedu: {id: C02, minutes: 45}\n---\n\n# Light\n\nA photon is found whole.\n\n## Filters\n\nThree of them.\n\n"
                 "### A third\n\nBetween two.\n\n## Angles\n\n$$\na = b\n$$ (eq-light)\n\n[](../two/keys/first.md) follows.\n",
    "two/keys/index": "---\nqedu: {id: C06, minutes: 5}\n---\n\n# Keys\n\nA real case.\n",
    "two/keys/first": "---\nqedu: {chapter: C06, minutes: 20}\n---\n\n# How a key is made\n\nA question of 25 % and `3 km`.\n\n:::{margin}\n"
                      "A note ($x$), and of $y$.\n:::\n\n" + "A paragraph that is read, and carries one step. " * 60 +
                      "\n\n$$\nc = d\n$$ (eq-first)\n\n$$\ne = f\n$$ (eq-second)\n",
    "two/keys/second": "---\nqedu: {chapter: C06, minutes: 25}\n---\n\n# Who listens\n\nA [lesson](first.md).\n\n$$\ng = \\begin{pmatrix} \\tfrac12 & 0 \\\\ \\tfrac12 & 1 \\end{pmatrix}\n$$ (eq-third)\n\n"
                       "By {eq}`eq-third` and {eq}`eq-light`.\n",
    "two/keys/practice": "---\nqedu: {chapter: C06, minutes: 60}\n---\n\n# Practice\n\nExercises.\n\n## Cards\n\nNone.\n",
    "two/decoys": "---\nqedu: {id: C09, minutes: 90}\n---\n\n# Decoys\n\nThe last chapter.\n",
    "back/list": "# Bibliography\n\nNothing.\n",
}
ROAD_CONTENTS = """format: jb-book
root: index
parts:
  - caption: Foundations
    chapters: [{file: one/light}]
  - caption: Keys
    chapters:
      - file: two/keys/index
        sections: [{file: two/keys/first}, {file: two/keys/second}, {file: two/keys/practice}]
      - file: two/decoys
  - caption: Back matter
    chapters: [{file: back/list}]
"""


@pytest.fixture(scope="session")
def road_book(tmp_path_factory):
    """A book with lessons in the theme of our own, built once."""
    source = tmp_path_factory.mktemp("road")
    for name, text in {**{f"{name}.md": text for name, text in ROAD.items()}, "_toc.yml": ROAD_CONTENTS,
                       "LICENSE": "free", "LICENSE-CONTENT": "free"}.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text, encoding="utf-8")
    return build(source, extensions=[*CONFIGURATION["extensions"], "qedu.book.maths", "qedu.book.theme"], html_theme="qedu",
                 html_math_renderer="katex", project="A book", html_title="A book", copyright="nobody", numfig=True,
                 math_numfig=True, html_permalinks_icon="#")


@pytest.fixture
def opened(browser):
    """Open a page from file:// without a network; an error on its console fails the test."""
    contexts, complaints = [], []

    def open_page(book, page="chapters/mini", **options):
        context = browser.new_context(offline=True, **options)
        contexts.append(context)
        tab = context.new_page()
        tab.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.goto(book.path(page).as_uri())
        return tab

    yield open_page
    for context in contexts:
        context.close()
    # The plain theme of these tests asks for MathJax, which needs a network, and for storage, which a test denies.
    assert not [line for line in complaints if not re.search("ERR_INTERNET_DISCONNECTED|^storage denied$", line)]
