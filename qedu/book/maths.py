"""Maths is set when the book is built, by KaTeX: no script and no raw TeX reaches the page.

One Node process sets all formulas.  KaTeX, its style sheet and its fonts are put into the environment by
``scripts/setup_env.py``.
"""

import re
import shutil
import sys
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from xml.etree import ElementTree

from qedu._node import Answers

__all__ = ["breakable", "in_a_line", "mathml", "render", "setup"]

_SCRIPT = """
const katex = require(process.argv[1]);
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const { latex, display } = JSON.parse(line);
  let answer;
  try {
    const macros = { "\\\\arraystretch": "1.25" };         // or fractions in the rows of a matrix touch
    const set = (what) => katex.renderToString(what, { displayMode: display, throwOnError: true, strict: "error", macros });
    // KaTeX's own sign of a degree is as wide as a letter and floats between what stands beside it: a small circle is drawn,
    // while those who hear the page are told of degrees.
    const source = /<math.*<\\/math>/s;
    const html = set(latex), [told] = source.exec(html);
    answer = { html: latex.includes("°") ? set(latex.replaceAll("°", "^{\\\\circ}")).replace(source, () => told) : html };
  } catch (error) {
    answer = { error: error.message };
  }
  process.stdout.write(JSON.stringify(answer) + "\\n");
});
"""


def _folder():
    folder = Path(sys.prefix) / "katex"
    if not (folder / "katex.min.js").is_file():
        raise FileNotFoundError(f"KaTeX is missing in {folder}; run: python scripts/setup_env.py")
    return folder


@lru_cache(maxsize=1)
def _katex():
    return Answers(_SCRIPT, str(_folder() / "katex.min.js"))


@cache
def render(latex, display=False):
    r"""Set a formula.

    Parameters
    ----------
    latex : str
        The formula, without delimiters.
    display : bool
        On a line of its own.

    Returns
    -------
    str
        HTML, with MathML for those who hear the page.

    Raises
    ------
    ValueError
        If KaTeX cannot read the formula, or makes of it what is no valid MathML.

    Notes
    -----
    Needs the environment of the book (``scripts/setup_env.py``).
    """
    answer = _katex().ask({"latex": latex, "display": display})
    if "error" in answer:
        raise ValueError(f"latex must be a formula that KaTeX reads; got {latex!r}: {answer['error']}")
    return _valid(answer["html"], latex)


#: How many children these elements of MathML have.
_CHILDREN = {"msub": 2, "msup": 2, "mover": 2, "munder": 2, "mfrac": 2, "mroot": 2, "msubsup": 3, "munderover": 3}


def _valid(html, latex):
    """The formula with MathML that is valid.

    KaTeX puts the sign "apply function" behind the name of a function also where that is an index, as in
    ``S_{\\max}``: there it is one child too many, and a browser that minds shows an error in place of the formula.
    """
    head, mark, rest = html.partition("<math")
    source, end, tail = rest.partition("</math>")
    if not mark:
        return html
    ElementTree.register_namespace("", "http://www.w3.org/1998/Math/MathML")
    formula, changed = ElementTree.fromstring(mark + source + end), False
    for element in formula.iter():
        wanted = _CHILDREN.get(element.tag.rpartition("}")[2], len(element))
        if len(element) > wanted:
            for child in [child for child in element if child.text == "\u2061"]:
                element.remove(child)
                changed = True
        if len(element) != wanted:
            raise ValueError(f"latex must be a formula that gives valid MathML; got {latex!r}, where an "
                             f"{element.tag.rpartition('}')[2]} has {len(element)} parts; put its index between braces")
    return f"{head}{ElementTree.tostring(formula, encoding='unicode')}{tail}" if changed else html


def mathml(latex, display=False):
    r"""Set a formula as MathML alone, for e-readers: they have no style sheet of KaTeX's and would show a formula three times.

    Parameters
    ----------
    latex : str
    display : bool
        As in `render`.

    Returns
    -------
    str
        MathML; for a reader that knows none the formula's source is its alternative text.

    Raises
    ------
    ValueError
        As in `render`.
    """
    formula = re.search(r"<math\b.*</math>", render(latex, display), flags=re.S)[0]
    formula = re.sub(r"<annotation\b.*?</annotation>|</?semantics>", "", formula, flags=re.S)
    return formula.replace("<math", f'<math alttext="{escape(latex)}"', 1)


