"""Chapters that are folders of lessons: the rules of their pages, tried on planted faults, and what their directives show."""

import re

import pytest

from qedu.book import manifest
from qedu.book.parts import words

CHAPTER = "chapters/filters"
INDEX, ONE, THREE, SPHERE, PRACTICE = (f"{CHAPTER}/{name}.md" for name in ("index", "one-filter", "three-filters", "on-a-sphere", "practice"))
CHECK = "```{quiz} check-%d\n:stage: check\n:objectives: C02.1\nquestion: Q?\noptions: []\n```\n"

# What is done to the chapter (file, old, new; `re:` before a pattern), what the check must say, and of which page.
BREAKS = {
    "a case of a few words": (INDEX, "re:On a winter.*?to light.", "Malus saw it.", "there is no real case before the objectives", INDEX),
    "no case": (INDEX, "re:On a winter.*?to light.", "", "there is no real case before the objectives", INDEX),
    "no objectives on the index": (INDEX, "```{objectives}\n```\n", "", "there is no {objectives} directive on the index page", INDEX),
    "no list of lessons": (INDEX, "```{lessons}\n```\n", "", "there is no list of lessons", INDEX),
    "list of lessons in a lesson": (ONE, "```{objectives}", "```{lessons}\n```\n\n```{objectives}",
                                    "'list of lessons' stands on a lesson. Put it on the index page", ONE),
    "pre-question in a lesson": (ONE, ":stage: check", ":stage: pre", "'pre-question' stands on a lesson. Put it on the index page", ONE),
    "end question in a lesson": (SPHERE, ":stage: check", ":stage: end", "'end-quiz question' stands on a lesson. Put it on the practice", SPHERE),
    "check on the practice page": (PRACTICE, "```{cards}", CHECK % 9 + "\n```{cards}", "'check question' stands on the practice page", PRACTICE),
    "cards in a lesson": (SPHERE, "```{misconception}", "```{cards}\n- {front: a, back: b}\n```\n\n```{misconception}",
                          "'cards' stands on a lesson. Put it on the practice page", SPHERE),
    "summary in a lesson": (SPHERE, "After {ref}", "## Summary\n\n| a |\n|---|\n\nAfter {ref}", "'Summary' stands on a lesson", SPHERE),
    "widget on the index": (INDEX, "```{lessons}", "```{code-cell} python3\nimport qedu\nqedu.widgets.polariser_bench()\n```\n\n```{lessons}",
                            "'widget cell' stands on the index page. Put it on a lesson", INDEX),
    "no check question": (SPHERE, "re:```{quiz} check-4.*?```\n", "", "the lesson has 0 check questions; one or two are wanted", SPHERE),
    "three check questions": (THREE, "```{misconception}", CHECK % 8 + "\n```{misconception}", "the lesson has 3 check questions", THREE),
    "two simulations": (THREE, "```{observe}", "```{code-cell} python3\nqedu.widgets.which_coin()\n```\n\n```{observe}",
                        "the lesson has 2 simulations; one at most is wanted", THREE),
    "prediction on another page": (THREE, "re:(```{prediction}.*?```\n)", "", "the widget 'polariser-bench' has no prediction before it", THREE),
    "observe missing": (THREE, "re:```{observe}.*?```\n", "", "is not followed by 'What did you see?'", THREE),
    "too many words": (SPHERE, "After {ref}", "word " * 2500 + "\n\nAfter {ref}", "words, code and questions included; 2,500 are allowed", SPHERE),
    "too many in code": (ONE, "import math\n", "x = 1\n" * 1300 + "import math\n", "words, code and questions included", ONE),
    "too many in a question": (SPHERE, "That is the angle in space.", "Oh. " * 2500, "words, code and questions included", SPHERE),
    "too short": (ONE, "minutes: 15", "minutes: 14", "the lesson takes 14 minutes; 15 to 40 are wanted", ONE),
    "too long": (ONE, "minutes: 15", "minutes: 41", "the lesson takes 41 minutes", ONE),
    "objective not taught": (THREE, "objectives: [C02.2]", "objectives: [C02.1]", None, None),
    "needs not said": (THREE, ", needs: [filters-one]", "", "the lesson does not say what it needs", THREE),
    "needs what comes later": (ONE, "objectives: [C02.1]", "objectives: [C02.1], needs: [filters-three]",
                               "'needs:' names the label filters-three, which no earlier page has", ONE),
    "needs itself": (THREE, "needs: [filters-one]", "needs: [filters-three]", "'needs:' names the label filters-three", THREE),
    "links to no earlier section": (SPHERE, "<filters-three>", "<elsewhere>", "the lesson does not say what it needs", SPHERE),
    "check not folded": (PRACTICE, ":tags: [hide-input]\n", "", "the code cell on the practice page is not folded", PRACTICE),
    "no number check": (PRACTICE, "re:```{code-cell}.*?```\n", "", "there is no number check", PRACTICE),
    "wrong chapter": (ONE, "chapter: C02", "chapter: C03", "'qedu: chapter:' in the front matter must be C02", ONE),
    "objective of nobody": (ONE, "[C02.1]", "[C02.9]", "'qedu: objectives:' in the front matter must be a list of C02.1, C02.2", ONE),
    "unknown key": (ONE, "minutes: 15", "minutes: 15, hours: 1", "'qedu:' in the front matter has an unknown key 'hours:'", ONE),
    "no front matter": (PRACTICE, "re:^qedu: [^\n]*\n", "", "the front matter says nothing of the chapter", PRACTICE),
    "pre-question not repeated": (PRACTICE, ":repeat: pre-2", ":repeat: pre-1", "'pre-2' does not come back at the end", INDEX),
    "objective without question": (INDEX, ":objectives: C02.2", ":objectives: C02.1", "objective C02.2 has no end-quiz question", INDEX),
    "misconception without box": (SPHERE, "re:```{misconception} M04.*?```\n", "", "misconception M04 has no box", INDEX),
    "no worked example": (ONE, "re:````{worked}.*?````\n", "", "no 'worked' part", INDEX),
    "no summary": (PRACTICE, "## Summary", "## In short", "no section 'Summary'", INDEX),
    "summary without table": (PRACTICE, "re:\\| Angle.*?25 %   \\|\n", "In short.\n", "the summary has no table", PRACTICE),
    "nothing cited": (PRACTICE, " {cite}`malus1809`", "", "'Go deeper' cites nothing", PRACTICE),
    "exercises before the quiz": (PRACTICE, "## Summary", "## Exercises\n\n## Summary", "Summary stands after the part 'Exercises'", PRACTICE),
    "one lesson": ("_toc.yml", "re:      - file: chapters/filters/one.*?(      - file: chapters/filters/pr)", r"\1", "0 lessons; 3 to 6", INDEX),
    "no practice page": ("_toc.yml", "      - file: chapters/filters/practice\n", "", "the last page of the chapter is not practice.md", INDEX),
    "page of another folder": ("_toc.yml", "re:filters/practice\n  - file: chapters/after", "filters/practice\n      - file: chapters/after",
                               "belongs to the chapter C02 and lies in another folder", "chapters/after.md"),
}


