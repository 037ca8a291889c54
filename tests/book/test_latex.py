"""The book as LaTeX: pictures where the site has drawings, tables where it has tables, words where nothing can print."""

import re
import shutil

import pytest
import yaml

import qedu
from qedu.book import latex
from scripts.browser import find_browser

from .conftest import CONFIGURATION, FOLDER, MINI, build

DRAWINGS = FOLDER.parents[2] / "chapters" / "back" / "drawings.yaml"

PAGE = """---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {name: python3, display_name: Python 3}
---

# Pictures

So $\\cos^2 x < 1$, and

$$
a = b
$$

```{drawing} NAME
Its caption.

More of it.
```

```{code-cell} ipython3
import qedu
qedu.widgets.who_listens()
```

```{code-cell} ipython3
:tags: [remove-input]
qedu.plots.show(qedu.plots.figure()[0], alt="Empty axes from 0 to 1.", caption="A plot.")
```

```{code-cell} ipython3
import pandas
pandas.DataFrame({"a": [1, 2]}, index=["first row", "second row"])
```
"""


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """A page with a drawing, a simulation, a table and formulas, with a browser that prints and without one."""
    made, patch = {}, pytest.MonkeyPatch()
    patch.setenv("QEDU_STATIC", "1")
    for how in ("browser", "words"):
        patch.setenv("QEDU_BROWSER", find_browser())
        if how == "words":
            patch.setattr(latex, "browser", lambda: "")
        source = shutil.copytree(MINI, tmp_path_factory.mktemp(how) / "book")
        shutil.copy(DRAWINGS, source / "chapters")
        name = next(iter(yaml.safe_load(DRAWINGS.read_text(encoding="utf-8"))))
        (source / "chapters" / "pictures.md").write_text(PAGE.replace("NAME", name), encoding="utf-8")
        (source / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters: [{file: chapters/mini}, {file: chapters/pictures}]\n")
        made[how] = build(source, "latex", nb_execution_mode="force", extensions=[*CONFIGURATION["extensions"], "qedu.book.theme", "qedu.widgets.sphinx"])
    patch.undo()
    return made


def text_of(book):
    text = "".join(path.read_text(encoding="utf-8") for path in book.out.glob("*.tex"))
    return text[text.index("chapter{Pictures}"):].replace(r"\%", "%").replace(r"\PYGZpc{}", "%")


def flat(text):
    return " ".join(text.split())


def test_drawings_and_simulations_are_pictures_that_are_there(printed):
    text = text_of(printed["browser"])
    assert not [line for line in printed["browser"].warnings if "IPKernelApp" not in line]
    named = re.findall(r"sphinxincludegraphics\{\{(\w+)\}\.pdf\}", text)
    assert len(named) == len(set(named)) and len(named) >= 5, "the drawing, three states of the simulation, and the plot, once"
    assert "A plot." in text and "Empty axes" not in text
    for name in named:
        file = (printed["browser"].out / f"{name}.pdf").read_bytes()
        assert file.startswith(b"%PDF") and len(re.findall(rb"/Type\s*/Page\b", file)) == 1
    assert re.search(r"includegraphics[^\n]*\n\\caption\{Its caption\.\}", text) and "More of it." in text
    widget = qedu.widgets.who_listens()
    for state in widget.paper:
        assert flat(state.caption) in flat(text)
    assert "<svg" not in text and "qedu widget" not in text and "who_listens" not in text.replace("\\_", "_"), "no HTML, no call that only shows"


def test_tables_are_tables_and_formulas_are_there(printed):
    for book in printed.values():
        text = text_of(book)
        assert r"\cos^2 x < 1" in text and "a = b" in text
        (table,) = [one for one in re.findall(r"\\begin\{tabulary\}.*?\\end\{tabulary\}", text, flags=re.S) if "second row" in one]
        assert re.findall(r"^(?:first row|second row|[12a])$", table, flags=re.M) == ["a", "first row", "1", "second row", "2"]


def test_without_a_browser_words_stand_for_pictures(printed):
    text = text_of(printed["words"])
    assert "includegraphics" not in text and "Its caption." in text and "Empty axes from 0 to 1." in text
    drawing = next(iter(yaml.safe_load(DRAWINGS.read_text(encoding="utf-8")).values()))
    assert drawing["alt"].split()[0] in text
    for state in qedu.widgets.who_listens().paper:
        assert flat(state.caption) in flat(text)
