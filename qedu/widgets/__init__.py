"""Interactive figures: one Python object, drawn in a notebook, on a static page and on paper.

>>> import qedu
>>> bench = qedu.widgets.load("polariser-bench")
>>> numbers = bench.numbers({"on2": False})         # take the polariser at 45° out
>>> round(bench.numbers()["p.click"], 9), round(numbers["p.click"], 9)
(0.25, 0.0)

In a notebook or chapter cell a widget is the last expression, for example
``qedu.widgets.polariser_bench()``.  It takes its controls, and some take an attack, a protocol or a
link of yours: ``qedu.widgets.eves_dial(f=1.0)``.  What the reader has set is its ``state()``.
"""

import inspect
import re
from collections.abc import Callable
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path

from qedu.content import symbols
from qedu.widgets.controls import Choice, Count, Hidden, Range, Seed, Switch
from qedu.widgets.parts import Dice, Paper, Sweep, Tally, Task, frame
from qedu.widgets.views import (
    Axis,
    Bar,
    Bars,
    Bloch,
    Column,
    Curves,
    Dot,
    Entries,
    Fact,
    Facts,
    Ket,
    Kets,
    Matrix,
    Note,
    Point,
    Ref,
    Series,
    Share,
    Sheet,
    Stack,
    Strip,
    Symbol,
    Vector,
    View,
    scene,
)
from qedu.widgets.widget import Widget

_CATALOGUE = Path(__file__).parent / "catalogue"
_FILES = {file.stem: file.parent.name for file in sorted(_CATALOGUE.glob("*/[a-z]*.py"))}

#: Names of all widgets: those that are found as ``catalogue/<part>/<name with _>.py``.
NAMES: tuple[str, ...] = tuple(name.replace("_", "-") for name in _FILES)

__all__ = ["NAMES", "load", "static_dir", "script", "served", "needed", "styles",
           "Widget", "Range", "Choice", "Switch", "Count", "Seed", "Hidden", "Dice", "Tally", "Sweep", "Paper", "Task", "frame",
           "View", "Bars", "Bar", "Curves", "Axis", "Series", "Point", "Bloch", "Vector", "Dot", "Kets", "Ket", "Facts",
           "Fact", "Strip", "Symbol", "Sheet", "Column", "Stack", "Share", "Matrix", "Entries", "Note", "Ref", "scene"]


def _class(name: str) -> type[Widget]:
    """The class of a widget, by the name of its file."""
    module = import_module(f"qedu.widgets.catalogue.{_FILES[name]}.{name}")
    return next(found for found in vars(module).values() if isinstance(found, type)
                and found.__module__ == module.__name__ and getattr(found, "name", "") == name.replace("_", "-"))


def load(name: str) -> Widget:
    """Return a widget by name.

    Parameters
    ----------
    name : str
        One of `NAMES`.

    Returns
    -------
    Widget
        A new widget in its default state.

    Raises
    ------
    ValueError
        If there is no such widget.

    Examples
    --------
    >>> load("which-coin").title
    'Which coin?'
    """
    if name not in NAMES:
        from qedu._arguments import bad

        raise bad("name", name, "one of " + ", ".join(NAMES))
    return _class(name.replace("-", "_"))()


def static_dir() -> Path:
    """Folder of the widgets' scripts and style sheet.

    Returns
    -------
    pathlib.Path
        It holds ``widgets.js`` (numbers, drawings, hosts), ``stage.js`` (the frame that a reader plays with) and
        ``widgets.css``, which every page with a widget needs, in ``scenes`` the drawings of single widgets with what of the
        style only they use, and ``paper.js``, which draws the paper form when a book is built.
    """
    return Path(__file__).parent / "static"


def _text(*files: Path) -> str:
    """Scripts without what is there for readers of the sources only: every page carries them."""
    words = "\n".join(file.read_text(encoding="utf-8") for file in files)
    # Comments on lines of their own and behind two spaces, and the room before a line.
    return re.sub(r"^[ ]+(?://.*\n)?|(?<=\S)[ ]{2,}// .*$", "", re.sub(r"^/\*.*?\*/\n", "", words, flags=re.M | re.S), flags=re.M)


@lru_cache(maxsize=1)
def _scenes() -> dict[Path, tuple[str, ...]]:
    """The scripts of scenes, and what in the element of a widget asks for each: a drawing, or the widget's name."""
    found = {}
    for file in sorted((static_dir() / "scenes").glob("*.js")):
        words = file.read_text(encoding="utf-8")
        found[file] = (*(f'"view":"{name}"' for name in re.findall(r'QEduWidgets\.view\("([\w-]+)"', words)),
                       *(f'<qedu-widget name="{name}"' for name in re.findall(r'QEduWidgets\.numbers\("([\w-]+)"', words)))
    return found


def _tight(css: str) -> str:
    """A style sheet without what is there for readers of the source only, and without room that no rule needs."""
    words = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", css, flags=re.S))
    words = re.sub(r"(?<=[ (,:-])0(?=\.\d)", "", words)            # .5rem is 0.5rem
    return re.sub(r" ?([{};,>]) ?", r"\1", words).replace(": ", ":").replace(";}", "}").strip()


def _classes(css: str) -> set[str]:
    """The classes that the selectors of a style sheet name."""
    return {name for selector in re.findall(r"([^{};]+)\{", re.sub(r"/\*.*?\*/", "", css, flags=re.S))
            for name in re.findall(r"\.([a-z][\w-]*)", selector)}


