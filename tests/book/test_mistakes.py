"""Mistakes in a chapter are warnings that name file and line, so that a build with -W fails."""

import re

import pytest

from qedu.content import sets

from .conftest import build

FRONT = """---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {name: python3, display_name: Python 3, language: python}
qedu:
  id: C02
  minutes: 90
  needs: []
  cfqt: {I: B1, domains: [D1]}
  objectives: {C02.1: Say what a filter does.}
  misconceptions: [M03]
  widgets: [polariser-bench]
  exercises: []
---

# Page

"""

OPTIONS = "options:\n  - {text: a, why: b, correct: true}\n  - {text: c, why: d}\n"

# name: (text under the front matter and title, line of the text that the warning must name, words it must have).
# Line 1 is the text's first line.
MISTAKES = {
    "no-why": ("```{quiz} q1\nquestion: Q?\noptions:\n  - {text: a, why: b, correct: true}\n  - text: c\n```",
               5, "option 2 has no 'why:'"),
    "none-correct": ("```{quiz} q2\nquestion: Q?\noptions:\n  - {text: a, why: b}\n  - {text: c, why: d}\n```",
                     4, "exactly one of the options must have 'correct: true'; 0 have"),
    "two-correct": ("```{quiz} q3\nquestion: Q?\noptions:\n  - {text: a, why: b, correct: true}\n"
                    "  - {text: c, why: d, correct: true}\n```", 4, "'correct: true'; 2 have"),
    "correct-word": ("```{quiz} q3b\nquestion: Q?\noptions:\n  - {text: a, why: b, correct: yes}\n"
                     "  - {text: c, why: d}\n```", 4, "'correct:' of option 1 must be true or false"),
    "one-option": ("```{quiz} q4\nquestion: Q?\noptions:\n  - {text: a, why: b, correct: true}\n```",
                   2, "'options:' must be a list of at least 2"),
    "no-question": (f"```{{quiz}} q5\n{OPTIONS}```", 2, "the body has no 'question:'"),
    "unknown-key": (f"```{{quiz}} q6\nquestion: Q?\nexplain: x\n{OPTIONS}```", 2, "unknown key 'explain:'"),
    "key-twice": (f"```{{quiz}} q7\nquestion: Q?\nquestion: P?\n{OPTIONS}```", 3, "'question' is given twice"),
    "not-yaml": (f"```{{quiz}} q8\nquestion: Why: because\n{OPTIONS}```", 2, "single quotes"),
    "unknown-objective": (f"```{{quiz}} q9\n:objectives: C02.7\nquestion: Q?\n{OPTIONS}```",
                          1, "unknown objective 'C02.7': the front matter has C02.1"),
    "unknown-misconception": ("```{quiz} q10\nquestion: Q?\noptions:\n  - {text: a, why: b, correct: true}\n"
                              "  - {text: c, why: d, misconception: M99}\n```", 5, "unknown misconception 'M99'"),
    "unused-misconception": (f"```{{quiz}} q11\n:misconceptions: M03\nquestion: Q?\n{OPTIONS}```",
                             1, "names M03, but no option or reason has"),
    "right-but-misconception": ("```{quiz} q12\nquestion: Q?\noptions:\n"
                                "  - {text: a, why: b, correct: true, misconception: M03}\n"
                                "  - {text: c, why: d}\n```", 4, "is correct, so it cannot fit misconception M03"),
    "reason-without-misconception": (f"```{{quiz}} q13\nquestion: Q?\n{OPTIONS}reasons:\n"
                                     "  - {text: e, why: f, correct: true}\n  - {text: g, why: h}\n```",
                                     8, "reason 2 is wrong and must name the 'misconception:'"),
    "option-of-two-paragraphs": ("```{quiz} q14\nquestion: Q?\noptions:\n  - {text: a, why: b, correct: true}\n"
                                 "  - why: d\n    text: |\n      one\n\n      two\n```", 7, "must be one paragraph"),
    "id-twice": (f"```{{quiz}} same\nquestion: Q?\n{OPTIONS}```\n\n```{{quiz}} same\nquestion: Q?\n{OPTIONS}```",
                 8, "the ID 'same' is used already in"),
    "stage": (f"```{{quiz}} q15\n:stage: middle\nquestion: Q?\n{OPTIONS}```", 1, "middle"),
    "repeat-of-nothing": ("```{quiz} q16\n:repeat: nowhere\n```", 1, "does not name a pre-question above it"),
    "repeat-with-body": (f"```{{quiz}} p17\n:stage: pre\nquestion: Q?\n{OPTIONS}```\n\n"
                         f"```{{quiz}} q17\n:repeat: p17\n{OPTIONS}```", 11, "has no body of its own"),
    "unknown-widget": ("```{prediction} teapot\nquestion: Q?\noptions: [a, b]\noutcome: c\n```",
                       1, "unknown widget 'teapot': 'widgets:' in the front matter has polariser-bench"),
    "no-such-option": ("```{prediction} polariser-bench\nquestion: Q?\nright: c\noptions: [a, b]\noutcome: c\n```", 3,
                       "'right:' must be one of the options"),
    "no-outcome": ("```{prediction} polariser-bench\nquestion: Q?\noptions: [a, b]\n```", 2, "no 'outcome:'"),
    "one-prediction": ("```{prediction} polariser-bench\nquestion: Q?\noptions: [a]\noutcome: c\n```",
                       2, "at least 2"),
    "no-answer": ("```{observe}\nquestion: Q?\n```", 2, "no 'answer:'"),
    "unknown-box": ("```{misconception} M99\nNo.\n```", 1, "unknown misconception 'M99'"),
    "empty-box": ("```{misconception} M03\n```", 1, "the box is empty"),
    "box-widget": ("```{misconception} M03\n:widget: teapot\nNo.\n```", 1, "unknown widget 'teapot'"),
    "box-twice": ("```{misconception} M03\nNo.\n```\n\n```{misconception} M03\nNo.\n```",
                  5, "'misconception-m03' is on this page twice"),
    "role": ("See {misconception}`M77`.", 1, "unknown misconception 'M77'"),
    "empty-example": ("```{worked} Title\n```", 1, "the example is empty"),
    "no-solution": ("```{completion} Title\nA step.\n```", 2, "needs one line '---solution---'"),
    "nothing-to-complete": ("```{completion} Title\nA step.\n\n---solution---\n```", 4, "text before and after"),
    "card-without-back": ("```{cards}\n- {front: a, back: b}\n- front: c\n```", 3, "card 2 has no 'back:'"),
    "no-set": ("```{exercises} nowhere\n```", 1, "exercises/nowhere/set.yaml does not exist"),
    "label": ("```{cards}\n- front: a\n  back: See {ref}`nowhere`.\n```", 3, "undefined label: 'nowhere'"),
}


