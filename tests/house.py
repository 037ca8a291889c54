"""The rules of the house: what may import what, how long a file may be, what a signature may ask for.

Each rule is a function of the sources alone, and is tried on a planted fault first.
"""

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections import defaultdict
from importlib import import_module
from pathlib import Path

import pytest

import qedu
from qedu import grading

ROOT = Path(qedu.__file__).resolve().parent.parent
FILES = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in sorted((ROOT / "qedu").rglob("*.py"))}

#: Lines of code, without docstrings, comments and blank ones, that a file may have.
LONGEST = 250

#: Rooms whose public functions teachers and students call.
LIBRARY = [room for room in qedu.ROOMS if room not in qedu.WINGS and not room.startswith("_")]


def room(path):
    """The room that a file is in: qedu/links/link.py and qedu/states.py are in links and states."""
    return path.split("/")[1].removesuffix(".py")


def module(path):
    """The dotted name of a file."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imports(text):
    """What a source imports from qedu, anywhere in it: (line, module, name or None)."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name, None) for alias in node.names if alias.name.split(".")[0] == "qedu")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "qedu":
            yield from ((node.lineno, node.module, alias.name) for alias in node.names)


def upward(files):
    """Imports of a room that is not below: each as a line."""
    order = {name: number for number, name in enumerate(qedu.ROOMS)}
    found = []
    for path, text in files.items():
        own = room(path)
        if own not in order:
            continue                                    # the front door: __init__, __main__, cli, start
        for line, source, name in imports(text):
            parts = source.split(".")
            other = parts[1] if len(parts) > 1 else name
            if other == own or other not in order:
                continue
            if order[other] > order[own] or own in qedu.WINGS and other in qedu.WINGS:
                found.append(f"{path}:{line} imports {other}")
    return found


def across(files):
    """Imports within grading of a room that is not below, or of a file that stands above the rooms: each as a line."""
    order = {name: number for number, name in enumerate(grading.ROOMS)}
    found = []
    for path, text in files.items():
        own = path.split("/")[2] if path.startswith("qedu/grading/") else ""
        if own not in order:
            continue                                    # the front door, and the faces for authors
        for line, source, name in imports(text):
            parts = source.split(".")
            other = parts[2] if len(parts) > 2 else name
            # The door as a whole may be taken: marking puts checks of its own there.
            if parts[:2] == ["qedu", "grading"] and other and other != own and order.get(other, len(order)) > order[own]:
                found.append(f"{path}:{line} imports {other}")
    return found


def private(files):
    """Underscored names that a file takes from another one; modules qedu._* are there for all."""
    found = []
    for path, text in files.items():
        for line, source, name in imports(text):
            hidden = [part for part in [*source.split(".")[2:], name or ""] if re.match(r"_[a-z]", part)]
            if hidden and source not in ("qedu", module(path)):
                found.append(f"{path}:{line} imports {hidden[0]} from {source}")
    return found


def inner(files):
    """Private names of the library that a text uses which only calls it: `from qedu.states import _x`, `states._x`."""
    found = []
    for path, text in files.items():
        names, known = [], set()
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                given = {alias.asname or alias.name.partition(".")[0]: alias.name for alias in node.names}
                own = getattr(node, "module", None) or ""
                known |= {name for name, real in given.items() if (own or real).partition(".")[0] == "qedu"}
                names += [(node.lineno, name) for name in given.values() if own.startswith("qedu.")]
            elif isinstance(node, ast.Attribute) and isinstance(root := node.value, (ast.Name, ast.Attribute)):
                while isinstance(root, ast.Attribute):
                    root = root.value
                if isinstance(root, ast.Name):
                    names.append((node.lineno, node.attr) if root.id in known else (0, ""))
        found += [f"{path}:{line} uses {name}" for line, name in names if re.match(r"_[a-z]", name)]
    return found


def cells(text):
    """The code of a chapter's cells."""
    return "\n".join(re.sub(r"^(?:---\n.*?\n---\n|:[^\n]*\n)+", "", body, flags=re.S)
                     for body in re.findall(r"^```\{code-cell\}[^\n]*\n(.*?)^```", text, re.M | re.S))


def code_lines(text):
    """How many lines of a source are code."""
    lines, drop = set(), set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node) is not None:
            drop |= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER):
            lines |= set(range(token.start[0], token.end[0] + 1))
    return len(lines - drop)


def confusable(files):
    """Public functions of the library with more than three arguments by place, or an optional one as third or later."""
    found = []
    for path, text in files.items():
        if room(path) not in LIBRARY:
            continue
        tree = ast.parse(text)
        public = next((ast.literal_eval(node.value) for node in tree.body if isinstance(node, ast.Assign)
                       and getattr(node.targets[0], "id", "") == "__all__"), [])
        for node in tree.body:
            methods = node.body if isinstance(node, ast.ClassDef) else [node]
            for function in methods:
                if not isinstance(function, ast.FunctionDef) or getattr(node, "name", "_") not in public or function.name.startswith("_"):
                    continue
                places = [argument.arg for argument in function.args.args if argument.arg != "self"]
                optional = len(function.args.defaults)
                if len(places) > 3 or len(places) == 3 and optional:
                    found.append(f"{path}:{function.lineno} {function.name}({', '.join(places)})")
    return found


