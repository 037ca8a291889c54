"""Where the book and its sources are on the network: what ``_config.yml`` says, and nothing as long as it says nothing."""

from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["site", "repository", "page"]


def site() -> str:
    """Return the address of the book's site.

    Returns
    -------
    str
        Ends in a slash; empty if ``html: baseurl`` in ``_config.yml`` is empty.

    Raises
    ------
    ValueError
        If it is no address of the web.
    """
    address = (_configuration().get("html") or {}).get("baseurl") or ""
    if address and not address.startswith(("https://", "http://")):
        raise ValueError(f"html: baseurl: {address!r} in _config.yml is not allowed: it begins with https:// or is empty")
    return address.rstrip("/") + "/" if address else ""


def repository() -> str:
    """Return the address of the repository, where mistakes are reported.

    Returns
    -------
    str
        Empty if ``repository: url`` in ``_config.yml`` is empty.
    """
    return (_configuration().get("repository") or {}).get("url") or ""


def page(name: str, label: str = "") -> str:
    """Return the address of a page of the book, or of a section.

    Parameters
    ----------
    name : str
        The page's source without its ending, as in ``_toc.yml``.
    label : str, optional
        Of the section.

    Returns
    -------
    str
        Empty if the book has no address.

    Examples
    --------
    >>> page("chapters/2-keys/bb84", "bb84-sift").removeprefix(site())
    ''
    """
    return f"{site()}{name}.html" + (f"#{label}" if label else "") if site() else ""


@cache
def _configuration() -> dict[str, Any]:
    import yaml

    package = Path(__file__).resolve().parent
    for path in (package / "_config.yml", package.parents[1] / "_config.yml"):      # in the wheel, in the repository
        if path.is_file():
            return yaml.safe_load(path.read_text(encoding="utf-8"))
    return {}
