"""Right and wrong answers to an exercise: its solution, and what its forms.py holds.

A forms.py holds right answers written in other ways than the solution, ``right__<way>``; wrong answers that are
written out, ``<mistake>__<way>``; a table ``RETURNS`` of those that are one expression of the arguments, by mistake and way:

    RETURNS = {"truth_values": {"mask": "alice_bases == bob_bases"}}

and a table ``EDITS`` of wrong answers made of right ones: by mistake, pieces of code and
what somebody who makes that mistake writes there.  Each edit is tried on the solution and on every right answer in
which the piece stands:

    EDITS = {"unequal_bases": [("alice_bases == bob_bases", "alice_bases != bob_bases"), ("x == y", "x != y")]}

An edit of more places is a longer tuple: old, new, old, new, one after the other.
"""

import ast
import importlib
from functools import cache

import numpy as np

from qedu.grading.exercise import find, folders
from qedu.grading.notebooks import notebook, sources


@cache
def solved(name):
    """Names that the solutions of a set define, as if a student had run all cells."""
    space, folder = {"np": np}, folders()[name]
    written = sources.solutions(folder)
    for cell in notebook.read((folder / "notebooks" / f"{name}.ipynb").read_bytes()).cells:
        identifier = next((one for one in cell.names if one in written), None)
        if "setup" not in cell.names and "check(" not in cell.source:
            exec(written.get(identifier, cell.source), space)
    return space


def solution(name, identifier):
    """The solution of an exercise: a function, or a value."""
    return solved(name)[find(identifier).entry(identifier)["name"]]


@cache
def module(identifier):
    """The forms.py of an exercise."""
    name, _, place = identifier.partition("-")
    return importlib.import_module(f"qedu_exercises_{find(identifier).name}.{place}.forms")


def written(identifier):
    """What a forms.py holds: answers by name, right and wrong."""
    return {name: thing for name, thing in vars(module(identifier)).items() if "__" in name.strip("_")}


def right(identifier):
    """Right answers that are written in other ways than the solution, by way."""
    return {name.removeprefix("right__"): thing for name, thing in written(identifier).items() if name.startswith("right__")}


def wrong(identifier):
    """Wrong answers by mistake and way: ``<mistake>__<way>``."""
    return {**{name: thing for name, thing in written(identifier).items() if not name.startswith("right__")},
            **returned(identifier), **edited(identifier)[0]}


@cache
def returned(identifier):
    """Wrong answers that are one expression."""
    names = ", ".join(find(identifier).checks[identifier].example.arguments)
    return {f"{key}__{way}": eval(f"lambda {names}: ({code})", vars(module(identifier)))
            for key, ways in getattr(module(identifier), "RETURNS", {}).items() for way, code in ways.items()}


def edits(identifier):
    """The edits of a forms.py: pairs of a mistake and a tuple."""
    return [(key, edit) for key, some in getattr(module(identifier), "EDITS", {}).items() for edit in some]


@cache
def codes(identifier):
    """The code of every right answer, by way: the name that it defines, the code, and the names that it may use."""
    exercises, forms = find(identifier), module(identifier)
    name = exercises.entry(identifier)["name"]
    known = solved(exercises.name)
    found = {"solution": (name, sources.solutions(exercises.folder)[identifier] + "\n", {**vars(forms), **known})}
    text = (exercises.folder / identifier.partition("-")[2] / "forms.py").read_text(encoding="utf-8")
    for node in ast.parse(text).body:
        name = node.name if isinstance(node, ast.FunctionDef) else ""
        if isinstance(node, ast.Assign):
            name = ast.unparse(node.targets[0])
        if name.startswith("right__"):
            found[name.removeprefix("right__")] = name, ast.get_source_segment(text, node) + "\n", {**known, **vars(forms)}
    return found


@cache
def edited(identifier):
    """Wrong answers made of right ones, and the edits that fit no right answer."""
    found, idle, seen = {}, [], set()
    for number, (key, edit) in enumerate(edits(identifier), 1):
        before = len(seen)
        for way, (name, code, space) in codes(identifier).items():
            for old, new in zip(edit[::2], edit[1::2], strict=True):
                code = code.replace(old, new) if old in code else ""
            if code and (key, way, code) not in seen:
                seen.add((key, way, code))
                space = dict(space)
                exec(compile(code, f"<{identifier}, {way}, edited>", "exec"), space)
                found[f"{key}__{way}_{number}"] = space[name]
        idle += [] if len(seen) > before else [edit]
    return found, idle
