"""Lessons as notebooks: nothing of our own notation is left in them, and they run."""

import re
import sys
import types

import nbformat
import pytest

from qedu import __version__
from qedu.book.notebook import Book, cells, name
from scripts import chapters, lesson_notebooks

from .conftest import BIBLIOGRAPHY, MINI, build

#: What is left of a directive, a role, a label, a macro or a chapter's number.
OURS = re.compile(r"^(?:[`:~]{3,}\{|\([\w-]+\)=|:\w+: |%|options:|why:)|\{[\w:-]+\}`|\\(?:ket|bra)\b|\bC\d\d[Bb]?\b(?!\.\d)", re.M)
SITE = "https://example.org/book/"
LESSON, WIDGET = "chapters/filters/one-filter.md", "chapters/filters/three-filters.md"


@pytest.fixture
def source(folder):
    (folder / "references.bib").write_text(BIBLIOGRAPHY.replace("year=", "doi={10.1/m(1)}, year="), encoding="utf-8")
    return folder


def markdown(found):
    return "\n\n".join(text for kind, text, _ in found if kind == "markdown")


def test_the_pages_that_have_a_notebook_have_one_of_their_name(source):
    names = [name(source / f"chapters/filters/{page}.md") for page in ("index", "one-filter", "practice")]
    assert names == ["", "filters-one-filter", ""]
    assert name(MINI / "chapters/mini.md") == "mini" and name(MINI / "index.md") == ""


def test_directives_become_what_every_notebook_shows(source):
    told = cells(source / LESSON, Book(source))
    assert [kind for kind, *_ in told] == ["markdown", "markdown", "code", "markdown"]
    assert told[0][1] == "# How much passes one filter?" and told[2][2] == ["hide-input"]
    text = markdown(told)
    assert not OURS.search(text) and "note to ourselves" not in text
    for piece in ("**In this lesson**\n\n- Predict how many photons pass a filter.", "([Malus, 1809](https://doi.org/10.1/m%281%29))",
                  "in *What does a third filter do?*", "$$\np = \\cos^2\\theta \\tag{1}\n$$", "By (1) it is this:", "“From sifted bits to a secret key” is not",
                  "the end is, and so is [an address](https://example.org)", "**Worked example: One filter at $60°$**", "$$\n\\cos^2 60° = 0.25\n$$",
                  "<summary>Show the missing step</summary>\n\nIts square is 0.75.", "**Check yourself.** How much passes at 90°?\n\nUse the formula.",
                  "- **a)** Nothing\n- **b)** Half", "**a) Right.** The cosine is zero.", "**b) Not right.** That is 45°.", "**By the way**\n\nMalus was"):
        assert piece in text, piece
    assert text.count("<details>") == text.count("</details>") == 2


def test_predictions_observations_boxes_and_the_simulation_are_there(source):
    told = cells(source / WIDGET, Book(source))
    text = markdown(told)
    assert ("code", "import qedu\nqedu.widgets.polariser_bench()", []) in told and not OURS.search(text)
    assert "**Predict first.** A third filter" in text and "- **b)** Some light, $I > 0$." in text
    assert "<summary>Skip: what does happen?</summary>\n\nA quarter of the light" in text and "**Not so: “" in text
    assert "**What did you see?** At which angle does most light pass?" in text


def test_with_an_address_references_are_links(source):
    text = markdown(cells(source / LESSON, Book(source, SITE)))
    assert f"[*What does a third filter do?*]({SITE}chapters/filters/three-filters.html#filters-three)" in text
    assert f"[the end]({SITE}chapters/filters/practice.html)" in text


