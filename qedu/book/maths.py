"""Maths is set when the book is built, by KaTeX: no script and no raw TeX reaches the page.

One node process reads formulas line by line and answers in the same order.  It ends when
the build ends, however that comes about, because its input ends.  KaTeX, its style sheet
and its fonts are put into the environment by ``scripts/setup_env.py``.
"""

import json
import re
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

__all__ = ["render", "setup"]

_SCRIPT = """
const katex = require(process.argv[1]);
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const { latex, display } = JSON.parse(line);
  let answer;
  try {
    answer = { html: katex.renderToString(latex, { displayMode: display, throwOnError: true, strict: "error" }) };
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
def _process():
    from qedu.widgets.paper import node

    return subprocess.Popen([node(), "-e", _SCRIPT, str(_folder() / "katex.min.js")],
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")


@lru_cache(maxsize=None)
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
        If KaTeX cannot read the formula.

    Notes
    -----
    Needs the environment of the book (``scripts/setup_env.py``).
    """
    process = _process()
    process.stdin.write(json.dumps({"latex": latex, "display": display}) + "\n")
    process.stdin.flush()
    answer = json.loads(process.stdout.readline())
    if "error" in answer:
        raise ValueError(f"latex must be a formula that KaTeX reads; got {latex!r}: {answer['error']}")
    return answer["html"]


def _html(translator, node, display):
    from sphinx.util import logging

    try:
        return render(node.astext(), display)
    except ValueError as error:
        logging.getLogger(__name__).warning("%s", error, location=node)
        return f"<code>{translator.encode(node.astext())}</code>"


def _visit_math(translator, node):
    from docutils import nodes

    translator.body.append(f'<span class="math">{_html(translator, node, False)}</span>')
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
    if error or app.builder.format != "html":
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