@pytest.fixture(scope="module")
def warned(tmp_path_factory):
    """One book with a page for each mistake; its warnings by page."""
    folder = tmp_path_factory.mktemp("mistakes")
    pages = {name: FRONT + text for name, (text, _, _) in MISTAKES.items()}
    pages["fine"] = FRONT + f"```{{quiz}} fine\n:objectives: C02.1\nquestion: Q?\n{OPTIONS}```"
    pages["no-manifest"] = "# Page\n\n```{objectives}\n```\n"
    pages["bad-manifest"] = FRONT.replace("minutes: 90", "minutes: soon") + "```{objectives}\n```\n"
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(f"{text}\n", encoding="utf-8")
    (folder / "index.md").write_text("# Book\n", encoding="utf-8")
    (folder / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters:\n"
                                     + "".join(f"  - file: {name}\n" for name in pages))
    found = {name: [] for name in pages}
    for line in build(folder, "dummy").warnings:
        match = re.match(r"([\w-]+)\.md:(\d*):? *(.*)", line)
        if match and match[1] in found:
            found[match[1]].append((int(match[2] or 0), match[3]))
    return found


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_reported_once_at_its_line(warned, name):
    _, line, words = MISTAKES[name]
    hits = [found for found in warned[name] if words in found[1]]
    assert len(hits) == 1, warned[name]
    assert hits[0][0] == FRONT.count("\n") + line, hits


def test_a_right_page_is_not_reported(warned):
    assert warned["fine"] == []


def test_objectives_need_a_manifest(warned):
    assert "no usable 'qedu:'" in warned["no-manifest"][0][1]
    assert any("minutes:' in the front matter must be a whole number of minutes; got 'soon'" in text
               for _, text in warned["bad-manifest"])


def test_a_missing_notebook_is_reported(mini):
    (mini / "exercises/mini/notebooks/mini.ipynb").unlink()
    warnings = build(mini, "dummy").warnings
    assert len(warnings) == 1 and "generate the student notebooks" in warnings[0]


@pytest.mark.parametrize("file, old, new, words", [
    ("pass/words.yaml", "difficulty: 2", "difficulty: 4", "exercise 'mini-pass': difficulty must be 1, 2 or 3; got 4"),
    ("chain/words.yaml", "pool: graded", "pool: secret", "exercise 'mini-chain': pool must be practice or graded; got 'secret'"),
    ("pass/task.md", "## Hint 2\n\nSquare it.\n", "", "exercise 'mini-pass': hints must be three texts; got 2"),
    ("set.yaml", "- chain", "- pass", "exercise 'mini-pass' is there twice"),
    ("set.yaml", "- chain", "- chains", "exercise 'mini-chains' is no folder with a words.yaml"),
    ("set.yaml", "section: filters\n", "", "'section' is missing"),
])
def test_an_incomplete_set_is_refused(mini, file, old, new, words):
    path = mini / "exercises/mini" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(words)):
        sets.read(mini / "exercises/mini")
