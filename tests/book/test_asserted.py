"""The cells that check a chapter's numbers: where a page says that what stands on the right is not the library's, it is not."""

import ast
import re

import pytest

from scripts import chapters

PRACTICE = [page for page in chapters.chosen() if page.endswith("/practice")]
#: What is measured or sent is the same on both sides: kets, and the numbers of a link.
GIVEN = {"basis", "ket", "polarization", "GYS"}


def claimed(page):
    """The code of the cell, if the page says so of it."""
    source = (chapters.ROOT / f"{page}.md").read_text(encoding="utf-8")
    said = re.search(r"^The numbers on the right[^\n]*(?:not from the library|by hand from the derivations in the lessons)\.$", source, flags=re.M)
    return re.search(r"^```\{code-cell\}[^\n]*\n(.*?)^```", source[said.end():], flags=re.M | re.S)[1].partition(":tags: [hide-input]\n")[2] \
        if said else ""


def borrowed(code):
    """Second arguments of `check` that ask the library, or that were made with it."""
    tree, made = ast.parse(code), set()
    rooms = {name.asname or name.name for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))
             and (getattr(node, "module", None) or node.names[0].name).startswith("qedu") for name in node.names}

    def asks(node):
        given = {id(part.value) for part in ast.walk(node) if isinstance(part, ast.Attribute) and part.attr in GIVEN}
        return any(isinstance(part, ast.Name) and part.id in rooms | made and id(part) not in given for part in ast.walk(node))

    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            target, value = node.targets[0], node.value
            pairs = zip(target.elts, value.elts) if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) else [(target, value)]
            made |= {part.id for left, right in pairs if asks(right) for part in ast.walk(left) if isinstance(part, ast.Name)}
    checks = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "check"]
    return [ast.unparse(node) for node in checks if asks(node.args[1])]


@pytest.mark.parametrize("page", PRACTICE)
def test_what_is_said_to_be_derived_is_not_asked_of_the_library(page):
    assert borrowed(claimed(page)) == []


def test_a_borrowed_number_is_found():
    assert borrowed("from qedu import rates, states\nk = states.ket(0)\nb = rates.bb84(0.1)\ncheck(1, rates.h2(0.1))\ncheck(1, b)\ncheck(1, k)") == [
        "check(1, rates.h2(0.1))", "check(1, b)"]