@pytest.mark.parametrize("written, read", [
    (r"$\ket0$ and $\ket{+}$", r"$\lvert 0\rangle $ and $\lvert +\rangle $"), (r"$\ket\psi$", r"$\lvert \psi\rangle $"),
    (r"$\ket{\psi_{AB}}$", r"$\lvert \psi_{AB}\rangle $"), (r"$\bra{b}\rho$", r"$\langle b\rvert \rho$"),
    ("{eq}`nowhere`", "(?)"), ("{ref}`here <nowhere>`", "here"), ("{cite}`nobody`", "(nobody)"), ("[x](#filters-one)", "x"),
    ("```{drawing} bench\nThe *bench*.\n```", "*What the drawing shows: Two filters.*\n\nThe *bench*."),
    ("```{exercises} c02\n```", "c02.ipynb"), ("```{note}\nBeware.\n```", "Beware."), ("```python\nx = 1\n```", "```python\nx = 1\n```"),
    ("```{math}\na &= 1 \\\\\nb &= 2\n```", "\\begin{aligned}\na &= 1"), ("```{code-block} sh\nmake book\n```", "```sh\nmake book\n```")])
def test_smaller_things(source, written, read):
    (source / "chapters/filters/drawings.yaml").write_text("bench: {alt: Two filters.}\n", encoding="utf-8")
    path = source / LESSON
    path.write_text(path.read_text(encoding="utf-8") + f"\n{written}\n", encoding="utf-8")
    assert read in markdown(cells(path, Book(source)))


def test_a_lesson_s_notebook_runs(source):
    """As a reader runs it who has qedu: first cell, simulation and all, top to bottom."""
    from nbclient import NotebookClient

    for page, last in ((LESSON, "0.25"), (WIDGET, "application/vnd.jupyter.widget-view+json")):
        made = lesson_notebooks.notebook(source / page, Book(source), __version__)
        nbformat.validate(made)
        assert [cell.id for cell in made.cells[:2]] == ["text-0", "setup"] and "is missing beside this notebook" in made.cells[1].source
        NotebookClient(made, timeout=120, resources={"metadata": {"path": str(source)}}).execute()
        setup, *rest = [cell for cell in made.cells if cell.cell_type == "code"]
        assert setup.outputs[0].text == f"qedu {__version__} is ready.\n" and last in str(rest[-1].outputs)


def test_the_site_s_notebooks_know_their_wheel_and_fold_what_the_page_folds(source):
    pages = [f"chapters/filters/{page}" for page in ("index", "one-filter", "three-filters", "on-a-sphere", "practice")]
    made = lesson_notebooks.texts(pages, __version__, SITE, "a" * 64, source)
    assert list(made) == ["filters-one-filter", "filters-three-filters", "filters-on-a-sphere"]
    one = nbformat.reads(made["filters-one-filter"], 4)
    assert f'"{SITE}downloads/qedu-{__version__}-py3-none-any.whl", "{"a" * 64}"' in one.cells[1].source
    assert f"The Quantum Internet, {SITE}chapters/filters/one-filter.html. ©" in one.cells[0].source
    assert [cell.metadata for cell in one.cells if cell.cell_type == "code"][1] == {"tags": ["hide-input"], "jupyter": {"source_hidden": True}}
    assert made == lesson_notebooks.texts(pages, __version__, SITE, "a" * 64, source), "the same again"
    assert "://" not in lesson_notebooks.texts(pages, __version__, root=source)["filters-on-a-sphere"]


def test_no_page_of_the_book_leaves_a_directive_in_its_notebook():
    pages = [path for path in (chapters.ROOT / f"{page}.md" for page in chapters.book()) if name(path)]
    assert len(pages) > 6
    book = Book(chapters.ROOT)
    for path in pages:
        assert [left for left in OURS.findall(markdown(cells(path, book)))] == [], path


def test_a_page_knows_where_its_notebook_is(source):
    seen = {}

    def extension(app):
        app.connect("html-page-context", lambda app, page, template, context, tree: seen.update({page: context.get("notebook")}), priority=950)
        return {"parallel_read_safe": True}

    module = types.ModuleType("qedu_seen")
    module.setup = extension
    sys.modules["qedu_seen"] = module
    try:
        build(source, extensions=["sphinx_external_toc", "myst_nb", "sphinxcontrib.bibtex", "qedu.book", "qedu_seen"])
    finally:
        del sys.modules["qedu_seen"]
    assert seen["chapters/filters/one-filter"] == "downloads/lessons/filters-one-filter.ipynb"
    assert seen["chapters/filters/index"] == seen["chapters/filters/practice"] == seen["index"] == ""
