"""What a test is about, from its parameters and its file: a page, a widget, an exercise, a set of exercises, or the rest.

As a plugin of pytest (``-p tests.subjects``) it leaves those tests that concern one chapter, `QEDU_CHAPTER` (``make test C=…``).
"""

import os
import re

from scripts import chapters

#: Tests that look at all of a kind at once: they grow with it and belong to none of it.
_TOGETHER = {"tests/pages/test_drawings.py": "widget", "tests/exercises/test_notebooks.py": "set", "tests/widgets": "widget"}

#: Rules over what authors write.  That right options stand everywhere and are no longer than the others (test_balance.py) is a
#: count over the whole book.
_RULES = {"tests/book/test_manifest.py", "tests/book/test_citations.py"}


def known():
    """The kinds, each with the names that a parameter of a test may have."""
    pages = chapters.book() | chapters.chosen()
    return {"exercise": {name for has in pages.values() for name in has.exercises},
            "widget": {name for has in pages.values() for name in has.widgets},
            "page": set(pages),
            "set": {folder.name for folder in (chapters.ROOT / "exercises").iterdir() if folder.is_dir()}}


def subject(item, kinds=None):
    """What a test is about.

    Parameters
    ----------
    item : pytest.Item
    kinds : dict, optional
        As `known` gives it.

    Returns
    -------
    kind : str
        "page", "widget", "exercise", "set", "library" or "rest".
    name : str
        Of the page, the widget and so on; empty where it is about all of its kind; the ID of a chapter where it is about the
        widgets of this chapter; for the rest the folder of tests.
    """
    kinds = kinds or known()
    given = [value for param in getattr(item, "callspec", None) and item.callspec.params.values() or ()
             for value in (param if isinstance(param, tuple) else (param,)) if isinstance(value, str)]
    for kind, names in kinds.items():
        for value in given:
            if value.removesuffix(".md") in names:
                return kind, value.removesuffix(".md")
    file = item.nodeid.partition("::")[0]
    folder, _, stem = file.rpartition("/")
    stem = stem.removesuffix(".py").removeprefix("test_").replace("_", "-")
    if folder.startswith("tests/widgets"):
        if stem in kinds["widget"]:
            return "widget", stem
        if chapter := re.fullmatch(r"(c\d+\w?)-widgets", stem):
            return "widget", chapter[1].upper()
    if file in _TOGETHER or folder in _TOGETHER:
        return _TOGETHER.get(file) or _TOGETHER[folder], ""
    if file.startswith("qedu/") or folder.startswith("tests/library"):
        return "library", folder
    return "rest", "/".join(folder.split("/")[:2])


def concerns(item, pages, kinds=None):
    """Whether a test concerns one of these pages."""
    kind, name = subject(item, kinds)
    file = item.nodeid.partition("::")[0]
    if file in _RULES:
        return not hasattr(item, "callspec")
    sets = {exercise.partition("-")[0] for has in pages.values() for exercise in has.exercises}
    return {"page": name in pages, "set": name in sets,
            "widget": any(name in has.widgets or name and name == has.id for has in pages.values()) or file == "tests/pages/test_drawings.py",
            "exercise": any(name in has.exercises for has in pages.values())}.get(kind, False)


def pytest_collection_modifyitems(config, items):
    if os.environ.get("QEDU_CHAPTER"):
        pages, kinds = chapters.chosen(), known()
        keep = {item: concerns(item, pages, kinds) for item in items}
        config.hook.pytest_deselected(items=[item for item in items if not keep[item]])
        items[:] = [item for item in items if keep[item]]
