"""Interactive figures: one Python object, drawn in a notebook, on a static page and on paper.

>>> import qedu
>>> bench = qedu.widgets.load("polariser-bench")
>>> numbers = bench.numbers({"on2": False})         # take the polariser at 45° out
>>> round(bench.numbers()["p.click"], 9), round(numbers["p.click"], 9)
(0.25, 0.0)

In a notebook or chapter cell a widget is the last expression, for example
``qedu.widgets.polariser_bench()``.
"""

from functools import lru_cache
from importlib import import_module
from pathlib import Path

#: Names of all widgets; each is defined in ``catalogue/<name with _>.py``.
NAMES = ("polariser-bench", "which-coin", "bits-in-bits-out",
         "ignorance-or-superposition", "channel-explorer", "clone-o-meter",
         "angle-dials", "beat-the-quantum", "noise-slider",
         "bb84-stepper", "eves-dial", "how-many-test-bits",
         "e91-room", "protocol-arena", "sarg04-reveal", "information-price",
         "link-budget-bench", "pns-theatre", "rate-race")

_SHELL = ("Widget", "Range", "Choice", "Switch", "Count", "Seed", "Hidden", "Dice", "Frames",
          "Sweep", "Paper", "Task")

__all__ = ["NAMES", "load", "static_dir", "script", "styles", *_SHELL]


def load(name):
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
    return import_module(f"qedu.widgets.catalogue.{name.replace('-', '_')}").WIDGET()


def static_dir():
    """Folder of the widgets' scripts and style sheet.

    Returns
    -------
    pathlib.Path
        It holds ``widgets.js`` (the shell), ``scenes/*.js`` (drawings of single
        widgets) and ``widgets.css``.
    """
    return Path(__file__).parent / "static"


@lru_cache(maxsize=1)
def script():
    """The one script of all widgets: the shell, then every scene.

    Returns
    -------
    str
        JavaScript without imports, for a classic script tag.
    """
    files = [static_dir() / "widgets.js", *sorted((static_dir() / "scenes").glob("*.js"))]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@lru_cache(maxsize=1)
def styles():
    """The style sheet of all widgets.

    Returns
    -------
    str
    """
    return (static_dir() / "widgets.css").read_text(encoding="utf-8")


@lru_cache(maxsize=None)
def _maker(name):
    """The function ``qedu.widgets.<name>``, with the words that `help` shows."""
    def make():
        return load(name.replace("_", "-"))

    about = import_module(f"qedu.widgets.catalogue.{name}").WIDGET
    make.__name__ = make.__qualname__ = name
    make.__doc__ = f"""{about.title}: an interactive figure.

    {about.caption}

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


def __getattr__(name):
    if name in _SHELL:
        return getattr(import_module("qedu.widgets.shell"), name)
    if name.replace("_", "-") in NAMES and "-" not in name:
        return _maker(name)
    raise AttributeError(f"module 'qedu.widgets' has no attribute {name!r}")


def __dir__():
    return sorted((*__all__, *(name.replace("-", "_") for name in NAMES)))
