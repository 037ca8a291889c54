"""The index of the field's words, by which a search finds sections whose titles are plain."""

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from qedu._node import node
from qedu.book import finding
from qedu.content.chapters import lesson
from scripts import chapters

ROOT = Path(__file__).parents[2]
INDEX = yaml.safe_load((ROOT / "qedu" / "content" / "index.yaml").read_text(encoding="utf-8"))
LESSONS = [page for page in chapters.book() if not page.endswith("/practice") and lesson(ROOT / f"{page}.md")]


def test_every_lesson_has_words_of_the_field_and_no_page_is_unknown():
    assert len(LESSONS) > 40
    assert set(LESSONS) - set(INDEX) == set(), "lessons without an entry in qedu/content/index.yaml"
    assert set(INDEX) - set(chapters.book()) == set(), "pages that the book does not have"


@pytest.mark.parametrize("page", INDEX)
def test_the_sections_are_there_and_words_are_words(page):
    titles = re.findall(r"^#+ (.+?)\s*$", (ROOT / f"{page}.md").read_text(encoding="utf-8"), re.M)
    assert finding.known_as(page, [title.replace("'", "\u2019") for title in titles])
    for words in INDEX[page].values():
        assert isinstance(words, str) and all(1 < len(one.strip()) < 60 for one in words.split(","))


def test_formulas_are_words_that_a_reader_knows():
    """They are shown in the sentence that is found."""
    from docutils import nodes

    paragraph = nodes.paragraph("", "", nodes.Text("A state "), nodes.math("", r"\ket{\Phi^+}"), nodes.Text(", and S = "), nodes.math("", r"2.42 \pm 0.20"))
    assert finding.words_of(nodes.section("", paragraph)) == "A state |Φ⁺⟩, and S = 2.42 ± 0.20"


def test_a_section_that_has_another_title_now_is_named():
    page = "chapters/2-keys/secret-key/who-is-speaking"
    with pytest.raises(ValueError, match=f"{page} has no section '.+'. If it has another title now, write that one"):
        finding.known_as(page, ["Who is speaking?"])
    assert finding.known_as("chapters/of/another-book", ["A section"]) == {}


def test_words_are_parted_in_one_way_for_the_index_the_sentence_and_its_marks():
    """The page's own functions, called in Node: a sentence is chosen by the words that are asked for, and little words count nowhere."""
    source = Path("qedu/book/site/static/search.js").read_text(encoding="utf-8")
    assert source.count(r"\p{L}") == 1, "what a word is, is said once"
    opened = source.rstrip().removesuffix("})();") + "globalThis.found = { split, sentence, pieces };\n})();"
    program = f"globalThis.document = {{ addEventListener() {{}} }};\n{opened}\n" + """
        const text = "It must be. The bees hide decoys. Alice sifts.";
        process.stdout.write(JSON.stringify([found.split("What is the sifting of decoys?"), found.sentence(text, found.split("bees")),
            found.sentence(text, found.split("is sifting")), found.pieces("Bob's key.").filter((_, i) => i % 2)]));"""
    done = subprocess.run([node(), "-"], input=program.encode(), capture_output=True, check=True)
    assert json.loads(done.stdout) == [["sift", "decoy"], "The bees hide decoys.", "Alice sifts.", ["Bob's", "key"]]
