"""What an advert asks for, by a table of words (`advert_mapper`): what one does points to a level, with what to an area."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from qedu import _yaml
from qedu._arguments import bad
from qedu.policy import AREAS, LEVELS, Proficiency

__all__ = ["Found", "adverts", "forms", "length", "pattern", "profile", "read", "words"]

_FOLDER = Path(__file__).parents[1] / "data" / "people"
#: Letters and digits of any script, as ranges that Python and JavaScript read alike; all else stands between words.
_SIGNS = r"0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u1fff\u2c00-\u2dff\u3040-\ud7ff\uf900-\ufdff\ufe70-\ufefe\uff66-\uffdc"
#: What ends a sentence. A line does, too, since lists have no stops.
_STOPS = r".!?;\n\r\u2022\u3002\uff01\uff1f"
#: Capital letters of the table's own language; what others do with theirs differs between languages of machines.
_SMALL = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


@dataclass(frozen=True)
class Found:
    """A word of the table in a text.

    Attributes
    ----------
    start, end : int
        Where it stands.
    words : str
        As it is written there.
    kind : str
        ``does``, what one does; ``with``, with what; ``title``.
    area : str or None
        Of what one does it with: I, II or III.
    level : str or None
        Of what one does; of a thing, that of the word that says what one does with it, and A1 if nothing does.
    does : int or None
        Of a thing, which of all that was found says what one does with it.
    """

    start: int
    end: int
    words: str
    kind: str
    area: str | None
    level: str | None
    does: int | None = None


@cache
def _data(name: str) -> Any:
    return _yaml.parse((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def pattern() -> str:
    """The regular expression that finds words and the ends of sentences, the same in Python and in JavaScript.

    Returns
    -------
    str
        With two groups: a word, or what ends a sentence.
    """
    return f"([{_SIGNS}]+)|([{_STOPS}])"


def _parts(text: str) -> list[re.Match[str]]:
    return list(re.finditer(pattern(), text))


def words() -> tuple[tuple[str, str | None, str | None, tuple[str, ...]], ...]:
    """The table of words.

    Returns
    -------
    tuple of (str, str or None, str or None, tuple of str)
        Of each entry its kind, area, level and all its forms, the one that names it first.
    """
    table = _data("words")
    out = [("does", None, level, row) for level, rows in table["does"].items() for row in rows]
    out += [("with", area, None, row) for area, rows in table["with"].items() for row in rows]
    out += [("title", None, None, row) for row in table["titles"]]
    return tuple((kind, area, level, tuple(row.split("|"))) for kind, area, level, row in out)


@cache
def forms() -> Mapping[str, int]:
    """Where in `words` each form stands, in small letters, its parts one space from each other.

    Returns
    -------
    mapping of str to int

    Examples
    --------
    >>> words()[forms()["security proofs"]][:2]
    ('with', 'I')
    """
    return {" ".join(part[0].translate(_SMALL) for part in _parts(form)): number
            for number, (*_, every) in enumerate(words()) for form in every}


@cache
def _longest() -> int:
    return max(form.count(" ") + 1 for form in forms())


def length(text: str) -> int:
    """How many words a text has.

    Parameters
    ----------
    text : str

    Returns
    -------
    int

    Examples
    --------
    >>> length("Post-quantum, 2026.")
    3
    """
    if not isinstance(text, str):
        raise bad("text", text, "a text")
    return sum(1 for part in _parts(text) if part[1])


def adverts() -> dict[str, dict[str, str]]:
    """The book's own adverts, all made up.

    Returns
    -------
    dict of str to dict
        ``name``, of the employer, and ``text``, by key.
    """
    return {key: {"name": one["name"], "text": one["text"].strip()} for key, one in _data("adverts").items()}


def read(text: str) -> tuple[Found, ...]:
    """The words of the table that a text has.

    Parameters
    ----------
    text : str
        Anything; nothing in it is understood.

    Returns
    -------
    tuple of Found
        In order.  Of several entries that begin at a word the longest counts.  What one does with a thing is said by the nearest
        such word before it in its sentence, else by the first one after it.

    Raises
    ------
    ValueError
        If it is no text.

    Notes
    -----
    The page does the same in the reader's browser.  Negations, irony and whole sentences are beyond it.

    Examples
    --------
    >>> [(one.words, one.area, one.level) for one in read("You explain qubits and build lasers.")]
    [('explain', None, 'A2'), ('qubits', 'I', 'A2'), ('build', None, 'C1'), ('lasers', 'II', 'C1')]
    """
    if not isinstance(text, str):
        raise bad("text", text, "a text")
    parts, found, waiting, doing, at = _parts(text), [], [], None, 0
    while at < len(parts):
        if parts[at][2]:
            waiting, doing, at = [], None, at + 1
            continue
        number, many = _entry(parts, at)
        if number is not None:
            kind, area, level, _ = words()[number]
            start, end = parts[at].start(), parts[at + many - 1].end()
            if kind == "with":
                level = "A1" if doing is None else found[doing].level
                waiting += [len(found)] if doing is None else []
            found.append(Found(start, end, text[start:end], kind, area, level, doing if kind == "with" else None))
            if kind == "does":
                doing = len(found) - 1
                for one in waiting:
                    old = found[one]
                    found[one] = Found(old.start, old.end, old.words, old.kind, old.area, level, doing)
                waiting = []
        at += many
    return tuple(found)


def _entry(parts, at):
    """The longest entry that begins at a word, and how many words it has; None and 1 if there is none."""
    run = []
    for part in parts[at:at + _longest()]:
        if not part[1]:
            break
        run.append(part[1].translate(_SMALL))
    for many in range(len(run), 0, -1):
        if (number := forms().get(" ".join(run[:many]))) is not None:
            return number, many
    return None, 1


def profile(text: str) -> Proficiency:
    """What a text asks for: in each area the highest level of a thing in it.

    Parameters
    ----------
    text : str
        As in `read`.

    Returns
    -------
    Proficiency

    Raises
    ------
    ValueError
        If it is no text.

    Examples
    --------
    >>> profile("PhD welcome. You explain qubits and build lasers.")
    Proficiency(I A2; II C1; III none)
    """
    steps, top = list(LEVELS), dict.fromkeys(AREAS, -1)
    for one in read(text):
        if one.kind == "with":
            top[one.area] = max(top[one.area], steps.index(one.level))
    return Proficiency(*(None if height < 0 else steps[height] for height in top.values()))
