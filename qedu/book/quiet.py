"""What keeps a page quiet: a number and its unit, a formula and the sign behind it, a name like ML-KEM stay on one line; a call that
only shows a simulation is not shown itself; a table has one line of names; a line of code that a phone breaks goes on below its own
beginning."""

import re

from qedu.book.parts import widget_of

__all__ = ["with_lines", "with_units"]

#: Units as they stand behind a number.  Longer ones first, so that "km" is not taken for "k".
_UNITS = ("%", "‰", "°C", "km/s", "km", "cm", "mm", "µm", "nm", "m", "dB/km", "dB", "kbit/s", "Mbit/s", "Gbit/s", "bit/s", "kbit", "Mbit",
          "kB", "MB", "GB", "THz", "GHz", "MHz", "kHz", "Hz", "ms", "µs", "ns", "ps", "s", "mW", "µW", "nW", "W", "kg", "g", "mK", "K",
          "eV", "MJ", "kJ", "J", "kWh", "rad", "µrad", "bits", "bit", "photons", "pulses", "seconds", "minutes", "hours", "years",
          "kilometres", "kilobytes", "bytes", "million", "billion", "EUR", "USD", "VEL")
_SIGN = "|".join(re.escape(unit) for unit in _UNITS if len(unit) < 3 or not unit.islower())      # no words: they are long
#: Signs behind a formula, also the rest of "n-photon", and the unit of a number that is one.
_BEHIND = re.compile(rf"(?: (?:{_SIGN})(?![\w/])|-\w+|[.,;:!?)\]’”…])[.,;:!?)\]’”…]*")
#: What is called by capitals and numbers, such as ML-KEM or M-26-15.
_NAME = re.compile(r"\b[A-Z]+(?:-(?:[A-Z]{2,}|\d+))+\b")
_BEFORE = re.compile(r"[(\[“‘]+$")
_BETWEEN = re.compile(rf"(?<=\d) (?=(?:{'|'.join(map(re.escape, _UNITS))})(?![\w/]))")
#: A letter that has a value or a limit, as in "ε = 10⁻¹⁰".
_VALUE = re.compile(r"(?<=\b[^\W\d_]) ([=≈<>≤≥]) (?=[−\d])")
_TIMES = re.compile(r"(?<=\d) × (?=\d)")
#: A few bits in a row, and not a longer row of them, which would not fit a phone.
_BITS = re.compile(r"(?<![\d.,] )\b[01](?: [01]\b){2,9}(?!\S*\d)(?! [01]\b)")


def with_units(text):
    r"""Put spaces that do not break between a number and its unit, a letter and its value, and within "2 × 2" and a few bits.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> with_units("25 % of 10 km, and 3 mice")
    '25\xa0% of 10\xa0km, and 3 mice'
    >>> with_units("at p = 0.1")
    'at p\xa0=\xa00.1'
    >>> with_units("pairs of F ≥ 0.9")
    'pairs of F\xa0≥\xa00.9'
    >>> with_units("the bits 0 1 1")
    'the bits 0\xa01\xa01'
    """
    text = _TIMES.sub("\u00a0×\u00a0", _VALUE.sub("\u00a0\\1\u00a0", _BETWEEN.sub("\u00a0", text)))
    return _BITS.sub(lambda found: found[0].replace(" ", "\u00a0"), text)


def keep_units(app, doctree, docname):
    """Do it in all prose of a page: not in code or formulas, nor on paper, where TeX does as it likes."""
    from docutils import nodes

    from qedu.book.nodes import texts

    if app.builder.format != "html":
        return
    for text in texts(doctree, ("literal", "literal_block", "math", "math_block", "raw")):
        if with_units(text) != text:
            text.parent.replace(text, nodes.Text(with_units(str(text))))


def keep_names(app, doctree, docname):
    """Keep a name of capitals and numbers on one line: after "ML-" one expects anything but "KEM"."""
    from docutils import nodes

    from qedu.book.nodes import texts

    if app.builder.format != "html":
        return
    for text in texts(doctree, ("literal", "literal_block", "math", "math_block", "raw")):
        pieces, at = [], 0
        for found in _NAME.finditer(text):
            pieces += [nodes.Text(text[at:found.start()]), nodes.inline("", found[0], classes=["keep"])]
            at = found.end()
        if pieces:
            parent, place = text.parent, text.parent.index(text)
            parent.remove(text)
            for piece in [*pieces, nodes.Text(text[at:])][::-1]:
                if piece.astext():
                    parent.insert(place, piece)


def keep_stops(app, doctree, docname):
    """Tie each formula of a line to the signs around it: a browser breaks the line between a formula and its full stop."""
    from docutils import nodes

    if app.builder.format != "html":
        return
    for formula in list(doctree.findall(nodes.math)):
        parent = formula.parent
        place = parent.index(formula)
        before = parent[place - 1] if place else None
        behind = parent[place + 1] if place + 1 < len(parent) else None
        opened = _BEFORE.search(before) if isinstance(before, nodes.Text) else None
        closed = _BEHIND.match(behind) if isinstance(behind, nodes.Text) else None
        if not (opened or closed):
            continue
        kept = nodes.inline("", "", classes=["keep"])
        parent[place] = kept
        if opened:
            parent[place - 1] = nodes.Text(before[:opened.start()])
            kept += nodes.Text(opened[0])
        kept += formula
        if closed:
            parent[place + 1] = nodes.Text(behind[closed.end():])
            kept += nodes.Text(closed[0].replace(" ", "\u00a0"))


