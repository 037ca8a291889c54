"""Sources: what stands in the text tells them apart, and each can be found."""

from pathlib import Path

import pytest
from pybtex.backends.plaintext import Backend
from pybtex.database import parse_file, parse_string

from qedu.book.citations import BibliographyStyle, ReferenceStyle

SOURCES = parse_file(str(Path(__file__).resolve().parents[2] / "references.bib")).entries
#: Neither the publisher's page nor a preprint could be checked.
WITHOUT_LINK = {"smolin2004", "holevo1973", "herbert1982"}


def in_text(entry):
    """What a citation prints before the year."""
    style = next(style for style in ReferenceStyle().styles if "p" in style.role_names())
    return style.person.author_or_editor_or_title(full=False).format_data({"entry": entry, "style": style}).render(Backend())


def in_full(entries):
    return [entry.text.render(Backend()) for entry in BibliographyStyle().format_entries(entries)]


def test_no_two_sources_read_the_same():
    labels = [(in_text(entry), entry.fields["year"]) for entry in SOURCES.values()]
    assert sorted({label for label in labels if labels.count(label) > 1}) == []


def test_every_source_has_a_link_and_no_list_of_authors_ends_in_a_person_called_others():
    assert {key for key, entry in SOURCES.items()
            if not {"doi", "url"} & set(entry.fields) and "arXiv:" not in entry.fields.get("note", "")} == WITHOUT_LINK
    # Only what has neither, a page of an agency say, is cited by its own address.
    assert all(entry.fields["url"].startswith("https://") and "doi" not in entry.fields for entry in SOURCES.values() if "url" in entry.fields)
    assert not [text for text in in_full(SOURCES.values()) if "others" in text]
    assert not [entry for entry in SOURCES.values() if "others" in in_text(entry)]


@pytest.mark.parametrize("authors, short, full", [
    ("Ada Lovelace", "Lovelace", "Ada Lovelace."),
    ("Ada Lovelace and Emmy Noether", "Lovelace and Noether", "Ada Lovelace and Emmy Noether."),
    ("Ada Lovelace and Emmy Noether and Lise Meitner", "Lovelace et al.", "Ada Lovelace, Emmy Noether, and Lise Meitner."),
    ("Ada Lovelace and others", "Lovelace et al.", "Ada Lovelace et al."),
    ("Ada Lovelace and Emmy Noether and others", "Lovelace et al.", "Ada Lovelace, Emmy Noether et al.")])
def test_names(authors, short, full):
    entry = parse_string(f"@article{{a, author = {{{authors}}}, title = {{T}}, journal = {{J}}, year = {{1843}}}}", "bibtex").entries["a"]
    assert in_text(entry) == short and in_full([entry])[0].startswith(full)


def test_a_reprint_is_cited_by_the_year_of_the_paper():
    assert (in_text(SOURCES["bennett1984"]), SOURCES["bennett1984"].fields["year"]) == ("Bennett and Brassard", "1984")
    assert "Reprinted in Theoretical Computer Science 560" in in_full([SOURCES["bennett1984"]])[0]
    assert in_text(SOURCES["bennett1992experimental"]) == "Bennett, Bessette et al."