def plant(folder, name):
    file, old, new, *_ = BREAKS[name]
    path = folder / file
    text = path.read_text(encoding="utf-8")
    broken = re.sub(old[3:], new, text, count=1, flags=re.S | re.M) if old.startswith("re:") else text.replace(old, new, 1)
    assert broken != text, "the test breaks nothing"
    path.write_text(broken, encoding="utf-8")


def test_the_chapter_has_no_problem(folder):
    assert manifest.check(folder) == []


@pytest.mark.parametrize("name", [name for name, (*_, said, _) in BREAKS.items() if said])
def test_each_rule_fires(folder, name):
    plant(folder, name)
    problems = manifest.check(folder)
    *_, said, page = BREAKS[name]
    hits = [problem for problem in problems if said in problem]
    assert len(hits) == 1 and hits[0].startswith(f"{page}:") and str(folder) not in hits[0], problems


def test_the_lessons_teach_all_objectives_together(folder):
    plant(folder, "objective not taught")
    assert manifest.check(folder) == [], "another lesson has it"
    path = folder / SPHERE
    path.write_text(path.read_text(encoding="utf-8").replace("[C02.1, C02.2]", "[C02.1]"), encoding="utf-8")
    assert manifest.check(folder) == [f"{INDEX}: objective C02.2 is taught in no lesson. Add it to 'objectives:' of the lesson that teaches it."]


def test_a_chapter_with_sections_is_a_folder_with_an_index_page(folder):
    (folder / INDEX).rename(folder / f"{CHAPTER}/start.md")
    toc = folder / "_toc.yml"
    toc.write_text(toc.read_text(encoding="utf-8").replace("filters/index", "filters/start"), encoding="utf-8")
    problems = manifest.check(folder)
    assert sum("Call it index.md, in the chapter's folder" in problem for problem in problems) == 1
    assert sum("no index.md with a chapter's 'qedu: id:' beside this page" in problem for problem in problems) == 4
    (folder / f"{CHAPTER}/start.md").write_text("# Filters\n", encoding="utf-8")
    assert [problem for problem in manifest.check(folder) if "its front matter has no 'qedu: id:'" in problem]


