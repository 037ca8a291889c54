"""Read the YAML body of a directive, keeping the line of every text for messages."""

import yaml


class BodyError(ValueError):
    """A directive cannot be used; `line` counts from 0 at its body's first line, None is the directive's own."""

    def __init__(self, message, line=0):
        super().__init__(message)
        self.line = line


class Text(str):
    """A string that knows the line of the body it starts on."""

    line = 0


class Mapping(dict):
    """A mapping that knows the line of the body it starts on."""

    line = 0


class _Loader(yaml.BaseLoader):
    """YAML in which every scalar is text, so that ``No`` and ``0.5`` stay what the author wrote."""


def _text(loader, node):
    text = Text(node.value)
    text.line = node.start_mark.line + (1 if node.style in ("|", ">") else 0)
    return text


def _mapping(loader, node):
    mapping = Mapping()
    mapping.line = node.start_mark.line
    yield mapping
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node)
        if key in mapping:
            raise BodyError(f"'{key}' is given twice", key_node.start_mark.line)
        mapping[key] = loader.construct_object(value_node, deep=True)


_Loader.add_constructor("tag:yaml.org,2002:str", _text)
_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read(source):
    """Parse a body.

    Parameters
    ----------
    source : str
        YAML.

    Returns
    -------
    Mapping, list or Text
        Every scalar is a `Text`, every mapping a `Mapping`; both have ``.line``.

    Raises
    ------
    BodyError
        If the text is not YAML or gives a key twice.

    Examples
    --------
    >>> data = read("question: Is it 0.5?\\noptions:\\n  - No")
    >>> data["options"][0], data["options"][0].line
    ('No', 2)
    """
    try:
        return yaml.load(source, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        raise BodyError(f"the body is not YAML: {problem}. Put a text that holds ': ' or ' #', or starts with a "
                        "special character, between single quotes", mark.line if mark else 0) from None


def want(data, line, what, required, optional=()):
    """Check that ``data`` is a mapping with these keys and no other.

    Parameters
    ----------
    data : object
        What `read` returned, or a part of it.
    line : int
        The line to name if ``data`` is no mapping.
    what : str
        What it is, for the message: ``"an option"``.
    required, optional : sequence of str
        The keys that must and that may be there.

    Returns
    -------
    Mapping
        ``data`` itself.

    Raises
    ------
    BodyError
        If it is something else.
    """
    wanted = ", ".join([f"'{key}:'" for key in required] + [f"'{key}:' (optional)" for key in optional])
    if not isinstance(data, Mapping):
        raise BodyError(f"{what} must be a mapping with {wanted}", getattr(data, "line", line))
    for key in required:
        if not data.get(key):
            raise BodyError(f"{what} has no '{key}:'", data.line)
    for key in data:
        if key not in (*required, *optional):
            raise BodyError(f"{what} has an unknown key '{key}:'; it may have {wanted}", data.line)
    return data


def want_list(data, line, what, least=1):
    """Check that ``data`` is a list of at least ``least`` items and return it.

    Raises
    ------
    BodyError
        If it is not; the arguments are as in `want`.
    """
    if not isinstance(data, list) or len(data) < least:
        raise BodyError(f"{what} must be a list of at least {least}", getattr(data, "line", line))
    return data