#: Raised and lowered signs that there are in plain text.
_RAISED = str.maketrans("0123456789+−-()ni*", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿⁱ*")
_LOWERED = str.maketrans("0123456789+−-()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")


@cache
def in_a_line(latex):
    r"""Write a formula in plain text, where nothing can be set: in the description of a page.

    Parameters
    ----------
    latex : str
        As in `render`.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        As in `render`.

    Examples
    --------
    >>> in_a_line(r"\ket{\Phi^+}"), in_a_line(r"S = 2.42 \pm 0.20"), in_a_line(r"\tfrac{1}{2}"), in_a_line(r"10^{-6}"), in_a_line("x^k")
    ('|Φ⁺⟩', 'S = 2.42 ± 0.20', '1/2', '10⁻⁶', 'x^k')
    """
    def beside(words, signs, mark):
        return words.translate(signs) if all(ord(sign) in signs for sign in words) else mark + (words if len(words) == 1 else f"({words})")

    def words(node):
        kind, parts = node.tag.rpartition("}")[2], [words(child) for child in node]
        if kind in ("msup", "msub", "msubsup"):
            lowered = "" if kind == "msup" else beside(parts[1], _LOWERED, "_")
            return parts[0] + lowered + ("" if kind == "msub" else beside(parts[-1], _RAISED, "^"))
        if kind == "mfrac":
            return "/".join(part if len(part) == 1 or part.isalnum() else f"({part})" for part in parts)
        if kind == "msqrt":
            return f"√({''.join(parts)})" if len("".join(parts)) > 1 else f"√{''.join(parts)}"
        own = (node.text or "") + "".join(parts)
        return f" {own} " if kind == "mo" and own in "=<>≤≥≈≠±×→⊗∼" else f"{own} " if own == "," else own

    line = words(ElementTree.fromstring(mathml(latex))).replace("\u2061", "").replace("\u2223", "|")
    return re.sub(r"\s+", " ", line).strip()


def _html(translator, node, display):
    from sphinx.util import logging

    try:
        return (mathml if translator.builder.name == "epub" else render)(node.astext(), display)
    except ValueError as error:
        logging.getLogger(__name__).warning("%s", error, location=node)
        return f"<code>{translator.encode(node.astext())}</code>"


#: A formula of the text as long as this is not broken, nor a side of one; a part of one between brackets may be as long as that.
_SHORT, _BRACKETS = 12, 22
_RELATIONS = set("=≠<>≤≥≈≡∼∝→←↔⇒⇔↦∈")


def breakable(html):
    """Let a formula of the text break between its bases, also where it is tied to the sign behind it (qedu.book.quiet).

    KaTeX ends a base behind every sign of relation or operation, but a formula falls apart for the eye where it is broken
    within brackets, or is short.

    Parameters
    ----------
    html : str
        From `render`.

    Returns
    -------
    str
        The same with ``<wbr>`` where a line may end, and what stays together in a ``<span class="whole">``.
    """
    head, *bases = html.split('<span class="base">')
    if len(bases) < 2:
        return html
    # What closes the formula stands behind its last base.
    bases = [f'<span class="base">{base}' for base in bases]
    tail = bases[-1][len(bases[-1].removesuffix("</span></span>")):]
    bases[-1] = bases[-1].removesuffix("</span></span>")
    if sum(map(_letters, bases)) <= _SHORT:
        return f'{head}<span class="whole">{"".join(bases)}</span>{tail}'
    groups, depth = [[]], 0
    for base in bases:
        groups[-1].append(base)
        # By the signs, for KaTeX takes the end of a ket for a bracket, too, and its beginning for none.
        depth += sum((sign in "([") - (sign in ")]") for sign in _text(base))
        if depth <= 0:
            groups.append([])
            depth = 0
    # A short sum or product stays whole, so that a line ends behind "is" and not behind "minus".
    sides = [groups[0]]
    for group in groups[1:]:
        if _text(sides[-1][-1])[-1:] not in _RELATIONS and sum(map(_letters, sides[-1] + group)) <= _SHORT:
            sides[-1] = sides[-1] + group
        else:
            sides.append(group)
    parts = []
    for side in sides:
        if len(side) > 1 and sum(map(_letters, side)) <= _BRACKETS:
            parts.append(f'<span class="whole">{"".join(side)}</span>')
        else:
            parts += side
    return f"{head}{'<wbr>'.join(parts)}{tail}"


def _text(base):
    return re.sub(r"<[^>]*>|\s|\u200b", "", base)


def _letters(base):
    """About how many letters wide a base is."""
    return len(_text(base))


def _visit_math(translator, node):
    from docutils import nodes

    translator.body.append(f'<span class="math">{breakable(_html(translator, node, False))}</span>')
    raise nodes.SkipNode


def _visit_displaymath(translator, node):
    from docutils import nodes
    from sphinx.util.math import get_node_equation_number

    translator.body.append(translator.starttag(node, "div", CLASS="math"))
    if node["number"]:
        translator.body.append(f'<span class="eqno">({get_node_equation_number(translator, node)})')
        translator.add_permalink_ref(node, "Link to this equation")
        translator.body.append("</span>")
    translator.body.append(_html(translator, node, True) + "</div>\n")
    raise nodes.SkipNode


def _copy(app, error):
    """Copy the style sheet and the fonts into the site; woff2 alone, which every current browser reads."""
    if error or app.builder.format != "html" or app.builder.name == "epub":
        return
    target = Path(app.outdir) / "_static" / "katex"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(_folder(), target, ignore=shutil.ignore_patterns("*.js"))
    sheet = target / "katex.min.css"
    css = sheet.read_text(encoding="utf-8")
    sheet.write_text(re.sub(r',url\([^)]*\.(?:woff|ttf)\) format\("\w+"\)', "", css), encoding="utf-8")


def setup(app):
    """Register the renderer ``katex`` with Sphinx.

    Parameters
    ----------
    app : sphinx.application.Sphinx

    Returns
    -------
    dict
        Extension metadata.
    """
    app.add_html_math_renderer("katex", (_visit_math, None), (_visit_displaymath, None))
    app.add_css_file("katex/katex.min.css")
    app.connect("build-finished", _copy)
    # One process answers in order, so pages must be written one after the other.
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
