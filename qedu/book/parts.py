"""The parts of a chapter, read from the sources of its pages, and how many words a page has."""

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

from qedu.book import body

__all__ = ["Part", "parts", "pieces", "split_ids", "widget_of", "words"]

#: A line that opens a directive, and one that opens any other fence.
_OPEN = re.compile(r"^(`{3,}|:{3,}|~{3,})(?:\{([\w-]+)\}[ \t]*(.*))?")

#: Directives whose body is YAML, and keys in it that the page does not show.
_QUESTIONS = ("quiz", "prediction", "observe", "cards")
_UNSEEN = ("correct", "misconception", "right")


@dataclass
class Part:
    """One directive, code cell, heading or table of a chapter's source.

    Attributes
    ----------
    kind : str
        The directive's name, ``"code-cell"``, ``"heading"``, ``"table"`` or ``"text"``.
    line : int
        Line in the file, from 1.
    argument : str
        What stands after the directive's name; the title of a heading.
    options : dict of str to str
    body : str
    level : int
        Of a heading.
    page : pathlib.Path
        The file.
    place : int
        Grows from part to part over all pages of a chapter.
    """

    kind: str
    line: int
    argument: str = ""
    options: dict = field(default_factory=dict)
    body: str = ""
    level: int = 0
    page: Path = None
    place: int = 0


def parts(path, number=0):
    """List the parts of a page in reading order.

    Parameters
    ----------
    path : str or pathlib.Path
    number : int, optional
        How many pages of the chapter stand before it.

    Returns
    -------
    list of Part
    """
    from markdown_it import MarkdownIt
    from mdit_py_plugins.colon_fence import colon_fence_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    markdown = MarkdownIt("commonmark").enable("table").use(front_matter_plugin).use(colon_fence_plugin)
    tokens = markdown.parse(Path(path).read_text(encoding="utf-8"))
    found = []
    for here, after in zip(tokens, [*tokens[1:], None], strict=True):
        if here.level:
            continue
        line = here.map[0] + 1 if here.map else 0
        if here.type in ("fence", "colon_fence"):
            match = re.match(r"\{([\w-]+)\}\s*(.*)", here.info.strip())
            if match:
                options, inside = _options(here.content)
                found.append(Part(match[1], line, match[2].strip(), options, inside))
        elif here.type == "heading_open":
            found.append(Part("heading", line, after.content, level=int(here.tag[1])))
        elif here.type == "table_open":
            found.append(Part("table", line))
        elif here.type == "paragraph_open":
            found.append(Part("text", line, body=after.content))
    for part in found:
        part.page, part.place = Path(path), number * 10**6 + part.line
    return found


def pieces(text):
    """Split MyST at its outer directives.

    Parameters
    ----------
    text : str
        Without front matter.

    Returns
    -------
    list of (str or Part)
        In their order.  Other fences than directives stay within the texts.

    Examples
    --------
    >>> [piece if isinstance(piece, str) else piece.body for piece in pieces("One.\\n```{math}\\n1\\n```\\nTwo.")]
    ['One.', '1', 'Two.']
    """
    found, plain, lines, at = [], [], text.split("\n"), 0
    while at < len(lines):
        opened = _OPEN.match(lines[at])
        if not opened:
            plain.append(lines[at])
            at += 1
            continue
        fence = opened[1]
        close = re.compile(rf"^{fence[0]}{{{len(fence)},}}[ \t]*$")
        end = next((number for number in range(at + 1, len(lines)) if close.match(lines[number])), len(lines))
        if opened[2]:
            found += ["\n".join(plain)] if plain else []
            options, inside = _options("\n".join(lines[at + 1:end]))
            found.append(Part(opened[2], at + 1, opened[3].strip(), options, inside))
            plain = []
        else:
            plain += lines[at:end + 1]
        at = end + 1
    return found + (["\n".join(plain)] if plain else [])


def words(text):
    """Count the words that a page brings to its reader: prose, code, formulas, and all that a question can say.

    Parameters
    ----------
    text : str
        Its source.

    Returns
    -------
    int
        What is set apart by spaces and has a letter or a figure; labels, options of directives, comments and front matter
        do not count, nor what directives add of their own.

    Examples
    --------
    >>> words("(a-label)=\\n## Two words\\n\\n```{quiz} an-id\\n:stage: check\\nquestion: Three more words?\\n```")
    5
    """
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    return sum(_words(piece) if isinstance(piece, str) else _words_of(piece) for piece in pieces(text))


def _words(text):
    text = re.sub(r"^\([\w-]+\)=[ \t]*$|^%.*$|^[`~:]{3,}\w*$|<!--[\s\S]*?-->", "", text, flags=re.M)
    text = re.sub(r"\{[\w:-]+\}`([^`<]*)(<[^`]*>)?`", r"\1", text)
    return sum(bool(re.search(r"\w", word)) for word in text.split())


def _words_of(part):
    if part.kind in _QUESTIONS:
        try:
            return _leaves(body.read(part.body))
        except body.BodyError:
            return _words(part.body)            # the build itself reports it
    title = part.argument if " " in part.argument else ""
    return _words(title) + (_words(part.body) if part.kind == "code-cell" else words(part.body))


def _leaves(data):
    if isinstance(data, dict):
        return sum(_leaves(value) for key, value in data.items() if key not in _UNSEEN)
    if isinstance(data, list):
        return sum(map(_leaves, data))
    return _words(data or "")


def _options(content):
    options, lines = {}, content.split("\n")
    while lines and (match := re.match(r":([\w-]+):\s*(.*)$", lines[0])):
        options[match[1]] = match[2].strip()
        lines.pop(0)
    return options, "\n".join(lines)


def split_ids(text):
    """Split "M03, M04" into its IDs.

    Parameters
    ----------
    text : str or None

    Returns
    -------
    list of str
    """
    return [item for item in re.split(r"[,\s]+", text or "") if item]


def widget_of(cell):
    """Return the name of the widget that a code cell shows, or None.

    Parameters
    ----------
    cell : str
        The cell's code; its last expression counts.

    Returns
    -------
    str or None

    Examples
    --------
    >>> widget_of("import qedu\\nqedu.widgets.polariser_bench()")
    'polariser-bench'
    >>> widget_of("1 + 1") is None
    True
    """
    try:
        last = ast.parse(re.sub(r"^[%!].*$", "", cell, flags=re.MULTILINE)).body[-1:]
    except SyntaxError:
        return None
    call = last[0].value if last and isinstance(last[0], ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return None
    owner = call.func.value
    if getattr(owner, "attr", getattr(owner, "id", "")) != "widgets":
        return None
    if call.func.attr == "load":
        return call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
    return call.func.attr.replace("_", "-")
