"""Where the book is: one place says it, feedback follows, and nobody is told to take qedu from a package index."""

import re
from pathlib import Path

import pytest
import yaml

from qedu.content import address
from qedu.grading import examine
from qedu.grading.exercise import load

ROOT = Path(__file__).parents[2]


def feedback():
    return examine("c06-sift", lambda alice_bits, alice_bases, bob_bits, bob_bases: 1).see_section


def test_without_an_address_feedback_names_chapter_and_section(monkeypatch):
    monkeypatch.setattr(address, "current", address.Address)
    assert address.site() == address.repository() == address.page("chapters/2-keys/bb84") == ""
    assert feedback() == "chapter “BB84”, section “Sift”"


@pytest.mark.parametrize("written", ["https://example.org/book", "https://example.org/book/"])
def test_with_an_address_feedback_links_to_the_section(monkeypatch, written):
    there = address.configured({"html": {"baseurl": written}, "repository": {"url": "https://x.org"}})
    monkeypatch.setattr(address, "current", lambda: there)
    assert address.site() == "https://example.org/book/" and address.repository() == "https://x.org"
    page = load("c06").meta["pages"]["bb84-sift"]
    assert page.startswith("chapters/2-keys/bb84")
    assert feedback() == f"chapter “BB84”, section “Sift”, https://example.org/book/{page}.html#bb84-sift"


def test_what_is_no_address_is_refused():
    with pytest.raises(ValueError, match="'example.org' in _config.yml is not allowed"):
        address.configured({"html": {"baseurl": "example.org"}})


def test_the_addresses_stand_in_the_configuration():
    configuration = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    assert "baseurl" in configuration["html"] and "url" in configuration["repository"]
    assert address.current() == address.configured(configuration)


def test_nobody_is_told_to_install_a_bare_name():
    """Whoever registers the name qedu on the index would run code on the reader's machine."""
    bare = re.compile(r"pip3? install (-{1,2}\S+ )*[`'\"]?qedu(==[^\s`'\"]*)?(\[[\w,]*\])?([\s`'\",;.]|\\n|$)")
    assert bare.search("pip install -q qedu==0.1.0") and bare.search("`pip install qedu`")
    assert not bare.search("pip install /qedu-0.1.0-py3-none-any.whl") and not bare.search("pip install qedu-….whl")
    kinds = {".md", ".py", ".ipynb", ".yaml", ".yml", ".toml", ".json", ".in", ".cff"}
    files = [path for folder in ("chapters", "exercises", "qedu", "scripts", "tests") for path in (ROOT / folder).rglob("*")]
    files = [path for path in (*files, *ROOT.iterdir()) if path.suffix in kinds and path != Path(__file__)]
    found = [str(path) for path in files if bare.search(path.read_text(encoding="utf-8"))]
    assert files and found == []


def test_citation_and_changelog_agree_on_what_is_released():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    released = re.search(rf"^## \[{re.escape(citation['version'])}\] - (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert str(citation.get("date-released", "")) == (released[1] if released else "")
