"""The parts of a chapter, read from its source."""

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Part", "parts", "split_ids", "widget_of"]


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
    """

    kind: str
    line: int
    argument: str = ""
    options: dict = field(default_factory=dict)
    body: str = ""
    level: int = 0


def parts(path):
    """List the parts of a chapter in reading order.

    Parameters
    ----------
    path : str or pathlib.Path

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
                options, body = _options(here.content)
                found.append(Part(match[1], line, match[2].strip(), options, body))
        elif here.type == "heading_open":
            found.append(Part("heading", line, after.content, level=int(here.tag[1])))
        elif here.type == "table_open":
            found.append(Part("table", line))
        elif here.type == "paragraph_open":
            found.append(Part("text", line, body=after.content))
    return found


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
