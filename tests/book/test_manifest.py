"""The manifest check: the book has no problem, and every rule fires on a chapter that breaks it."""

import re
from pathlib import Path

import pytest

from qedu.book import manifest
from qedu.book.parts import widget_of
from qedu.content import chapters

ROOT = Path(__file__).parents[2]


def test_every_chapter_keeps_what_its_manifest_promises():
    assert manifest.check(ROOT) == []


def test_the_miniature_chapter_has_no_problem(mini):
    assert manifest.check(mini) == []


CHAPTER, SET = "chapters/mini.md", "exercises/mini/set.yaml"
PASS, CHAIN = (f"exercises/mini/{name}/words.yaml" for name in ("pass", "chain"))
CARD = "- front: Who looked at the palace?\n  back: Malus.\n"
EXERCISES = "## Exercises\n\n```{exercises} mini\n```\n\n"

# What is done to the miniature chapter (file, old, new; `re:` before a pattern), and what the check must say.
BREAKS = {
    "no objectives box": (CHAPTER, "```{objectives}\n```\n", "", "no 'objectives' part. Put an {objectives}"),
    "no worked example": (CHAPTER, "re:````{worked}.*?````\n", "", "no 'worked' part"),
    "no completion example": (CHAPTER, "re:```{completion}.*?```\n", "", "no 'completion' part"),
    "no cards": (CHAPTER, "re:```{cards}.*?```\n", "", "no 'cards' part"),
    "no exercises part": (CHAPTER, "```{exercises} mini\n```", "", "no 'exercises' part"),
    "no summary": (CHAPTER, "## Summary", "## In short", "no section 'Summary'. Add the heading '## Summary'"),
    "no check": (CHAPTER, "## Check yourself", "### Check yourself", "no section 'Check yourself'"),
    "no exercises section": (CHAPTER, "## Exercises\n", "", "no section 'Exercises'"),
    "no limits": (CHAPTER, "## What this model leaves out", "## Limits", "no section 'What this model leaves out'"),
    "no go deeper": (CHAPTER, "## Go deeper", "## Further reading", "no section 'Go deeper'"),
    "two pre-questions": (CHAPTER, "re:```{quiz} pre-3.*?```\n", "", "there are 2 pre-questions. Three are wanted"),
    "pre-question not repeated": (CHAPTER, ":repeat: pre-2", ":repeat: pre-1",
                                  "pre-question 'pre-2' does not come back at the end"),
    "no hook": (CHAPTER, "re:On a winter evening.*?comes later.\n", "",
                "hardly any text between the pre-questions and the first prediction"),
    "objective without question": (CHAPTER, ":objectives: C02.1\n", ":objectives: C02.2\n",
                                   "objective C02.1 has no end-quiz question"),
    "objective without exercise": (CHAIN, "objectives: [C02.2]", "objectives: [C02.1]",
                                   "objective C02.2 has no exercise"),
    "unknown objective": (CHAIN, "objectives: [C02.2]", "objectives: [C02.2, C02.9]",
                          "names objective C02.9, which the front matter does not have"),
    "misconception without box": (CHAPTER, "re:```{misconception} M04.*?```\n", "", "misconception M04 has no box"),
    "box without misconception": (CHAPTER, "misconceptions: [M03, M04]", "misconceptions: [M03]",
                                  "a box for misconception M04, which the front matter does not name"),
    "misconception not met": (CHAPTER, "misconception: M04}\n```", "misconception: M03}\n```",
                              "misconception M04 is met by no two-tier question and no exercise"),
    "widget not shown": (CHAPTER, "qedu.widgets.polariser_bench()", "1 + 1",
                         "the widget 'polariser-bench' is in the front matter but in no code cell"),
    "widget not declared": (CHAPTER, "widgets: [polariser-bench]", "widgets: []",
                            "the widget 'polariser-bench' is shown, but is not in 'widgets:'"),
    "widget twice": (CHAPTER, "## Summary",
                     "```{code-cell} python3\nqedu.widgets.load('polariser-bench')\n```\n\n## Summary",
                     "the widget 'polariser-bench' is shown 2 times"),
    "no prediction": (CHAPTER, "re:```{prediction}.*?```\n", "",
                      "the widget 'polariser-bench' has no prediction before it"),
    "prediction for another": (CHAPTER, "```{prediction} polariser-bench", "```{prediction} which-coin",
                               "the widget 'polariser-bench' has no prediction before it"),
    "no observation": (CHAPTER, "re:```{observe}.*?```\n", "", "is not followed by 'What did you see?'"),
    "five cards": (CHAPTER, CARD, "", "there are 5 recall cards; 6 to 10 are wanted"),
    "eleven cards": (CHAPTER, CARD, CARD * 6, "there are 11 recall cards"),
    "exercise not written": (CHAPTER, "exercises: [mini-pass, mini-chain]",
                             "exercises: [mini-pass, mini-chain, mini-x]",
                             "the exercise 'mini-x' is in the front matter but in no set"),
    "exercise not declared": (CHAPTER, "exercises: [mini-pass, mini-chain]", "exercises: [mini-pass]",
                              "the exercise 'mini-chain' is in the set but not in 'exercises:'"),
    "set missing": (CHAPTER, "```{exercises} mini", "```{exercises} none", "exercises/none/set.yaml does not exist"),
    "set incomplete": (PASS, "minutes: 20\n", "", "exercise 'mini-pass' lacks minutes"),
    "summary without table": (CHAPTER, "re:\\| Angle.*?25 %   \\|\n", "In short.\n", "the summary has no table"),
    "nothing cited": (CHAPTER, " {cite}`malus1809`", "", "'Go deeper' cites nothing"),
    "cards too early": (CHAPTER, "## Three filters", "```{cards}\n- {front: a, back: b}\n```\n\n## Three filters",
                        "the prediction stands after the part 'cards'"),
    "exercises before the quiz": (CHAPTER, f"re:(## Check yourself.*?){re.escape(EXERCISES)}", rf"{EXERCISES}\1",
                                  "the Check yourself stands after the part 'exercises'"),
    "late pre-question": (CHAPTER, "## Summary",
                          "```{quiz} pre-4\n:stage: pre\nquestion: Q?\noptions: []\n```\n\n## Summary",
                          "the pre-question stands after the part 'cards'"),
    "completion first": (CHAPTER, "re:(````{worked}.*?````\n\n)(```{completion}.*?```\n\n)", r"\2\1",
                         "the completion example stands before the first worked example"),
    "no competences": (CHAPTER, "re:  cfqt:.*?\n", "", "'qedu:' in the front matter has no 'cfqt:'"),
    "competences without level": (CHAPTER, "cfqt: {I: B1, III: A1, domains: [D1]}", "cfqt: {domains: [D1]}",
                                  "cfqt:' in the front matter must be levels"),
    "wrong level": (CHAPTER, "I: B1, III", "I: B7, III", "cfqt:' in the front matter must be levels"),
    "unknown chapter": (CHAPTER, "  id: C02", "  id: C99", "id:' in the front matter must be one of C00"),
    "unknown need": (CHAPTER, "needs: [C00]", "needs: [Maths]", "needs:' in the front matter must be a list"),
    "no minutes": (CHAPTER, "minutes: 90", "minutes: 0", "must be a whole number of minutes; got 0"),
    "unknown catalogue ID": (CHAPTER, "misconceptions: [M03, M04]", "misconceptions: [M03, M99]",
                             "misconceptions:' in the front matter must be a list of IDs of the catalogue"),
    "objective of another chapter": (CHAPTER, "    C02.2: ", "    C03.2: ",
                                     "objectives:' in the front matter must be sentences by ID, C02.1"),
    "unknown field": (CHAPTER, "  minutes: 90", "  minutes: 90\n  hours: 2", "unknown key 'hours:'"),
    "broken YAML": (CHAPTER, "  minutes: 90", "  minutes: [90", "the front matter is not YAML"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_each_rule_fires(mini, name):
    file, old, new, wanted = BREAKS[name]
    path = mini / file
    text = path.read_text(encoding="utf-8")
    if old.startswith("re:"):
        broken = re.sub(old[3:], new, text, count=1, flags=re.DOTALL)
    else:
        broken = text.replace(old, new)
    assert broken != text, "the test breaks nothing"
    path.write_text(broken, encoding="utf-8")
    problems = manifest.check(mini)
    hits = [problem for problem in problems if wanted in problem]
    assert len(hits) == 1, problems
    assert hits[0].startswith("chapters/mini.md:") and str(mini) not in hits[0]


def test_a_missing_set_is_one_problem(mini):
    (mini / SET).unlink()
    assert len(manifest.check(mini)) == 1


def test_two_chapters_cannot_have_the_same_id(mini):
    (mini / "chapters/again.md").write_text((mini / CHAPTER).read_text(encoding="utf-8"), encoding="utf-8")
    with (mini / "_toc.yml").open("a") as file:
        file.write("  - file: chapters/again\n")
    assert any("the chapter ID C02 is that of chapters/mini.md" in problem for problem in manifest.check(mini))


def test_a_page_without_manifest_is_left_alone(mini):
    (mini / CHAPTER).write_text("# Page\n", encoding="utf-8")
    assert manifest.check(mini) == [] and chapters.read(mini / CHAPTER) is None


def test_the_manifest_is_read_as_it_stands(mini):
    chapter = chapters.read(mini / CHAPTER)
    assert (chapter.id, chapter.minutes, chapter.needs) == ("C02", 90, ("C00",))
    assert chapter.objectives["C02.2"] == "Say what a filter does to a photon."
    assert chapter.widgets == ("polariser-bench",) and chapter.exercises == ("mini-pass", "mini-chain")


def test_the_command_prints_problems_and_fails(mini, capsys):
    assert manifest.main([str(mini)]) == 0
    (mini / CHAPTER).write_text((mini / CHAPTER).read_text(encoding="utf-8").replace("## Summary", "## S"))
    assert manifest.main([str(mini)]) == 1
    assert "no section 'Summary'" in capsys.readouterr().out


@pytest.mark.parametrize("cell, name", [
    ("qedu.widgets.polariser_bench()", "polariser-bench"),
    ("from qedu import widgets\nwidgets.eves_dial(0.3)", "eves-dial"),
    ("qedu.widgets.load('how-many-test-bits')", "how-many-test-bits"),
    ("%matplotlib inline\nqedu.widgets.which_coin()", "which-coin"),
    ("x = qedu.widgets.which_coin()", None),
    ("qedu.widgets.which_coin()\n1", None),
    ("qedu.plots.bloch()", None),
    ("print(", None),
])
def test_a_widget_is_the_last_expression_of_its_cell(cell, name):
    assert widget_of(cell) == name
