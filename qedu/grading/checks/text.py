"""Text of strangers, made fit for tables, pages and terminals.

What a submission brings along, a name, an error text, the name of a type, may hold half characters that no file can
take, characters that erase or turn round what stands beside them, characters that nobody sees, or a million letters.
All such text passes through here before it is written anywhere.
"""

import re
import unicodedata

__all__ = ["shown", "folded"]

#: Invisible, though Unicode counts them among letters, marks and symbols: fillers and selectors of variants.
_INVISIBLE = frozenset([0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, *range(0xFE00, 0xFE10),
                        *range(0xE0100, 0xE01F0)])

#: Where more than Latin letters, punctuation, arrows and mathematical signs stand.
_UNUSUAL = re.compile("[^\u0020-\u02ff\u2010-\u20cf\u2100-\u22ff]")

#: Marks that may stand on one letter; piled higher they cover the lines above.
_MARKS = 4


def shown(text, most=400, lines=False):
    """Return text that can be written, printed and read anywhere.

    Parameters
    ----------
    text : object
        Usually a str; of anything else its `str`.
    most : int
        Longest result, in characters; what is longer ends in "…".
    lines : bool
        Whether line breaks and tabs stay, as in a program; otherwise they are shown as ``\\n`` and ``\\t``.

    Returns
    -------
    str
        Half characters, control and direction characters and what cannot be seen stand there as Python writes them;
        spaces of other kinds are spaces.

    Examples
    --------
    >>> shown("a\\x1b[31m\\u202eb\\ud800"), shown("x" * 10**6, most=4)
    ('a\\\\x1b[31m\\\\u202eb\\\\ud800', 'xxx…')
    """
    if not isinstance(text, str):
        try:
            text = str(text)
        except Exception:                               # a number of 10,000 digits has no text
            text = type(text).__name__
    text = str.__str__(text)
    cut, text = len(text) > most, text[:most]
    if lines:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = text.isprintable() and not _UNUSUAL.search(text)            # nearly always
    text = text if plain else "".join(_letters(text, lines))
    if cut or len(text) > most:
        text = text[:most - 1] + "…"
    return text


def _letters(text, lines):
    marks = 0
    for letter in text:
        category = unicodedata.category(letter)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if lines and letter in "\n\t":
            yield letter
        elif category == "Zs":
            yield " "
        elif not letter.isprintable() or ord(letter) in _INVISIBLE:
            yield repr(letter)[1:-1] if not letter.isprintable() else f"\\u{ord(letter):04x}"
        elif marks <= _MARKS:
            yield letter


def folded(text):
    """Return a name in the one form in which names are compared.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        Composed (NFC), without blanks at its ends, without capitals.

    Examples
    --------
    >>> folded("Zoe\\u0308 ") == folded("zo\\u00eb")
    True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).strip().casefold())
