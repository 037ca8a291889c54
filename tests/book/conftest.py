"""Build miniature books in a temporary folder, and open them in a browser."""

import io
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

    out, warnings = source / "_build" / builder, io.StringIO()
    (source / "references.bib").write_text(BIBLIOGRAPHY, encoding="utf-8")
    try:
        with patch_docutils(), docutils_namespace():
            app = Sphinx(source, None, out, source / "_build" / f"doctrees-{builder}", builder,
                         confoverrides={**CONFIGURATION, **configuration}, status=None, warning=warnings,
                         freshenv=True, parallel=parallel)
            app.build()
    finally:
        strings.use("en")
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
