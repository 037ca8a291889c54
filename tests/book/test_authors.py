"""The examples that authors copy must work: those of the authors' page and those of the docstrings."""

import inspect
import re
import textwrap
from pathlib import Path

from qedu.book.directives import DIRECTIVES
from qedu.content.symbols import load

from .conftest import build

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "chapters/back/authors.md"


def page_examples():
    text = PAGE.read_text(encoding="utf-8")
    front = re.search(r"^```yaml\n(---\n.*?---\n)```$", text, re.MULTILINE | re.DOTALL)[1]
    return front, re.findall(r"^````md\n(.*?)^````$", text, re.MULTILINE | re.DOTALL)


def drawing():
    return re.search(r"^```yaml\n(apparatus:.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)[1]


def docstring_examples():
    for directive in DIRECTIVES.values():
        block = re.search(r"\.\. code-block:: md\n\n(.*?)(?=\n\S|\Z)", inspect.getdoc(directive), re.DOTALL)
        assert block, f"{directive.__name__} has no example"
        yield textwrap.dedent(block[1])


def test_the_authors_page_shows_every_directive():
    shown = set(re.findall(r"^```\{(\w+)\}", "\n".join(page_examples()[1]), re.MULTILINE))
    assert shown == set(DIRECTIVES)


def test_the_examples_build_without_a_warning(mini):
    front, examples = page_examples()
    front = front.replace("C02.1:", 'C02.2: "Say what a filter does."\n    C02.1:')
    # The examples name the set c02 and other chapters' sections.
    (mini / "exercises/mini").rename(mini / "exercises/c02")
    (mini / "exercises/c02/notebooks/mini.ipynb").rename(mini / "exercises/c02/notebooks/c02.ipynb")
    pages = {"mini": ["(filters)=\n## Filters", *examples], "docstrings": docstring_examples()}
    (mini / "chapters/drawings.yaml").write_text(drawing(), encoding="utf-8")
    for name, blocks in pages.items():
        # A list of lessons is for an index page; tests/book/folder has one.
        blocks = [block for block in blocks if not block.startswith("```{lessons}")]
        (mini / f"chapters/{name}.md").write_text(front + "\n# Page\n\n" + "\n\n".join(blocks), encoding="utf-8")
    with (mini / "_toc.yml").open("a") as toc:
        toc.write("  - file: chapters/docstrings\n")
    assert build(mini, "dummy").warnings == []


def test_the_drawing_that_the_authors_page_shows_is_the_one_it_describes():
    assert (PAGE.parent / "drawings.yaml").read_text(encoding="utf-8").partition("\n")[2] == drawing()
    symbols = re.search(r"The symbols are (.*)\.", PAGE.read_text(encoding="utf-8"))[1].replace(" and ", ", ").split(", ")
    assert symbols == list(load())
