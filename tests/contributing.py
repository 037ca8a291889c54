"""What CONTRIBUTING shows, as it stands: the text of a section, and the blocks in it.

Whatever example stands there is taken from there by the test that runs it, so an author who copies it gets what was tested.
"""

import re
from pathlib import Path
from typing import NamedTuple

PAGE = Path(__file__).resolve().parents[1] / "CONTRIBUTING.md"

#: The files of an exercise set, in the order in which "Add an exercise" shows them.
SET = ("set.yaml", "malus/task.md", "malus/words.yaml", "malus/check.py", "malus/forms.py")

#: A block, or the title of a section; a block is taken whole, so that headings inside it are no titles.
_PART = re.compile(r"^(`{3,})(\w*)\n(.*?)^\1$|^## ([^\n]+)$", re.M | re.S)


class Section(NamedTuple):
    """A section: its text, blocks included, and the blocks, as pairs of language and content, in order."""

    text: str
    blocks: list


def sections():
    """The sections by their titles, in order."""
    page = PAGE.read_text(encoding="utf-8")
    found, start, title, blocks = {}, 0, "", []
    for part in _PART.finditer(page):
        if part[4]:
            found[title] = Section(page[start:part.start()], blocks)
            start, title, blocks = part.end(), part[4], []
        else:
            blocks.append((part[2], part[3]))
    found[title] = Section(page[start:], blocks)
    return found


def blocks(title, *languages):
    """The blocks of a section in these languages, in order."""
    return [content for language, content in sections()[title].blocks if language in languages]


def run(title, name="contributing"):
    """The names that the one Python block of a section defines, run as a module of this name."""
    code, = blocks(title, "python")
    names = {"__name__": name}
    exec(compile(code, f"{PAGE.name}: {title}", "exec"), names)
    return names


def write_set(folder):
    """Write the exercise set of the page into a folder, and its notebook, which `make exercises` makes."""
    from qedu import __version__
    from qedu.grading.notebooks import sources

    for name, text in zip(SET, blocks("Add an exercise", "yaml", "md", "python"), strict=True):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / f"{folder.name}.ipynb").write_text(sources.text(sources.student(folder, __version__)), encoding="utf-8")