def twice(files):
    """Helpers of the library that are defined in two files."""
    places = defaultdict(set)
    for path, text in files.items():
        if room(path) in (*LIBRARY, "_arguments", "_operators", "_numerics", "_shown"):
            for node in ast.parse(text).body:
                if isinstance(node, ast.FunctionDef) and node.name.startswith("_"):
                    places[node.name].add(path)
    return [f"{name}: {', '.join(sorted(where))}" for name, where in sorted(places.items()) if len(where) > 1]


def test_imports_go_down():
    assert upward({"qedu/states.py": "def f():\n    from qedu.rates import h2\n"}) == ["qedu/states.py:2 imports rates"]
    assert upward({"qedu/grading/a.py": "from qedu.book import maths\n"}) and not upward({"qedu/rates/a.py": "from qedu import links\n"})
    assert not upward(FILES)


def test_the_rooms_of_grading_import_in_one_direction():
    assert across({"qedu/grading/isolation/a.py": "x = 1\ndef f():\n    from qedu.grading import checks\n"}) \
        == ["qedu/grading/isolation/a.py:3 imports checks"]
    assert across({"qedu/grading/checks/a.py": "import qedu.grading.notebooks.runner\n"})
    assert across({"qedu/grading/notebooks/a.py": "from qedu.grading.classroom.grade import grade\n"})
    assert across({"qedu/grading/checks/a.py": "from qedu.grading import check\n"})
    assert across({"qedu/grading/classroom/a.py": "from qedu.grading.answers import Number\n"})
    assert not across({"qedu/grading/classroom/a.py": "import qedu.grading\nfrom qedu.grading.checks import text\nfrom qedu import states\n",
                       "qedu/grading/answers.py": "from qedu.grading.checks import answers\n"})
    assert not across(FILES)


def test_all_of_grading_is_in_a_room_but_the_door_and_the_faces():
    inside = {path.split("/")[2] for path in FILES if path.startswith("qedu/grading/")}
    assert inside == {*grading.ROOMS, "__init__.py", "answers.py", "exercise.py"}


@pytest.mark.parametrize("name, more", [("answers", set()), ("exercise", {"Seed"})])
def test_a_face_passes_on_all_that_is_public_behind_it(name, more):
    face, home = (import_module(f"qedu.grading.{path}{name}") for path in ("", "checks."))
    assert len(face.__all__) == len(set(face.__all__)) and set(face.__all__) == {*home.__all__} | more
    assert all(getattr(face, public) is getattr(home, public) for public in face.__all__)


def test_no_private_name_leaves_its_file():
    assert private({"qedu/a.py": "from qedu.states import _axis\n"}) and private({"qedu/a.py": "from qedu.widgets._x import y\n"})
    assert not private({"qedu/a.py": "from qedu._operators import density\nfrom qedu import _arguments\n"})
    assert not private(FILES)


def test_the_code_of_a_cell_is_found_whatever_stands_above_it():
    for head in ("", ":tags: [hide-input]\n", ":tags: [a]\n:label: b\n", "---\ntags: [a]\n---\n"):
        assert cells(f"Text.\n\n```{{code-cell}} ipython3\n{head}a = 1\nb = x[1:2]\n```\n") == "a = 1\nb = x[1:2]\n"


def test_who_only_calls_the_library_uses_no_private_name():
    assert inner({"a": "from qedu.states import _axis\n"}) == ["a:1 uses _axis"]
    assert inner({"a": "import qedu\nqedu.states._axis\n"}) and inner({"a": "from qedu import states as s\ns._axis\n"})
    assert not inner({"a": "from qedu import states\nstates.axis\nstates.__doc__\nother._x\n"})
    texts = {path: path.read_text(encoding="utf-8") for folder in ("tests/library", "exercises") for path in (ROOT / folder).rglob("*.py")}
    texts |= {path: cells(path.read_text(encoding="utf-8")) for path in (ROOT / "chapters").rglob("*.md")}
    assert sum("qedu" in text for text in texts.values()) > 40
    assert not inner(texts)


def test_the_linter_has_nothing_to_say():
    run = subprocess.run([sys.executable, "-m", "ruff", "check", "--output-format", "concise", "."], cwd=ROOT, capture_output=True, text=True)
    assert not run.returncode, run.stdout + run.stderr


@pytest.mark.parametrize("path", FILES)
def test_a_reader_can_read_a_file(path):
    assert code_lines('"""Doc."""\n\n# why\nx = [1,\n     2]\n') == 2
    assert code_lines(FILES[path]) <= LONGEST


def test_arguments_that_can_be_confused_have_names():
    assert confusable({"qedu/rates/a.py": "__all__ = ['f']\ndef f(a, b, c=1):\n    pass\n"})
    assert not confusable({"qedu/rates/a.py": "__all__ = ['f']\ndef f(a, b, *, c=1):\n    pass\ndef g(a, b, c, d):\n    pass\n"})
    assert not confusable(FILES)


def test_a_helper_is_written_once():
    assert twice({"qedu/rates/a.py": "def _f():\n    pass\n", "qedu/links/b.py": "def _f():\n    pass\n"})
    assert not twice(FILES)


def test_every_room_has_its_floor():
    assert {room(path) for path in FILES} - {"__init__", "__main__", "cli", "start"} == set(qedu.ROOMS)
