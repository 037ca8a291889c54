"""Where the book and its sources are on the network: what ``_config.yml`` says, and nothing as long as it says nothing."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from qedu import _yaml

__all__ = ["Address", "configured", "current", "of", "site", "repository", "page"]


@dataclass(frozen=True)
class Address:
    """Where a book and its sources are on the network; what is not known makes no address.

    Parameters
    ----------
    site : str
        Of the built pages, such as ``"https://example.org/book/"``; empty if they are nowhere.
    repository : str
        Of the sources, such as ``"https://github.com/someone/book"``; empty if they are nowhere.
    branch : str
        Of the repository.
    built : str
        Branch of the repository that holds the built site; empty if none does.

    Raises
    ------
    ValueError
        If one of the addresses is none of the web.

    Examples
    --------
    >>> book = Address("https://example.org/book", "https://github.com/someone/book")
    >>> book.page("chapters/index", "road")
    'https://example.org/book/chapters/index.html#road'
    >>> book.colab("exercises/c06/notebooks/c06.ipynb")
    'https://colab.research.google.com/github/someone/book/blob/main/exercises/c06/notebooks/c06.ipynb'
    """

    site: str = ""
    repository: str = ""
    branch: str = "main"
    built: str = ""

    def __post_init__(self) -> None:
        for name, field in (("site", "html: baseurl"), ("repository", "repository: url")):
            value = getattr(self, name)
            if value and not value.startswith(("https://", "http://")):
                raise ValueError(f"{field}: {value!r} in _config.yml is not allowed: it begins with https:// or is empty")
            object.__setattr__(self, name, value.rstrip("/") + ("/" if name == "site" else "") if value else "")

    def page(self, name: str, label: str = "") -> str:
        """Address of a page, or of a section of it; empty without a site."""
        return f"{self.site}{name}.html" + (f"#{label}" if label else "") if self.site else ""

    def source(self, path: str) -> str:
        """Address of a file of the sources; empty without a repository."""
        return f"{self.repository}/blob/{self.branch}/{quote(path)}" if self.repository else ""

    def report(self, title: str) -> str:
        """Address at which a mistake is reported, with the title of the page filled in; empty without a repository."""
        return f"{self.repository}/issues/new?title={quote(title + ': ')}" if self.repository else ""

    @property
    def _github(self) -> re.Match[str] | None:
        return re.fullmatch(r"https?://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?", self.repository)

    def colab(self, path: str, offered: str = "") -> str:
        """Address that opens a notebook of the repository in Colab; empty if the repository is not on GitHub.

        Colab has nothing but the notebook.  If the built site has an address and is in a branch, the copy that it offers is
        opened, which fetches qedu by itself.
        """
        branch, path = (self.built, offered) if self.built and self.site and offered else (self.branch, path)
        return (f"https://colab.research.google.com/github/{self._github[1]}/blob/{quote(branch)}/{quote(path)}"
                if self._github else "")

    def binder(self, path: str) -> str:
        """Address that opens a notebook of the repository on Binder; empty if the repository is not on GitHub."""
        return (f"https://mybinder.org/v2/gh/{self._github[1]}/{self.branch}?urlpath={quote('lab/tree/' + path, safe='')}"
                if self._github else "")


def configured(configuration: dict[str, Any]) -> Address:
    """Return the addresses that a configuration names.

    Parameters
    ----------
    configuration : dict
        As ``_config.yml`` holds it.

    Returns
    -------
    Address

    Raises
    ------
    ValueError
        If one of them is none of the web.
    """
    sources = configuration.get("repository") or {}
    return Address((configuration.get("html") or {}).get("baseurl") or "", sources.get("url") or "", sources.get("branch") or "main",
                   sources.get("built") or "")


@cache
def current() -> Address:
    """Return the addresses that ``_config.yml`` names.

    Returns
    -------
    Address

    Raises
    ------
    ValueError
        If one of them is none of the web.
    """
    package, read = Path(__file__).resolve().parent, {}
    for path in (package / "_config.yml", package.parents[1] / "_config.yml"):      # in the wheel, in the repository
        if path.is_file():
            read = _yaml.parse(path.read_text(encoding="utf-8"))
            break
    return configured(read)


def of(config: Any) -> Address:
    """Return the addresses of the book that is being built.

    Parameters
    ----------
    config : sphinx.config.Config
        Its ``qedu_address``, if given, stands for what ``_config.yml`` names.

    Returns
    -------
    Address
    """
    return Address(*config.qedu_address) if config.qedu_address else current()


def site() -> str:
    """Return the address of the book's site.

    Returns
    -------
    str
        Ends in a slash; empty if ``html: baseurl`` in ``_config.yml`` is empty.
    """
    return current().site


def repository() -> str:
    """Return the address of the repository, where mistakes are reported.

    Returns
    -------
    str
        Empty if ``repository: url`` in ``_config.yml`` is empty.
    """
    return current().repository


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
    return current().page(name, label)
