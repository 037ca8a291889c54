"""How an object shows itself: one line of text, and a small plain table in a notebook.

The table has no style of its own, so that it takes the colours of the notebook, light or dark; a caption and
headings of rows and columns tell a screen reader where it is.
"""

import math
from html import escape

#: Signs that fit on a line of a notebook, about.
WIDTH = 104


def number(value):
    """A number for a reader: whole ones as they are while they are short, others to four digits."""
    return str(value) if isinstance(value, int) and abs(value) < 10**12 else f"{value:.4g}"


def measured(value, error):
    """A figure with its standard error, to two digits of that: 2.810 ± 0.015."""
    form = _to_two_digits(error)
    return f"{value:{form}} ± {error:{form}}"


def between(value, low, high):
    """A figure with its interval, to two digits of the interval's width: 0.2526 (0.2454 to 0.2599)."""
    form = _to_two_digits(high - low)
    return f"{value:{form}} ({low:{form}} to {high:{form}})"


def _to_two_digits(width):
    """The format that shows two digits of a width, as long as these are among the first ten."""
    places = max(1 - math.floor(math.log10(width)), 0) if width > 0 else 99
    return f".{places}f" if places <= 10 else ".4g"


def known(figure):
    """What a function returns, or None if it raises: what an object cannot give is left out where it is shown."""
    try:
        return figure()
    except Exception:             # also of what others wrote, a sifting rule, say
        return None


def line(kind, *parts):
    """The `repr` of an object: its kind, and of the parts as many as fit on a line; None and "" are left out."""
    text = "; ".join(_plain(part) for part in parts if part not in (None, ""))
    room = WIDTH - len(kind) - 2
    return f"{kind}({text if len(text) <= room else text[:room - 3] + '...'})"


def table(caption, rows, head=()):
    """A table as HTML: what it is of, rows of cells with the row's name first, and names of the columns, if any.

    Rows of a name and None are left out.
    """
    columns = "".join(f'<th scope="col">{_cell(name)}</th>' for name in head)
    body = "".join(f'<tr><th scope="row">{_cell(name)}</th>{"".join(f"<td>{_cell(cell)}</td>" for cell in cells)}</tr>'
                   for name, *cells in rows if cells != [None])
    return (f"<table><caption>{_cell(caption)}</caption>{f'<thead><tr>{columns}</tr></thead>' if columns else ''}"
            f"<tbody>{body}</tbody></table>")


def _plain(value):
    """A text of one line; numbers that are not whole as `number` writes them."""
    return " ".join((number(value) if type(value) is float else str(value)).split())


def _cell(value):
    return escape(_plain(value))
