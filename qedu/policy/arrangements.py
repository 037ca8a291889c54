"""Who may have it and who decides: rules, programmes, proposals and studies, each with its document and with what it does not say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from qedu import _shown
from qedu.policy.rows import READ, Row, load_rows

__all__ = ["KINDS", "Arrangement", "ARRANGEMENTS"]

#: What a document is.
KINDS = {
    "rule": "binds those whom it names",
    "programme": "gives access, training or money to some",
    "declaration": "words of a body of states",
    "proposal": "made by its authors, and binds nobody",
    "study": "says what its authors found or argue",
}


@dataclass(frozen=True, kw_only=True, repr=False)
class Arrangement(Row):
    """One document on who may have quantum technology, on what it takes, or on who decides.

    Parameters
    ----------
    id, body, date, scope, source, read : str
        As for every `Row`.
    kind : str
        A key of `KINDS`.
    says : str
        What it says, in our words.
    not_said : str
        What it is often taken for, and does not say.

    Notes
    -----
    Chapter C17.

    Examples
    --------
    >>> ARRANGEMENTS["ten-principles-2024"].kind, ARRANGEMENTS["ten-principles-2024"].not_said
    ('proposal', 'Law.')
    >>> ARRANGEMENTS["oqi-2024"]
    Arrangement(oqi-2024; programme; Open Quantum Institute at CERN, 2024-03-05)
    """

    ALLOWED: ClassVar = {"read": READ, "kind": KINDS}

    kind: str
    says: str
    not_said: str

    def __repr__(self) -> str:
        return _shown.line("Arrangement", self.id, self.kind, f"{self.body}, {self.date}")


#: All of them by name, in the order of the file.
ARRANGEMENTS = {row.id: row for row in load_rows(Arrangement, "arrangements.yaml")}
