"""The words of the interface, one catalogue per language.

Every word that a directive, a widget or a script shows comes from
``strings/<language>.json``: a flat JSON object from keys such as ``quiz.check``
to texts with named gaps, ``"{n} of {total}"``.  The language ``pseudo`` is made
from English by putting marks around every text; a page built with it shows at a
glance which words did not come from the catalogue.
"""

import json
from functools import cache
from pathlib import Path

__all__ = ["catalogue", "current", "languages", "plural", "text", "use"]

_FOLDER = Path(__file__).parent / "strings"
PSEUDO_MARKS = ("\u27e6", "\u27e7")        # mathematical white brackets, used nowhere else in the book

_language = "en"


def languages() -> tuple[str, ...]:
    """List the languages that :func:`use` accepts.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> "en" in languages() and "pseudo" in languages()
    True
    """
    return (*sorted(path.stem for path in _FOLDER.glob("*.json")), "pseudo")


@cache
def catalogue(language: str = "en") -> dict[str, str]:
    """Read all texts of one language.

    Parameters
    ----------
    language : str
        One of :func:`languages`.

    Returns
    -------
    dict of str to str
        Texts by key, with their gaps unfilled.

    Raises
    ------
    ValueError
        If there is no such language.

    Examples
    --------
    >>> catalogue("en")["quiz.check"]
    'Check'
    """
    if language not in languages():
        raise ValueError(f"language must be one of {', '.join(languages())}; got {language!r}")
    if language == "pseudo":
        left, right = PSEUDO_MARKS
        return {key: left + value + right for key, value in catalogue("en").items()}
    return json.loads((_FOLDER / f"{language}.json").read_text(encoding="utf-8"))


def use(language: str) -> None:
    """Choose the language of :func:`text` for this process.

    Parameters
    ----------
    language : str
        One of :func:`languages`.

    Raises
    ------
    ValueError
        If there is no such language.
    """
    global _language
    catalogue(language)
    _language = language


def current() -> str:
    """Return the language that :func:`text` uses.

    Returns
    -------
    str
    """
    return _language


def text(key: str, **gaps: object) -> str:
    """Return one text of the interface, its gaps filled.

    Parameters
    ----------
    key : str
        A key of the catalogue, such as ``"quiz.check"``.
    **gaps
        One value for each ``{name}`` in the text.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If the key is unknown, or a gap of the text is not given.

    Examples
    --------
    >>> text("quiz.check")
    'Check'
    >>> text("exercises.minutes", n=15)
    '15 min'
    """
    texts = catalogue(_language)
    if key not in texts:
        import difflib

        near = difflib.get_close_matches(key, texts, n=3)
        hint = f"; near it: {', '.join(near)}" if near else ""
        raise ValueError(f"key must be in qedu/content/strings/{_language}.json; got {key!r}{hint}")
    try:
        return texts[key].format(**gaps)
    except KeyError as error:
        raise ValueError(f"the text {key!r} has a gap {error} that was not given; "
                         f"got {sorted(gaps) or 'none'}") from None


def plural(key: str, n: int, **gaps: object) -> str:
    """Return the text for a number: ``key + ".one"`` for 1, ``key + ".other"`` otherwise.

    Parameters
    ----------
    key : str
        The key without its ending.
    n : int
        The number; it also fills the gap ``{n}``.
    **gaps
        The other gaps.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        As for :func:`text`.

    Examples
    --------
    >>> plural("cards.left", 1), plural("cards.left", 3)
    ('1 card left.', '3 cards left.')
    """
    return text(f"{key}.{'one' if n == 1 else 'other'}", n=n, **gaps)
