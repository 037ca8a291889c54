"""The misconception catalogue, read by the directives and by the exercise checks."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from qedu import _yaml

__all__ = ["Misconception", "get", "load"]

_FOLDER = Path(__file__).parent


class Misconception(NamedTuple):
    """One entry of the catalogue.

    Attributes
    ----------
    id : str
        ``"M01"``, ``"M02"`` and so on.
    claim : str
        What learners say, in their words; one sentence, plain text.
    refutation : str
        The core of the correct model; two to four sentences, plain text.
    chapters : tuple of str
        The chapters that treat it, in reading order, such as ``("C02", "C06")``.
    """

    id: str
    claim: str
    refutation: str
    chapters: tuple[str, ...]


@cache
def load() -> dict[str, Misconception]:
    """Read the catalogue.

    Returns
    -------
    dict of str to Misconception
        All entries by ID, in order.

    Examples
    --------
    >>> catalogue = load()
    >>> catalogue["M14"].claim
    'A QBER of 25 % is the alarm level.'
    """
    raw = _yaml.parse((_FOLDER / "misconceptions.yaml").read_text(encoding="utf-8"))
    return {key: Misconception(key, entry["claim"], entry["refutation"], tuple(entry["chapters"]))
            for key, entry in raw.items()}


def get(identifier: str) -> Misconception:
    """Look up one misconception.

    Parameters
    ----------
    identifier : str
        Such as ``"M03"``.

    Returns
    -------
    Misconception

    Raises
    ------
    ValueError
        If the catalogue has no such ID.

    Examples
    --------
    >>> get("M06").chapters
    ('C04',)
    """
    catalogue = load()
    if identifier not in catalogue:
        raise ValueError(f"identifier must be an ID of the misconception catalogue, "
                         f"{min(catalogue)} to {max(catalogue)}; got {identifier!r}")
    return catalogue[identifier]
