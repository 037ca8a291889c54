"""Scripts without what only their readers need: every page carries them."""

import re

__all__ = ["shorten"]

_PIECE = re.compile(r"""(?P<blank>[ ]+)|(?P<comment>//[^\n]*|/\*.*?\*/)|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[\w$]+|.""", re.S)
#: A slash after one of these begins a regular expression, after anything else it divides.
_BEFORE = re.compile(r"(?:[(,=:\[!&|?{};>]|\breturn)\s*$")
_REGULAR = re.compile(r"/(?![/*])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\[\n])+/[a-z]*")
_WRITTEN = re.compile(r"(?:\\.|\$(?!\{)|[^`\\$])*", re.S)


def shorten(script: str) -> str:
    """JavaScript without comments, without blanks that part nothing, and without empty lines.

    Lines stay lines, so that where a statement ends is not touched; nor is anything within quotes.

    Parameters
    ----------
    script : str

    Returns
    -------
    str

    Examples
    --------
    >>> shorten("const a = b + +c;    // why\\n\\n  return `${ a } b`;")
    'const a=b+ +c;\\nreturn `${a} b`;'
    """
    out, at, inside = [""], 0, []                             # inside: open braces of each template that we are in
    while at < len(script):
        last = out[-1][-1:]
        if script[at] == "/" and _BEFORE.search("".join(out[-4:])) and (found := _REGULAR.match(script, at)):
            out.append(found[0])
        elif script[at] == "`" or inside and script[at] == "}" and inside[-1] == 0:
            if script[at] == "}":
                inside.pop()
            found = _WRITTEN.match(script, at + 1)
            out.append(script[at] + found[0])
            if script[found.end()] == "$":
                inside.append(0)
                out.append("${")
            else:
                out.append("`")
            at = found.end() + len(out[-1])
            continue
        else:
            found = _PIECE.match(script, at)
            if inside and found[0] in "{}":
                inside[-1] += 1 if found[0] == "{" else -1
            if found["blank"]:
                follows = script[found.end():found.end() + 1]
                if re.fullmatch(r"[\w$]{2}|\+\+|--", last + follows):
                    out.append(" ")
            elif not found["comment"] and (found[0] != "\n" or last not in ("", "\n")):
                out.append(found[0])
        at = found.end()
    return "".join(out)
