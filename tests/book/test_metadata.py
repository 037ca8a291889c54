"""What pages say of themselves, and the links that are there only where an address is configured."""

import json
import os
import re
import tomllib
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlparse
from xml.etree import ElementTree

import pytest

from qedu.book import metadata
from qedu.content.address import Address, configured

from .conftest import build

NOWHERE = Address()
SOMEWHERE = Address("https://example.org/book", "https://github.com/someone/book", "stable")
ROOT = Path(__file__).parents[2]


def test_without_an_address_nothing_names_one():
    tags = metadata.tags(NOWHERE, "chapters/x", "X", "Book", "A page.")
    assert "http" not in tags and "canonical" not in tags and 'property="og:title" content="X"' in tags
    assert metadata.links(NOWHERE, "chapters/x", "X") == []
    assert NOWHERE.colab("x.ipynb") == NOWHERE.binder("x.ipynb") == NOWHERE.page("x") == NOWHERE.source("x") == NOWHERE.report("x") == ""


def test_each_page_has_one_address_a_description_and_a_picture():
    tags = metadata.tags(SOMEWHERE, "chapters/x", 'X & "Y"', "Book", "A page.", "../")
    assert '<link rel="canonical" href="https://example.org/book/chapters/x.html">' in tags
    assert 'property="og:url" content="https://example.org/book/chapters/x.html"' in tags
    assert 'property="og:image" content="https://example.org/book/_static/card.png"' in tags
    assert 'content="X &amp; &quot;Y&quot;"' in tags and 'href="../_static/favicon.svg"' in tags


def test_a_page_links_to_its_source_and_a_report_knows_the_page():
    (_, source), (_, report) = metadata.links(SOMEWHERE, "chapters/2-keys/bb84", "BB84 & more")
    assert source == "https://github.com/someone/book/blob/stable/chapters/2-keys/bb84.md"
    assert parse_qs(urlparse(report).query) == {"title": ["BB84 & more: "]}


@pytest.mark.parametrize("wrong", ["example.org", "ftp://example.org", "javascript:alert(1)"])
def test_an_address_that_is_none_is_refused(wrong):
    with pytest.raises(ValueError, match="html: baseurl"):
        Address(wrong)
    with pytest.raises(ValueError, match="repository: url"):
        Address("", wrong)


def test_only_github_can_be_opened_by_colab_and_binder():
    path = "exercises/c06/notebooks/c06.ipynb"
    assert SOMEWHERE.colab(path) == f"https://colab.research.google.com/github/someone/book/blob/stable/{path}"
    assert unquote(SOMEWHERE.binder(path)) == f"https://mybinder.org/v2/gh/someone/book/stable?urlpath=lab/tree/{path}"
    assert Address("", "https://codeberg.org/someone/book").colab(path) == ""
    assert Address("", "https://github.com/someone/book.git/").colab(path).startswith("https://colab.research.google.com/github/someone/book/blob/main/")


def test_colab_opens_the_copy_that_fetches_qedu_where_the_built_site_is_in_a_branch():
    there = Address("https://example.org/book", "https://github.com/someone/book", "stable", "gh-pages")
    assert there.colab("exercises/c06/notebooks/c06.ipynb", "downloads/c06.ipynb") \
        == "https://colab.research.google.com/github/someone/book/blob/gh-pages/downloads/c06.ipynb"
    # Without the site's address that copy fetches nothing either.
    for nowhere in (SOMEWHERE, Address("", "https://github.com/someone/book", "stable", "gh-pages")):
        assert nowhere.colab("a/b.ipynb", "downloads/b.ipynb").endswith("/blob/stable/a/b.ipynb")
    assert configured({"repository": {"url": "https://github.com/someone/book", "built": "gh-pages"}}).built == "gh-pages"


def test_binder_has_qedu_on_a_python_that_it_takes():
    """A folder `binder` is all that Binder looks at: the pins of the book's own tools do not hold qedu."""
    folder, project = ROOT / "binder", tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {path.name for path in folder.iterdir()} == {"runtime.txt", "postBuild"}
    python = re.fullmatch(r"python-(3\.\d+)\n", (folder / "runtime.txt").read_text())[1]
    assert f"Programming Language :: Python :: {python}" in project["classifiers"]
    lines = (folder / "postBuild").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "#!/bin/bash" and lines[-1].split()[:4] == ["python", "-m", "pip", "install"] and lines[-1].split()[-1] == "."
    assert os.access(folder / "postBuild", os.X_OK) or os.name == "nt"


def test_every_notebook_that_a_service_is_asked_for_is_in_the_repository():
    """The path of the link is that of the file, for every set."""
    for folder in (ROOT / "exercises").iterdir():
        if folder.is_dir():
            path = f"exercises/{folder.name}/notebooks/{folder.name}.ipynb"
            assert json.loads((ROOT / path).read_text(encoding="utf-8"))["nbformat"] == 4
            assert unquote(urlparse(SOMEWHERE.colab(path)).path).endswith("/stable/" + path)


def test_a_built_book_has_the_links_only_with_an_address(mini):
    extensions = ["sphinx_external_toc", "myst_nb", "sphinxcontrib.bibtex", "qedu.book", "qedu.book.maths", "qedu.book.theme", "qedu.book.metadata"]
    how = {"extensions": extensions, "html_theme": "qedu", "html_math_renderer": "katex"}
    for name in ("LICENSE", "LICENSE-CONTENT"):
        (mini / name).write_text((ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")
    book = build(mini, qedu_address=("", "", "main"), **how)
    text = book.path("chapters/mini").read_text(encoding="utf-8")
    assert "canonical" not in text and "colab" not in text and "site-links" not in text and not (book.out / "sitemap.xml").exists()
    book = build(mini, qedu_address=("https://example.org/b/", "https://github.com/someone/book", "main"), **how)
    page = book.soup("chapters/mini")
    assert page.select_one("link[rel=canonical]")["href"] == "https://example.org/b/chapters/mini.html"
    assert [link["href"].partition("/blob/")[2] for link in page.select(".site-links a")][0] == "main/chapters/mini.md"
    assert {urlparse(link["href"]).hostname for link in page.select(".qedu-launch")} == {"colab.research.google.com", "mybinder.org"}
    places = [place.text for place in ElementTree.parse(book.out / "sitemap.xml").getroot().iter() if place.tag.endswith("loc")]
    assert "https://example.org/b/chapters/mini.html" in places and all((book.out / one.removeprefix("https://example.org/b/")).exists() for one in places)
    assert (book.out / "_static/card.png").read_bytes()[:4] == b"\x89PNG" and (book.out / "_static/favicon.svg").exists()
    head = re.search(r"<head>.*?</head>", book.path("chapters/mini").read_text(encoding="utf-8"), re.S)[0]
    assert head.count('name="description"') == 1 and head.count("og:title") == 1
