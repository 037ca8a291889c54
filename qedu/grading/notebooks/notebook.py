"""A notebook as it was handed in, read as data: its code cells, and for which set they were written.

A stranger wrote the file.  Only the source of code cells and their names (the cell's ID, nbgrader's ``grade_id``) are
taken from it; tags, outputs and other metadata count for nothing.
"""

import json
import re
from dataclasses import dataclass, field

__all__ = ["Notebook", "Cell", "read", "recognise", "LARGEST", "MOST_CELLS", "LONGEST_CELL"]

#: Bytes of the largest notebook that is read.  A notebook of a set has about 50,000 without outputs.
LARGEST = 25_000_000

#: Code cells that a notebook may have; that of a set has about 25.
MOST_CELLS = 2_000

#: Characters that a cell may have; those of a set have some hundred.
LONGEST_CELL = 200_000

#: Where a name is written at the left edge of a line, so that the cell may define it.
_WRITTEN = re.compile(r"^(?:async[ \t]+def|def|class)[ \t]+(\w+)|^(\w[\w \t,]*?)(?::[^=\n]*)?=(?!=)"
                      r"|^from[^\n]*?import[ \t(]+([^\n#]*)", re.M)


@dataclass(frozen=True)
class Cell:
    """A code cell.

    Attributes
    ----------
    names : tuple of str
        Its ID and its ``grade_id``, as far as it has them.
    source : str
    """

    names: tuple
    source: str

    @property
    def too_long(self):
        """Whether it has more characters than anybody writes; it is then not looked into."""
        return len(self.source) > LONGEST_CELL

    def writes(self):
        """Return the names that the cell may define at its top level, found without parsing it.

        Returns
        -------
        set of str
        """
        if self.too_long:
            return set()
        return {name for match in _WRITTEN.finditer(self.source) for part in match.groups() if part
                for name in re.findall(r"\w+", part)}


@dataclass
class Notebook:
    """What could be read of a file.

    Attributes
    ----------
    cells : list of Cell
        Its code cells in their order.
    problem : str or None
        Why it is no notebook: a key under ``files`` in general.yaml.
    details : dict of str to str
        What the problem's message names.
    odd : int
        Entries among the cells that are none, such as null, and were passed over.
    """

    cells: list = field(default_factory=list)
    problem: str = None
    details: dict = field(default_factory=dict)
    odd: int = 0


def read(data):
    """Read a notebook.

    Parameters
    ----------
    data : bytes
        The file.

    Returns
    -------
    Notebook

    Examples
    --------
    >>> read(b'{"cells": [{"cell_type": "code", "id": "a", "source": ["x = 1\\\\n", "y = 2"]}]}').cells
    [Cell(names=('a',), source='x = 1\\ny = 2')]
    >>> read(b"%PDF-1.7").problem
    'not_json'
    """
    if not data.strip():
        return Notebook(problem="empty")
    try:
        given = json.loads(data)["cells"]                               # UTF-8, UTF-16 and UTF-32, with or without a mark
        found = [_cell(cell) for cell in given if isinstance(cell, dict)]
    except UnicodeDecodeError:
        return Notebook(problem="encoding")
    except RecursionError:
        return Notebook(problem="not_json", details={"error": "too many brackets inside brackets"})
    except ValueError as error:
        return Notebook(problem="not_json", details={"error": str(error)[:100]})
    except (KeyError, TypeError, AttributeError, IndexError):
        return Notebook(problem="not_cells")
    odd = len(given) - len(found)
    if odd and not found:
        return Notebook(problem="not_cells")
    cells = [cell for cell in found if cell is not None]
    if len(cells) > MOST_CELLS:
        return Notebook(problem="too_many_cells", details={"most": f"{MOST_CELLS:,}"})
    return Notebook(cells, odd=odd)


def _cell(cell):
    if cell.get("cell_type") != "code":
        return None
    source, metadata = cell.get("source", ""), cell.get("metadata", {})
    source = source if isinstance(source, str) else "".join(source)
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    names = cell.get("id"), nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return Cell(tuple(name for name in names if isinstance(name, str)), source)


def recognise(data, sets):
    """Say to which set a notebook belongs.

    Parameters
    ----------
    data : bytes
    sets : dict of str to dict of str to str
        For each set, the name that each exercise asks for.

    Returns
    -------
    str or None
        The set of which most answer cells are there or, where cells have lost their IDs, most names; None if there is none.
    """
    cells = read(data).cells
    for marks, pick in ((lambda cell: cell.names, lambda asked: asked), (Cell.writes, lambda asked: asked.values())):
        there = {mark for cell in cells for mark in marks(cell)}
        score = {name: sum(mark in there for mark in pick(asked)) for name, asked in sets.items()}
        best = max(score, key=score.get, default=None)
        if best is not None and score[best]:
            return best
    return None
