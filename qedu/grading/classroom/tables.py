"""Tables as CSV files: written so that a spreadsheet takes nothing in them for a formula, read as people save them."""

import csv
import io
import os
import re
import unicodedata

from qedu.grading.checks.text import shown
from qedu.grading.classroom.platforms import same

__all__ = ["write", "replace", "read", "column", "harmless"]

#: Characters of a cell.  A spreadsheet holds 32,767, Python's own reader 131,072.
LONGEST = 30_000


def harmless(cell):
    """Return a cell that no spreadsheet takes for a formula.

    Parameters
    ----------
    cell : object
        A name such as ``=HYPERLINK(…)`` comes from a stranger; numbers stay as they are.

    Returns
    -------
    object

    Notes
    -----
    Formulas begin with ``=``, ``+``, ``-`` or ``@``, also in full width, and some programs overlook blanks and quotes
    before them, or split a cell at a semicolon.  An apostrophe before such a text makes it a text.

    Examples
    --------
    >>> harmless("=1+1"), harmless(" ＝1+1"), harmless("-0.5"), harmless("Ada")
    ("'=1+1", "' ＝1+1", '-0.5', 'Ada')
    """
    if not isinstance(cell, str):
        return cell
    text = shown(cell, LONGEST)
    # NFKC makes ＝ of full width an ordinary one; the minus sign and dashes become the one on the keyboard.
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    for piece in plain.split(";"):
        piece = piece.lstrip(_BEFORE)
        sign = piece.startswith(("=", "+", "-", "@")) and not (text.isascii() and re.fullmatch(_NUMBER, piece))
        if sign or re.match(r"dde\s*\(", piece, re.I):
            return "'" + re.sub("[;；]", r"\g<0>'", text)
    return text


_NUMBER = r"[+-]?\d+([.,]\d+)?%?|-"
_BEFORE = " \t\r\n\v\f\"'`\u00a0\u200b\u200c\u200d\u2060\ufeff"
_DASHES = str.maketrans({"−": "-", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "﹣": "-"})


def write(path, head, rows, mark=False):
    """Write a table in UTF-8, whole or not at all.

    Parameters
    ----------
    path : pathlib.Path
    head : list of str
    rows : iterable of list
    mark : bool
        Whether the file begins with a mark.  Without it Excel takes UTF-8 for the code page of its country; with it many
        a program takes the mark for a part of the first heading.
    """
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    for row in [head, *rows]:
        table.writerow([harmless(cell) for cell in row])
    replace(path, "\ufeff" * mark + text.getvalue())


def replace(path, text):
    """Write a text file, whole or not at all; what cannot be written as UTF-8 is spelled out.

    Parameters
    ----------
    path : pathlib.Path
    text : str
    """
    draft = path.with_name(path.name + ".draft")
    draft.write_text(text, encoding="utf-8", errors="backslashreplace", newline="")
    os.replace(draft, path)


def read(path, what):
    """Read a table as a spreadsheet or a learning platform saved it.

    Parameters
    ----------
    path : str or pathlib.Path
        Columns with commas, semicolons, tabs or bars between them.
    what : str
        What it is, for the errors.

    Returns
    -------
    head : list of str
    rows : list of list of str
        Each as long as the head; empty ones are left out.

    Raises
    ------
    ValueError
        If it cannot be read; says how to save it.
    """
    try:
        with open(path, "rb") as file:
            data = file.read(50_000_001)
    except OSError as error:
        raise ValueError(f"{what} could not be read: {str(path)!r} ({error.strerror})") from None
    if data[:4] == b"PK\3\4" or data[:4] == b"\xd0\xcf\x11\xe0":
        raise ValueError(f"{what} must be a CSV file, and {str(path)!r} is a workbook; save it as “CSV UTF-8”")
    if len(data) > 50_000_000:
        raise ValueError(f"{what} must have less than 50 MB; {str(path)!r} has more")
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{what} must be saved in UTF-8 (in Excel: “CSV UTF-8”); {str(path)!r} is not, as its byte "
                         f"{error.start + 1} shows") from None
    text = re.sub(r"\r\n?", "\n", text.replace("\0", "")).lstrip("\n")
    if re.match(r"sep=.\n", text):                      # a line for Excel
        text = text.partition("\n")[2]
    first = text.partition("\n")[0]
    delimiter = max(",;\t|", key=lambda sign: (_columns(first, sign), sign == ","))
    try:
        lines = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise ValueError(f"{what} could not be read as a table: {str(path)!r} ({error})") from None
    lines = [line for line in lines if any(cell.strip() for cell in line)]
    if not lines:
        raise ValueError(f"{what} must have a line of headings, and {str(path)!r} is empty")
    # Some programs write a number with zeros in front as a formula for a spreadsheet: ="0042".
    lines = [[re.sub(r'^="(.*)"$', r"\1", cell) for cell in line] for line in lines]
    head = [" ".join(cell.split()) for cell in lines[0]]
    return head, [(line + [""] * len(head))[:len(head)] for line in lines[1:]]


def _columns(line, delimiter):
    return len(next(csv.reader([line], delimiter=delimiter), []))


def column(head, *names):
    """Return the place of the first of these headings that a table has.

    Parameters
    ----------
    head : list of str
    *names : str
        Capitals do not matter.

    Returns
    -------
    int or None
    """
    heads = [same(cell) for cell in head]
    return next((heads.index(name) for name in map(same, names) if name in heads), None)
