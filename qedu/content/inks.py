"""What a style sheet says of the parts of drawings, as attributes that the parts can carry themselves.

An exported notebook, an e-book and a picture in a file of its own know no style sheet of ours, and most of them no variables.
"""

import re
from collections.abc import Callable, Collection, Sequence

__all__ = ["attributes", "rules"]

#: What of a style sheet can stand as an attribute.
PAINT = frozenset(("fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin",
                   "font-size", "font-weight", "text-anchor"))

#: A tag or "", the classes that a part must have, and its attributes.
Rule = tuple[str, frozenset[str], dict[str, str]]


def _without_at_rules(css: str) -> str:
    """A style sheet without what holds only for a medium or a width, and without its comments."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    while found := re.search(r"@[\w-]+[^{};]*\{", css):
        end, depth = found.end(), 1
        while depth and end < len(css):
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        css = css[:found.start()] + css[end:]
    return css


def _listed(found: re.Match[str]) -> str:
    """What stands in ":is(…)", one after the other."""
    return str(found[1]).replace(" ", "")


def rules(css: str, value: Callable[[str], str]) -> list[Rule]:
    """Rules of a style sheet for a part of a drawing by its tag or classes, those that win last.

    Parameters
    ----------
    css : str
        Selectors such as ``.q-fill``, ``text.q-small`` or ``.qedu-widget svg text``; all others are left out.
    value : callable
        What a value of the sheet becomes, a variable its colour.

    Returns
    -------
    list of (str, frozenset of str, dict of str to str)
        Tag or "", classes, attributes without "px".

    Examples
    --------
    >>> rules("text.q-a { fill: red; } .q-b { font: 650 13px serif; margin: 0; } p > .q-c { fill: red; }", str)
    [('text', frozenset({'q-a'}), {'fill': 'red'}), ('', frozenset({'q-b'}), {'font-weight': '650', 'font-size': '13'})]
    """
    found = []
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", _without_at_rules(css)):
        declared = dict(re.findall(r"([\w-]+): ([^;]+)", body))
        # A seam around letters lies under them by an order of painting that attributes cannot give.
        if "paint-order" in declared:
            continue
        if short := re.match(r"(\d+) (\d+)px", declared.get("font", "")):
            declared["font-weight"], declared["font-size"] = short.groups()
        painted = {key: value(one.strip()).removesuffix("px") for key, one in declared.items() if key in PAINT}
        for selector in re.sub(r":is\(([^)]*)\)", _listed, selectors).split(","):
            selector = re.sub(r"^(?:\.qedu-widget )?(?:svg )?", "", selector.strip())
            simple = re.fullmatch(r"(\w*)((?:\.q-[\w-]+)*)", selector)
            if painted and simple and (simple[2] or simple[1] == "text"):
                found.append((simple[1], frozenset(simple[2].split(".")[1:]), painted))
    return sorted(found, key=lambda rule: len(rule[1]))


def attributes(found: Sequence[Rule], tag: str, names: Collection[str]) -> dict[str, str]:
    """What the rules give to one part.

    Parameters
    ----------
    found : list
        From `rules`.
    tag : str
    names : collection of str
        Its classes.

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> attributes(rules(".q-a { fill: red; } text.q-a { fill: blue; }", str), "text", ["q-a"])
    {'fill': 'blue'}
    """
    painted: dict[str, str] = {}
    has = set(names)
    for wanted, needed, given in found:
        if wanted in ("", tag) and needed <= has:
            painted.update(given)
    return painted
