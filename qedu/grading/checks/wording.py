"""The words that all exercise sets have in common, in ``general.yaml``, and how their gaps are filled."""

import re
from functools import cache
from pathlib import Path

from qedu import _yaml

__all__ = ["fill", "general", "gaps"]

#: A place in a message that is filled with a detail.
_GAP = re.compile(r"\{(\w+)\}")


@cache
def general():
    """Read the words; it is done once.

    Returns
    -------
    dict
        What is in ``general.yaml``.
    """
    return _yaml.parse((Path(__file__).parent / "general.yaml").read_text(encoding="utf-8"))


def fill(template, /, **values):
    """Fill {name} places, each once; other curly brackets, as in TeX or in a student's text, stay.

    Parameters
    ----------
    template : str
    **values
        What is not given stays as it stands.

    Returns
    -------
    str

    Examples
    --------
    >>> fill("{name} is {{not}} {kind}", name="{kind}")
    '{kind} is {{not}} {kind}'
    """
    return _GAP.sub(lambda gap: str(values.get(gap[1], gap[0])), template)


def gaps(template):
    """Return the names of the places that are to be filled.

    Parameters
    ----------
    template : str

    Returns
    -------
    set of str
    """
    return set(_GAP.findall(template))