@lru_cache(maxsize=1)
def _sheets() -> dict[str, str]:
    """The style sheets as they are written, by the name of the file: that of all widgets, then those of scenes."""
    files = (static_dir() / "widgets.css", *sorted((static_dir() / "scenes").glob("*.css")))
    found = {file.stem: file.read_text(encoding="utf-8") for file in files}
    return {**found, "symbols": found["symbols"] + symbols.STYLE.read_text(encoding="utf-8")}


@lru_cache(maxsize=1)
def _own() -> dict[str, set[str]]:
    """The classes of each sheet of a scene that the sheet of all widgets does not know."""
    common, *scenes = _sheets()
    return {name: _classes(_sheets()[name]) - _classes(_sheets()[common]) for name in scenes}


@cache
def _words(file: Path) -> set[str]:
    """The words of a script, classes among them."""
    return set(re.findall(r"[\w-]+", file.read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def script() -> str:
    """The script of all widgets in one: numbers and drawings, every scene, the stage, the paper form.

    Returns
    -------
    str
        JavaScript without imports, for a notebook's view and for what is drawn when a book is built.  A page of a book
        carries less, see `served`.
    """
    return _text(static_dir() / "widgets.js", *_scenes(), static_dir() / "stage.js", static_dir() / "paper.js")


@lru_cache(maxsize=1)
def served() -> dict[str, str]:
    """The script and the style sheet in parts, as the pages of a book get them.

    Returns
    -------
    dict of str to str
        Name of a file and its text: one for each file of scenes, and ``qedu-widgets.css`` and ``qedu-widgets.js``, which all
        pages with a widget need.  The style of all comes first on a page and the script of all last, for the scenes wait for
        it and it draws at once.

    See Also
    --------
    needed : Which of them a page needs.
    """
    parts = {f"qedu-{'scene-' * (name in _own())}{name}.css": _tight(text) + "\n" for name, text in _sheets().items()}
    parts |= {f"qedu-scene-{file.stem}.js": f"(self.QEduScenes ||= []).push(() => {{\n{_text(file)}}});\n" for file in _scenes()}
    return {**parts, "qedu-widgets.js": _text(static_dir() / "widgets.js", static_dir() / "stage.js")}


def needed(html: str) -> list[str]:
    """Which parts of the script and the style sheet a page needs.

    Parameters
    ----------
    html : str
        The page, or the elements of its widgets, as `Widget.html` writes them.

    Returns
    -------
    list of str
        Names of files of `served`, in the order in which they are loaded: style sheets, then scripts; empty if there is
        neither a widget nor a figure of `qedu.plots`.

    Examples
    --------
    >>> needed('<p>Nothing to play with.</p>'), needed('<figure class="qedu-plot"></figure>')
    ([], ['qedu-widgets.css'])
    >>> needed('<qedu-widget name="x">{"views":[{"view":"bench"}]}</qedu-widget>')        # its photons move
    ['qedu-widgets.css', 'qedu-scene-bench.css', 'qedu-scene-moves.css', 'qedu-scene-bench.js', 'qedu-widgets.js']
    """
    if "<qedu-widget" not in html:
        return ["qedu-widgets.css"] if 'qedu-plot"' in html else []
    scenes = [file for file, signs in _scenes().items() if any(sign in html for sign in signs)]
    named = set(re.findall(r"[\w-]+", html)).union(*map(_words, scenes))
    sheets = [name for name, own in _own().items() if own & named or f'"view":"{name}"' in html]
    own = (*(f"{name}.css" for name in sheets), *(f"{file.stem}.js" for file in scenes))
    return ["qedu-widgets.css", *(f"qedu-scene-{part}" for part in own), "qedu-widgets.js"]


def styles(html: str = "") -> str:
    """The style sheet of widgets in one.

    Parameters
    ----------
    html : str, optional
        The elements of the widgets, as `Widget.html` writes them; without them the style is that of all widgets.

    Returns
    -------
    str
    """
    names = needed(html) if html else served()
    return "".join(served()[name] for name in names if name.endswith(".css"))


@cache
def _maker(name: str) -> Callable[..., Widget]:
    """The function ``qedu.widgets.<name>``, with the arguments and words that `help` shows."""
    about = _class(name)
    either, named = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY
    signature = inspect.Signature([*(inspect.Parameter(key, either, default=None) for key in about.yours),
                                   *(inspect.Parameter(c.key, named, default=c.default) for c in about.controls)])

    def make(*args, **kwargs):
        try:
            signature.bind(*args, **kwargs)
        except TypeError as wrong:
            raise TypeError(f"{name}() {wrong}; it takes {', '.join(signature.parameters)}") from None
        return about(*args, **kwargs)

    make.__name__ = make.__qualname__ = name
    vars(make)["__signature__"] = signature
    words = "".join([*(f"\n    {key} : {key.title()}, optional\n        One of yours." for key in about.yours),
                     *(f"\n    {c.key} : {type(c.default).__name__}\n        {getattr(c, 'label', '') or c.kind.title()}."
                       for c in about.controls)])
    make.__doc__ = f"""{about.title}: an interactive figure.

    {about.caption}

    Parameters
    ----------{words}

    Returns
    -------
    Widget
        As the last expression of a cell it is drawn there.

    Notes
    -----
    {about.leaves_out}

    Examples
    --------
    >>> qedu.widgets.{name}().name
    {name.replace("_", "-")!r}
    """
    return make


def __getattr__(name: str) -> Callable[..., Widget]:
    if name in _FILES:
        return _maker(name)
    raise AttributeError(f"module 'qedu.widgets' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted((*__all__, *_FILES))
