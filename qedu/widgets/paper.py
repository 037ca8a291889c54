"""The paper form: the page's own script, run by Node when the book is built.

Its drawings carry their colours themselves, taken from the style sheet of the widgets, so that they can be read in an
exported notebook, an e-book or a page that knows nothing of us.
"""

import json
import re
import textwrap
from functools import cache, lru_cache

from qedu._node import Answers
from qedu.content import inks, symbols
from qedu.content.strings import text
from qedu.widgets import script, static_dir

__all__ = ["run", "bare", "draw", "paint", "words"]


#: The widgets' script is read first and compiled once.  Each expression gets a world of its own to run it in, since a scene remembers
#: what it has shown.
_SERVER = """
const vm = require("vm");
let script;
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  if (!script) {
    script = new vm.Script(JSON.parse(line));
    return;
  }
  const [expression, argument] = JSON.parse(line);
  let answer;
  try {
    const world = vm.createContext({ performance, structuredClone, TextEncoder });
    script.runInContext(world);
    vm.runInContext(`const argument = JSON.parse(${JSON.stringify(argument)})`, world);
    const value = vm.runInContext(`JSON.stringify(${expression})`, world);
    answer = value === undefined ? { error: `nothing that JSON can hold comes of ${expression}` } : { value };
  } catch (error) {
    answer = { error: String(error.stack) };
  }
  process.stdout.write(JSON.stringify(answer) + "\\n");
});
"""


@lru_cache(maxsize=1)
def _node(code):
    return Answers(_SERVER, first=code)


def run(expression, argument):
    """Evaluate a JavaScript expression with the widgets' script loaded.

    Parameters
    ----------
    expression : str
        JavaScript; ``QEduWidgets`` is the script, ``argument`` the argument.
    argument : object
        JSON-ready.

    Returns
    -------
    object
        The expression's value, through JSON.

    Raises
    ------
    RuntimeError
        If there is no Node, or the expression throws.
    """
    answer = _node(script()).ask([expression, json.dumps(argument)])
    if "error" in answer:
        raise RuntimeError(f"Node: {answer['error']}")
    return json.loads(answer["value"])


def draw(widget):
    """HTML of the figure of three states.

    Parameters
    ----------
    widget : dict
        ``spec`` from `Widget.spec`; ``states``: caption, state, numbers, samples of each.

    Returns
    -------
    str
    """
    return paint(run("QEduWidgets.paper(argument.spec, argument.states)", widget))


def words(widget):
    """The three states as plain text.

    Parameters
    ----------
    widget : dict
        As in `draw`.

    Returns
    -------
    str
    """
    told = run("QEduWidgets.told(argument.spec, argument.states)", widget)
    wide = [max(len(row[i]) for row in told["rows"]) for i in (1, 2, 3)]
    head = 72 - sum(wide)
    lines = []
    for name, *values in told["rows"]:
        first, *rest = textwrap.wrap(name, head)
        lines.append("  ".join([first.ljust(head), *(value.rjust(w) for value, w in zip(values, wide))]))
        lines += [f"  {line}" for line in rest]
    parts = [told["title"], *told["settings"], told["caption"], told["leaves_out"]]
    paragraphs = ["\n".join(textwrap.wrap(part, 78)) for part in parts]
    return "\n\n".join([*paragraphs[:4], "\n".join(lines), *paragraphs[4:]])


def bare(widget):
    """What can be said of a widget without Node: its title, what it shows, its three settings, what it leaves out.

    Parameters
    ----------
    widget : Widget

    Returns
    -------
    str
        Plain text, at most 78 letters a line.
    """
    settings = (f"{text('widget.setting', n=n)} {paper.caption}" for n, paper in enumerate(widget.paper, 1))
    return "\n\n".join("\n".join(textwrap.wrap(part, 78)) for part in (widget.title, widget.caption, *settings, widget.leaves_out))


@lru_cache(maxsize=1)
def _rules():
    """The style sheet's rules for parts of drawings, the tones, and that of what has none."""
    files = (static_dir() / "widgets.css", *sorted((static_dir() / "scenes").glob("*.css")), symbols.STYLE)
    css = "\n".join(file.read_text(encoding="utf-8") for file in files)
    palette = dict(re.findall(r"(--w-[\w-]+): ([^;]+);", css[:css.index("}")]))

    def colour(value):
        known = value
        while (wider := re.sub(r"var\((--w-[\w-]+)\)", lambda found: palette.get(found[1], found[0]), known)) != known:
            known = wider
        while re.search(r"var\(--(?:q-|pst|jp)", known):            # outside our site there are no such variables
            known = re.sub(r"var\(--(?:q-|pst|jp)[\w-]*, ([^()]*)\)", r"\1", known)
        return known

    tones = {tone: colour(value) for tone, value in re.findall(r"\.(q\d) \{ --q: ([^;]+); \}", css)}
    return inks.rules(css, colour), tones, tones["q0"]


def paint(html):
    """Give the drawings of a fragment their colours as attributes, which any style sheet can replace.

    Parameters
    ----------
    html : str
        What the script drew.

    Returns
    -------
    str

    Examples
    --------
    >>> paint('<svg><rect class="q-fill q1"/></svg>')
    '<svg><rect class="q-fill q1" fill="#23262d"/></svg>'
    """
    rules, tones, edge = _rules()

    @cache
    def attributes(tag, classes):
        names = classes.split()
        tone = next((tones[name] for name in sorted(names) if name in tones), edge)
        found = inks.attributes(rules, tag, names)
        return "".join(f' {key}="{re.sub(r"var[(]--q(?:, [^()]*)?[)]", tone, value)}"' for key, value in found.items())

    def part(found):
        tag, given, end = found.groups()
        classes = re.search(r' class="([^"]*)"', given)
        return f"<{tag}{given}{attributes(tag, classes[1] if classes else '')}{end}"

    return re.sub(r"<svg.*?</svg>", lambda svg: re.sub(r"<(\w+)((?: [^<>]*?)?)(/?>)", part, svg[0]), html, flags=re.S)
