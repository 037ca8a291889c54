"""The pages of API reference name everything public; the examples on them are run as doctests."""

import importlib
import inspect
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def modules():
    """Every public module of qedu that says what it offers."""
    for path in sorted((ROOT / "qedu").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts).removesuffix(".__init__")
        if not any(part.startswith("_") for part in name.split(".")):
            if re.search(r"^__all__ = ", path.read_text(encoding="utf-8"), flags=re.M):
                yield name


MODULES = list(modules())
PAGES = ("api.html", "api-networks.html", "api-stack.html", "api-world.html", "api-authors.html")


def faced(found, name, thing):
    """Whether a name on the page is this very thing: a public face describes what lies in a room of its own."""
    module, _, last = found.rpartition(".")
    return last == name and module in MODULES and getattr(importlib.import_module(module), name, None) is thing


@pytest.fixture(scope="module")
def on_page(built):
    """The Python names that the built pages describe."""
    pages = (built / "chapters" / "back" / name for name in PAGES)
    return {name for page in pages
            for name in re.findall(r'<dt class="sig[^>]* id="(qedu\.[^"]*)"', page.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("module", MODULES)
def test_every_public_name_is_on_the_page(module, on_page):
    loaded = importlib.import_module(module)
    missing = []
    for name in loaded.__all__:
        thing = getattr(loaded, name)
        if inspect.ismodule(thing) or name == "__version__":
            continue
        # A name that a package passes on may be described where it is defined, or the other way round.
        home = f"{getattr(thing, '__module__', module)}.{getattr(thing, '__qualname__', name)}"
        parts = module.split(".")
        above = {f"{'.'.join(parts[:i])}.{name}" for i in range(1, len(parts) + 1)}
        below = {found for found in on_page if found.startswith(f"{module}.") and found.rpartition(".")[2] == name}
        if not ({home} | above) & on_page and not below and not any(faced(found, name, thing) for found in on_page):
            missing.append(name)
    assert not missing, f"chapters/back/api*.md lack names of {module}: {', '.join(missing)}"


def test_the_page_has_the_library_s_core(on_page):
    assert {"qedu.exchange", "qedu.states.ket", "qedu.states.BASES", "qedu.rates.six_state",
            "qedu.attacks.intercept_resend", "qedu.protocols.bb84"} <= on_page


def test_signatures_leave_the_types_to_the_text_below(built):
    """With the hints of its arguments a signature would be a paragraph (autodoc_typehints in _config.yml)."""
    for name in PAGES:
        text = (built / "chapters" / "back" / name).read_text(encoding="utf-8")
        assert '<dt class="sig' in text and "sig-return" not in text


def test_no_reader_meets_a_chapter_s_number(built):
    """The numbers are ours; readers get the title, linked once the chapter is written."""
    titles, linked = written(), set()
    for path in sorted((built / "chapters").rglob("*.html")):
        text = re.sub(r"<(pre|code|script)\b.*?</\1>", "", path.read_text(encoding="utf-8"), flags=re.S)
        assert not re.findall(r"[Cc]hapters? C\d\d.{0,20}", text), path
        if path.name.startswith("api"):
            assert not [title for title in titles if re.search(rf"[Cc]hapters? “{re.escape(title)}”", text)], "not linked"
            for page, title in re.findall(r'<a [^>]*href="([^"]*)"><span>“([^”]*)”</span></a>', text):
                assert page.endswith(f"/{titles[title]}.html")
                linked.add(title)
    assert "BB84" in linked and "Noise and density matrices" in linked


def written():
    """Pages of the finished chapters, by title."""
    from qedu.content import chapters

    titles = chapters.titles()
    pages = {path: chapters.read(path) for path in (ROOT / "chapters").rglob("*.md")}
    return {titles[found.id]: f"{path.parent.name}/{path.stem}" for path, found in pages.items() if found}


@pytest.mark.parametrize("module", MODULES)
def test_public_functions_describe_their_arguments(module):
    loaded = importlib.import_module(module)
    for name in loaded.__all__:
        thing = getattr(loaded, name)
        if not inspect.isfunction(thing):
            continue
        assert thing.__doc__, f"{module}.{name} has no docstring"
        arguments = [p for p in inspect.signature(thing).parameters.values()]
        # fetch is copied whole into notebooks, so its docstring is kept to a line.
        if arguments and name not in ("setup", "fetch"):
            assert re.search(r"Parameters\n\s*-{5,}", thing.__doc__), f"{module}.{name} does not describe its arguments"
