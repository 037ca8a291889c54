"""Small tables of public statements: each row with who said it, when, for whom, where it is printed and how it was read.

A table is a YAML file in `qedu/data/policy` and a class derived from `Row`.  What a row may hold is what the class says, and it is
checked when the file is loaded: no row comes through without a source, a date, a scope and a word on how it was read.
"""

from __future__ import annotations

import dataclasses
import math
import re
import types
import typing
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from qedu import _shown, _yaml
from qedu._arguments import bad

__all__ = ["READ", "Row", "load_rows"]

#: How a statement was read, from the best way to the weakest.
READ = {
    "page": "where it stands, in the body's own document or on its own page, or in an unmodified copy of these",
    "part": "in the body's own words as far as the document was read: its head, a release, an excerpt",
    "abstract": "in the abstract of a paper or report",
    "quoted by others": "as others quote it, who agree with each other; the document itself was not read",
}

#: The folder of the tables.
DATA = Path(__file__).parents[1] / "data" / "policy"

#: What stands where a figure is not known.
MISSING = "missing"

_Kind = TypeVar("_Kind", bound="Row")


@dataclass(frozen=True, kw_only=True, repr=False)
class Row:
    """One public statement, with what a reader needs to judge it.

    Parameters
    ----------
    id : str
        Its name, by which others point to it: small letters, digits and hyphens.
    body : str
        Who said it.
    date : str
        When: a year, a month or a day, as 2026, 2026-01 or 2026-01-23.
    scope : str
        For whom or for what it holds, in words.
    source : str
        The body's own document: title, number, page where known.
    read : str
        How it was read, a key of `READ`.

    Examples
    --------
    >>> row = Row(id="an-example", body="A body", date="2026-01", scope="its own systems", source="Its report, page 3", read="page")
    >>> row.year, row
    (2026, Row(an-example; A body; 2026-01))
    """

    #: Fields whose texts are words of a list.
    ALLOWED: ClassVar[Mapping[str, Collection[str]]] = {"read": READ}

    id: str
    body: str
    date: str
    scope: str
    source: str
    read: str

    @property
    def year(self) -> int:
        """The year of `date`."""
        return int(self.date[:4])

    def __repr__(self) -> str:
        return _shown.line(type(self).__name__, self.id, self.body, self.date)

    def _repr_html_(self) -> str:
        return _shown.table(self.id, [(field.name.replace("_", " "), _as_text(getattr(self, field.name)))
                                      for field in fields(self) if field.name != "id"])


def _as_text(value: Any) -> Any:
    if value in (None, "", ()):
        return MISSING
    if isinstance(value, tuple):
        return "; ".join(str(_as_text(one)) for one in value)
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def load_rows(kind: type[_Kind], path: str | Path) -> tuple[_Kind, ...]:
    """Read a table and check every row.

    Parameters
    ----------
    kind : type
        The class of the rows, derived from `Row`.  Fields may hold texts, numbers, truth values, tuples of texts, and None.
    path : str or pathlib.Path
        The file, or the name of one in the library's own folder.

    Returns
    -------
    tuple of Row
        The rows, in the order of the file.

    Raises
    ------
    ValueError
        If the file cannot be read, or a row lacks something, has something unknown or of another kind, or has the name of
        another one.  It names file, row and field, and what is allowed.

    Examples
    --------
    >>> from qedu.policy import Survey
    >>> load_rows(Survey, "surveys.yaml")[0].edition
    2019
    """
    if not (isinstance(kind, type) and issubclass(kind, Row)):
        raise bad("kind", kind, "a class derived from Row")
    if not isinstance(path, (str, Path)):
        raise bad("path", path, "the path of a YAML file, or the name of one of the library's own")
    file = DATA / path                                     # an absolute path stays as it is
    try:
        entries = _yaml.parse(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, _yaml.YAMLError) as error:
        raise ValueError(f"{file}: cannot be read as YAML ({' '.join(str(error).split())}).") from error
    if not isinstance(entries, list) or not entries:
        raise ValueError(f"{file}: must hold a list of rows.")
    hints = {name: hint for name, hint in typing.get_type_hints(kind).items() if name in {field.name for field in fields(kind)}}
    rows = tuple(_checked_row(kind, hints, entry, f"{file}: row {number}") for number, entry in enumerate(entries, 1))
    names = [row.id for row in rows]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise ValueError(f"{file}: two rows are called {twice!r}.")
    return rows


def _checked_row(kind: type[_Kind], hints: dict[str, Any], entry: Any, place: str) -> _Kind:
    if not isinstance(entry, dict):
        raise ValueError(f"{place} is not a mapping of fields.")
    place = f"{place} ({entry.get('id', 'without id')})"
    unknown = [name for name in entry if name not in hints]
    if unknown:
        raise ValueError(f"{place}: unknown field {unknown[0]!r}; allowed: {', '.join(hints)}.")
    for field in fields(kind):
        if field.name not in entry and field.default is dataclasses.MISSING:
            raise ValueError(f"{place}: {field.name} is missing.")
    given = {name: _entry(hints[name], value, f"{place}: {name}") for name, value in entry.items()}
    for name, words in kind.ALLOWED.items():
        value = given.get(name)
        for word in value if isinstance(value, tuple) else (value,) if value else ():
            if word not in words:
                raise ValueError(f"{place}: {name} = {word!r}; allowed: {', '.join(words)}.")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", given["id"]):
        raise ValueError(f"{place}: id = {given['id']!r}; allowed: small letters and digits, joined by hyphens.")
    if not _is_date(given["date"]):
        raise ValueError(f"{place}: date = {given['date']!r}; allowed: a year, month or day, as 2026, 2026-01 or 2026-01-23, in quotes.")
    try:
        return kind(**given)
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from error


def _is_date(text: str) -> bool:
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        return False
    try:
        date.fromisoformat(text + "-01" * (2 - text.count("-")))
    except ValueError:
        return False
    return True


def _entry(hint: Any, value: Any, place: str) -> Any:
    """A value of a file as its field holds it, or ValueError."""
    kinds = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    if value is None and type(None) in kinds:
        return None
    if type(value) is date and str in kinds:                # YAML makes one of a whole day
        return value.isoformat()
    if bool in kinds and isinstance(value, bool):
        return value
    if str in kinds and isinstance(value, str) and value.strip():
        return " ".join(value.split())
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        if int in kinds and isinstance(value, int):
            return value
        if float in kinds:
            return float(value)
    if isinstance(value, list) and value:
        held = next((typing.get_args(one)[0] for one in kinds if typing.get_origin(one) is tuple), None)
        if held is not None:
            return tuple(_entry(held, one, place) for one in value)
    if isinstance(value, list) and typing.get_origin(hint) is None and hasattr(hint, "_fields") and len(value) == len(hint._fields):
        parts = typing.get_type_hints(hint)
        return hint(*(_entry(parts[name], one, place) for name, one in zip(hint._fields, value)))
    names = {str: "a text that is not empty", int: "a whole number", float: "a number", bool: "true or false", type(None): "null"}
    raise ValueError(f"{place} = {value!r}; allowed: {' or '.join(names.get(one, 'a list that is not empty') for one in kinds)}.")