#: One call without arguments, and perhaps imports before it.
_CALL = re.compile(r"(?:(?:import|from) [^\n]+\n)*[\w.]+\((?:\"[^\"]*\"|'[^']*')?\)\s*")


def hide_calls(app, doctree, docname):
    """Leave out the code of a cell that does nothing but show a simulation; with arguments of the author's it is worth reading."""
    from docutils import nodes

    if app.builder.format not in ("html", "latex"):
        return
    for code in list(doctree.findall(nodes.literal_block)):
        box = code.parent
        if "cell_input" in box.get("classes", ()) and _CALL.fullmatch(code.astext()) and widget_of(code.astext()):
            box.parent.remove(box)


#: The head of a table whose index has a name: pandas gives it a line of its own.
_TWO_LINES = re.compile(r"(<thead>\s*<tr[^>]*>\s*<th>)(</th>.*?</tr>)\s*<tr>\s*<th>([^<]+)</th>\s*(?:<th></th>\s*)+</tr>", re.S)


#: What pandas would have a table look like: names on the right, above entries that stand on the left.  The site sets its tables itself.
_STYLE = re.compile(r"<style scoped[^>]*>.*?</style>\s*", re.S)
#: What stands in a table between its tags, and the space before a unit there: only a short one, as the table must fit a phone.
_CELL = re.compile(r">[^<>]+<")
_SHORT = re.compile(rf"(?<=\d) (?=(?:{_SIGN})(?![\w/]))")
#: A number as a program prints it, alone in a cell.
_PRINTED = re.compile(r"(?<=<td>)(\d(?:\.\d+)?)e([+-])0*(\d+)(?=</td>)")


def _written(found):
    """1.5·10⁻⁴ for 1.5e-04."""
    front, sign, power = found.groups()
    return f"{front}·10{'⁻' * (sign == '-')}{power.translate(str.maketrans('0123456789', '⁰¹²³⁴⁵⁶⁷⁸⁹'))}"


def one_head(app, doctree, docname):
    """Put the name of a table's first column beside the other names, write powers of ten as one writes them, and drop pandas' style."""
    from docutils import nodes

    if app.builder.format != "html":
        return
    for raw in list(doctree.findall(nodes.raw)):
        if 'class="dataframe"' in raw.astext():
            table = _PRINTED.sub(_written, _TWO_LINES.sub(r"\1\3\2", _STYLE.sub("", raw.astext())))
            table = _CELL.sub(lambda found: _SHORT.sub("\u00a0", found[0]), table)
            raw.replace_self(nodes.raw("", table, format=raw["format"]))


_CODE = re.compile(r'(<div class="highlight"><pre>(?:<span></span>)?)(.*?)(\n?</pre>)', re.S)
_TAG = re.compile(r"<[^>]*>")
_SPACES = re.compile(r"^((?:<[^>]*>)*)( +)")
_OPENED = re.compile(r'(<span class="p">[^<]*\(</span>)(?!\n|$)')
#: The name of a module behind "import" or "from".
_MODULE = re.compile(r'(?<=<span class="nn">)[^<]+')


def with_lines(body):
    r"""Put each line of a page's code into an element of its own that says how far it is indented.

    A phone breaks long lines (site.css), and what goes on below must be told from a new line: it stands further in. Such a line
    may be broken behind an opening bracket and within the name of a module, and its own indentation is a margin there, or it would be
    broken behind that.

    Parameters
    ----------
    body : str
        HTML, with code as Pygments marks it, where no mark runs over the end of a line.

    Returns
    -------
    str

    Examples
    --------
    >>> print(with_lines('<div class="highlight"><pre>if x:\n    f()\n</pre>'))
    <div class="highlight"><pre><span class="line">if x:
    </span><span class="line" style="--in:4"><span class="in">    </span>f()
    </span></pre>
    """
    def line(html):
        if not _TAG.sub("", html).strip():
            return f'<span class="line">{html}\n</span>'
        html, style = _OPENED.sub(r"\1<wbr>", html), ""
        html = _MODULE.sub(lambda name: name[0].replace(".", ".<wbr>"), html)
        if found := _SPACES.search(html):
            # What stands below an opening bracket far to the right: a phone has no room for so much of nothing.
            style = f' style="--in:{min(8, len(found[2]))}"'
            html = f'{found[1]}<span class="in">{found[2]}</span>{html[found.end():]}'
        return f'<span class="line"{style}>{html}\n</span>'

    return _CODE.sub(lambda found: f"{found[1]}{''.join(map(line, found[2].split(chr(10))))}</pre>", body)
