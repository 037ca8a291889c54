"""The sections of an exercise set may lie on several pages of a chapter."""

import pytest

from qedu.content import address, sets

SET = """title: Filters
section: filters
page: chapters/filters/index
sections:
  filters: Filters
  one-filter: {filters-one: "How much passes one filter?"}
  three-filters:
    filters-three: What does a third filter do?
exercises: [pass]
"""
WORDS = """title: Pass
objectives: [C02.1]
cfqt: {I: B1, domains: [D1]}
difficulty: 1
minutes: 10
pool: practice
points: 1
"""


@pytest.fixture
def write(tmp_path):
    (tmp_path / "pass").mkdir()
    (tmp_path / "pass" / "words.yaml").write_text(WORDS, encoding="utf-8")

    def one(text):
        (tmp_path / "set.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return one


def test_a_label_leads_to_its_page(write, monkeypatch):
    meta = sets.read(write(SET))
    assert meta["sections"] == {"filters": "Filters", "filters-one": "How much passes one filter?",
                                "filters-three": "What does a third filter do?"}
    assert meta["pages"] == {"filters": "chapters/filters/index", "filters-one": "chapters/filters/one-filter",
                             "filters-three": "chapters/filters/three-filters"}
    monkeypatch.setattr(address, "current", lambda: address.Address("https://example.org/book"))
    assert address.page(meta["pages"]["filters-one"], "filters-one") == "https://example.org/book/chapters/filters/one-filter.html#filters-one"


def test_a_set_without_sections_has_none(write):
    meta = sets.read(write(SET.partition("sections:")[0] + "exercises: [pass]\n"))
    assert meta["sections"] == meta["pages"] == {}


@pytest.mark.parametrize("old, new", [
    ("  filters: Filters", "  filters: 3"), ("  one-filter: {filters-one:", "  one-filter: {filters:"), ("\"How much passes one filter?\"", "{b: c}")])
def test_what_is_no_title_or_stands_twice_is_refused(write, old, new):
    assert old in SET
    with pytest.raises(ValueError, match=r"set\.yaml: 'sections: .* must be the title of a section, each label once"):
        sets.read(write(SET.replace(old, new)))