def test_needs_may_be_labels_of_earlier_chapters_or_nothing(folder):
    path = folder / "chapters/filters/three-filters.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("needs: [filters-one]", "needs: []"), encoding="utf-8")
    assert manifest.check(folder) == []
    (folder / "chapters/before.md").write_text("(light)=\n# Light\n", encoding="utf-8")
    toc = folder / "_toc.yml"
    toc.write_text(toc.read_text(encoding="utf-8").replace("chapters:\n", "chapters:\n  - file: chapters/before\n", 1), encoding="utf-8")
    path.write_text(text.replace("needs: [filters-one]", "needs: [light]"), encoding="utf-8")
    assert manifest.check(folder) == []


@pytest.mark.parametrize("text, count", [
    ("---\na: b\n---\n(x)=\n# One title\n\nAnd *five* words - 2 more.\n", 7),
    ("a $x^2$ b\n\n% not this\n\nc {ref}`two words <label>` {cite}`key`\n", 7),
    ("```{code-cell} python3\n:tags: [x]\na = 1\nprint(a)\n```\n", 3),
    ("````{worked} Two words\nBody.\n\n```{math}\n:label: l\nx = 1\n```\n````\n", 5),
    ("```{quiz} id\n:stage: pre\nquestion: One two\noptions:\n  - {text: three, correct: true, why: four}\n"
     "  - {text: five, why: six, misconception: M03}\n```\n", 6),
    ("```{prediction} w\nquestion: a\nright: b\noptions: [b, c]\noutcome: d\n```\n", 4),
    ("```python\n```{not} a directive\n```\nend\n", 4), (":::{admonition} By the way\nOne.\n:::\n", 4), ("```{objectives}\n```\n", 0)])
def test_words_are_those_that_a_reader_may_read(text, count):
    assert words(text) == count


def test_the_index_page_lists_its_lessons_with_minutes(folder_book):
    items = folder_book.soup(f"{CHAPTER}/index").select(".qedu-lessons li")
    assert [(item.a["href"], item.a.text, item.select_one(".qedu-minutes").text) for item in items] == [
        ("one-filter.html", "How much passes one filter?", "15 min"), ("three-filters.html", "What does a third filter do?", "20 min"),
        ("on-a-sphere.html", "Where do filters stand on the sphere?", "15 min"), ("practice.html", "Practice", "40 min")]
    assert "about 2 hours" in folder_book.soup(f"{CHAPTER}/index").select_one(".qedu-objectives").text, "95 minutes of all its pages"


def test_a_lesson_shows_its_own_objectives_time_and_needs(folder_book):
    box = folder_book.soup(f"{CHAPTER}/three-filters").select_one(".qedu-objectives")
    assert "Say what a filter does" in box.text and "Predict how many" not in box.text and "about 20 minutes" in box.text
    assert box.select_one("dd a")["href"] == "one-filter.html#filters-one"


def test_questions_are_numbered_by_stage_and_come_back_from_the_index_page(folder_book):
    def kickers(page):
        return [kicker.text for kicker in folder_book.soup(f"{CHAPTER}/{page}").select(".qedu-quiz > .qedu-kicker")]

    assert kickers("three-filters") == ["Check yourself: 1 of 2", "Check yourself: 2 of 2"] and kickers("on-a-sphere") == ["Check yourself"]
    assert kickers("practice") == [f"Question {number} of 3" for number in (1, 2, 3)]
    first = folder_book.soup(f"{CHAPTER}/practice").select_one('[data-quiz="end-1"]')
    assert first["data-repeat"] == "pre-1" and "A photon at 45°" in first.legend.text
    assert folder_book.warnings == []


def test_other_chapters_reach_the_folder_by_its_labels(folder_book):
    links = [link["href"] for link in folder_book.soup("chapters/after").select("p a.reference")]
    assert links == ["filters/index.html#filters", "filters/three-filters.html#filters-three", "filters/index.html"]


def test_what_cannot_be_repeated_or_listed_is_said(folder):
    from .conftest import build

    path = folder / PRACTICE
    path.write_text(path.read_text(encoding="utf-8").replace(":repeat: pre-3", ":repeat: pre-9"), encoding="utf-8")
    (folder / "chapters/after.md").write_text("# After\n\n```{lessons}\n```\n", encoding="utf-8")
    said = "\n".join(build(folder, "dummy").warnings)
    assert "':repeat: pre-9' does not name a pre-question above it in this chapter" in said
    assert "lessons: this page has no sections in the table of contents" in said and len(said.splitlines()) == 2


