"""What stays together on a line, and how a line of code goes on where it is broken."""

import re
from types import SimpleNamespace

import pytest
from docutils import nodes

from qedu.book import quiet


@pytest.mark.parametrize("text, kept", [
    ("25 % of 10 km, and 3 mice", ["25 %", "10 km"]), ("at ε = 10⁻¹⁰, or p = 0.1", ["ε = 10⁻¹⁰", "p = 0.1"]), ("a 2 × 2 array", ["2 × 2"]),
    ("keys 0 1 1 0 and 0 1 0 1, with", ["0 1 1 0", "0 1 0 1"]), ("bits 0 or 1", []), ("from 0 1 2 3", []), ("the rate = 3", []),
    ("0 1 1 0 1 0 0 1 1 1 0 1", [])])           # twelve bits would be wider than some phones allow
def test_spaces_that_do_not_break(text, kept):
    done = quiet.with_units(text)
    assert done.replace("\u00a0", " ") == text
    assert re.findall(r"[^ ,]+\u00a0[^ ,]+", done) == [part.replace(" ", "\u00a0") for part in kept]


@pytest.mark.parametrize("behind, tied", [("-photon pulses", "-photon"), (", which", ","), ("-fold.", "-fold."), (" of them", None), (" J, so", " J,"), (" seconds", None),
                                          (" mice", None), (" %.", " %.")])
def test_a_formula_is_tied_to_what_is_written_on_to_it(behind, tied):
    paragraph = nodes.paragraph("", "", nodes.Text("the share of "), nodes.math("", "n"), nodes.Text(behind))
    quiet.keep_stops(SimpleNamespace(builder=SimpleNamespace(format="html")), paragraph, "page")
    assert [kept.astext() for kept in paragraph.findall(nodes.inline)] == ([f"n{tied}".replace(" ", "\u00a0")] if tied else [])
    assert paragraph.astext().replace("\u00a0", " ") == f"the share of n{behind}"


def test_a_name_of_capitals_and_numbers_is_not_torn():
    words = "Whether ML-KEM holds, memorandum M-26-15, RSA-2048 and TR-02102-1; the X-Z plane, QKD-only, a pre-shared key, BB84"
    paragraph = nodes.paragraph("", "", nodes.Text(words), nodes.literal("", "ML-DSA"))
    quiet.keep_names(SimpleNamespace(builder=SimpleNamespace(format="html")), paragraph, "page")
    assert [kept.astext() for kept in paragraph.findall(nodes.inline)] == ["ML-KEM", "M-26-15", "RSA-2048", "TR-02102-1"]
    assert paragraph.astext() == words + "ML-DSA"


def test_powers_of_ten_in_a_table_are_written():
    table = '<table class="dataframe"><tbody><tr><td>1.5e-04</td><td>2e+10</td><td>0.5</td><td>e-04</td></tr></tbody></table>'
    page = nodes.section("", nodes.raw("", table, format="html"))
    quiet.one_head(SimpleNamespace(builder=SimpleNamespace(format="html")), page, "page")
    assert re.findall(r"<td>(.*?)</td>", page.astext()) == ["1.5·10⁻⁴", "2·10¹⁰", "0.5", "e-04"]


def test_a_number_in_a_table_keeps_its_short_unit():
    table = '<table class="dataframe" title="5 %"><tbody><tr><th>15 % of them</th><td>30 EUR</td><td>100 years</td></tr></tbody></table>'
    page = nodes.section("", nodes.raw("", table, format="html"))
    quiet.one_head(SimpleNamespace(builder=SimpleNamespace(format="html")), page, "page")
    assert page.astext() == table.replace(">15 ", ">15\u00a0").replace("30 ", "30\u00a0")


def test_names_of_columns_stand_above_their_entries():
    """The style that pandas brings would put them on the right, and stand behind that of the site."""
    import pandas as pd

    printed = pd.DataFrame({"covers": ["a long text"]}, index=["a place"])._repr_html_()
    assert "text-align: right" in re.search(r"<style scoped>(.*?)</style>", printed, flags=re.S)[1]
    page = nodes.section("", nodes.raw("", printed, format="html"))
    quiet.one_head(SimpleNamespace(builder=SimpleNamespace(format="html")), page, "page")
    assert "<style" not in page.astext() and re.findall(r"<t[hd]>([^<]+)</t", page.astext()) == ["covers", "a place", "a long text"]


def test_each_line_of_code_knows_its_indentation_and_no_sign_is_lost():
    code = "<span class=\"k\">def</span> f(x):\n\n    <span class=\"k\">return</span> (x\n                    + 1)"
    body = f'<p>1</p><div class="highlight"><pre><span></span>{code}\n</pre></div><pre>\n  as it is\n</pre>'
    done = quiet.with_lines(body)
    assert re.sub(r"<[^>]*>", "", done) == re.sub(r"<[^>]*>", "", body)
    assert re.findall(r'<span class="line"(?: style="--in:(\d+)")?>', done) == ["", "", "4", "8"], "of deep ones no more than 8"
    assert re.findall(r'<span class="in">( +)</span>', done) == [" " * 4, " " * 20] and done.count("<span") == done.count("</span>")
    called = quiet.with_lines('<div class="highlight"><pre>f<span class="p">(</span>x<span class="p">)</span> <span class="p">[</span>\n</pre>')
    assert called.count("<wbr>") == 1 and '<span class="p">(</span><wbr>x' in called, "behind a bracket, but not at the end of a line"
    named = quiet.with_lines('<div class="highlight"><pre><span class="kn">from</span> <span class="nn">a.b</span>\n</pre>')
    assert "a.<wbr>b" in named, "within the name of a module"
    assert done.endswith("<pre>\n  as it is\n</pre>")


def test_texts_of_a_document_are_gone_through_in_one_place():
    """Titles of chapters and spaces that do not break go through the same texts; what is derived from code is code."""
    from pathlib import Path

    from qedu.book.nodes import texts

    class listing(nodes.literal_block):
        pass

    tree = nodes.section("", nodes.paragraph("", "", nodes.Text("10 km "), nodes.literal("", "20 km")), listing("", "30 km"))
    assert list(texts(tree, ("literal", "literal_block"))) == ["10 km "] and list(texts(tree, ())) == ["10 km ", "20 km", "30 km"]
    quiet.keep_units(SimpleNamespace(builder=SimpleNamespace(format="html")), tree, "page")
    assert tree.astext().replace("\n\n", "|") == "10\u00a0km 20 km|30 km"
    assert [path.name for path in sorted(Path("qedu/book").rglob("*.py")) if "findall(nodes.Text)" in path.read_text(encoding="utf-8")] == ["nodes.py"]
