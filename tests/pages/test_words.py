"""What stands on every page of the built site, read without a browser.

All that reads a page so is here, and its tests run one after the other: a page is parsed once.
"""

import functools
import re
from xml.etree import ElementTree

from bs4 import BeautifulSoup

from .conftest import html, soup

#: Numbers of chapters, objectives and misconceptions.
OURS = re.compile(r"\b(?:C\d\d[Bb]?(?:\.\d)?|M\d\d)\b")
CALL = re.compile(r"(?:import qedu\n)?(?:qedu\.)?widgets\.\w+\(\)")
#: How many children these elements of MathML have.
CHILDREN = {"msub": 2, "msup": 2, "mover": 2, "munder": 2, "mfrac": 2, "mroot": 2, "msubsup": 3, "munderover": 3}
#: What is shown as it stands: braces are no gaps there.
AS_IT_STANDS = re.compile(r"<(script|pre|code|annotation|style)\b.*?</\1>", re.S)


@functools.lru_cache(4)
def text_of(name):
    return html(name).read_text(encoding="utf-8")


def shown(part):
    """The texts of a part of a page but for programs and formulas."""
    for child in part.children:
        if isinstance(child, str):
            yield child
        elif child.name not in ("pre", "code", "script", "style") and not {"math", "MathJax"}.intersection(child.get("class", ())):
            yield from shown(child)


def test_what_is_shown_is_told_from_programs_and_formulas():
    page = BeautifulSoup("<p>See <b>M07</b> <code>C01</code><span class='a math'>C02 <i>C03</i></span></p><pre><i>C04</i></pre>", "html.parser")
    assert OURS.findall(" ".join(shown(page))) == ["M07"]


def test_no_template_is_shown_or_read_aloud(name):
    plain = AS_IT_STANDS.sub("", text_of(name))
    assert re.findall(r".{30}\{[\w.@]+(?::\w+)?\}.{10}", plain) == []
    assert re.findall(r'\b(?:aria-label|title|alt|min|max|step|value)="(?:[^"]*\b(?:undefined|NaN)\b[^"]*|[^"]*\[object [^"]*)"', plain) == []


def test_what_a_page_says_of_itself_has_no_tex_and_no_half_source(name):
    said = re.findall(r'<meta (?:name|property)="[\w:]*description" content="([^"]*)"', text_of(name))
    assert said and not [words for words in said if "\\" in words or words.count("[") != words.count("]")]


def test_no_id_of_ours_and_no_bare_call_is_shown(name):
    """Readers see titles; how a simulation is called is of interest to those who write, and stands in the notebook."""
    page = soup(name)
    assert not [pre.get_text() for pre in page.select(".cell_input pre") if CALL.fullmatch(pre.get_text().strip())]
    if name.startswith("chapters/back/"):                  # whoever writes or teaches works with them
        return
    assert OURS.findall(" ".join(shown(page))) == []


def test_tables_have_one_line_of_names(name):
    assert not [str(head)[:200] for head in soup(name).select("table.dataframe > thead") if len(head.select("tr")) > 1]
    # And a power of ten is written, not printed: 1.5·10⁻⁴, and not 1.5e-04.
    assert not [cell.text for cell in soup(name).select("table.dataframe td") if re.fullmatch(r"[\d.]+e[+-]?\d+", cell.text.strip())]


def test_formulas_are_valid_mathml(name):
    wrong = []
    for formula in set(re.findall(r"<math\b.*?</math>", text_of(name), flags=re.S)):
        for element in ElementTree.fromstring(formula).iter():
            tag = element.tag.rpartition("}")[2]
            if tag in CHILDREN and len(element) != CHILDREN[tag]:
                wrong.append((tag, len(element), re.search(r"<annotation[^>]*>(.*?)</annotation>", formula, flags=re.S)[1]))
    assert wrong == []


def test_a_percentage_in_a_table_has_its_space(name):
    assert [cell.get_text() for cell in soup(name).select("td, th") if re.search(r"\d%", cell.get_text())] == []


def test_no_number_of_an_equation_has_two_brackets(name):
    """An equation is cited with its brackets: "by (2.10)", and not "(by ((2.10))"."""
    assert re.findall(r"\(\(\d+\w?\.\d+\)\)", soup(name).get_text()) == []
    assert re.findall(r"\(\(\d+\w?\.\d+\)\)", "by ((3B.10))")


def test_page_says_without_javascript_what_it_has_to_say(name):
    page = soup(name)
    assert len(page.get_text()) > 200
    assert all(quiz.select("details") for quiz in page.select(".qedu-quiz")), "answers without JavaScript"


def test_page_prints_no_traceback(name):
    text = text_of(name)
    assert not re.search(r"Traceback \(most recent call last\)|<span class=\"gt\">", text)
