"""The catalogues of misconceptions, chapters and texts."""

import re
import string
from pathlib import Path

import pytest

import qedu.book
from qedu.content import chapters, misconceptions, strings

FOLDER = Path(qedu.book.__file__).parent


def test_all_misconceptions_are_complete():
    catalogue = misconceptions.load()
    assert len(catalogue) >= 33
    assert list(catalogue) == [f"M{number:02}" for number in range(1, len(catalogue) + 1)]
    for entry in catalogue.values():
        assert entry.claim.endswith(".") and 3 <= len(entry.claim.split()) <= 30, entry.id
        assert 15 <= len(entry.refutation.split()) <= 70, entry.id
        assert entry.chapters and set(entry.chapters) <= set(chapters.titles()), entry.id
        # Both are printed by the checks, where no MyST is rendered.
        assert not re.search(r"[$`*{}]", entry.claim + entry.refutation), entry.id
    assert len({entry.claim for entry in catalogue.values()}) == len(catalogue)


def test_an_unknown_misconception_names_what_there_is():
    with pytest.raises(ValueError, match=r"M01 to M\d\d; got 'M99'"):
        misconceptions.get("M99")


def test_the_catalogues_do_not_need_sphinx():
    import subprocess
    import sys

    code = ("import sys; from qedu.content import misconceptions, strings; misconceptions.load(); "
            "strings.text('quiz.check'); print([m for m in ('sphinx', 'docutils', 'numpy') if m in sys.modules])")
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_unknown_text_and_missing_gap():
    with pytest.raises(ValueError, match="got 'quiz.chek'; near it: quiz.check"):
        strings.text("quiz.chek")
    with pytest.raises(ValueError, match="gap 'n' that was not given"):
        strings.text("exercises.minutes")
    with pytest.raises(ValueError, match="language must be one of en, pseudo; got 'xx'"):
        strings.use("xx")


def test_plurals_come_in_pairs_and_pseudo_keeps_the_gaps():
    texts = strings.catalogue("en")
    for key in texts:
        stem, _, end = key.rpartition(".")
        if end in ("one", "other"):
            assert f"{stem}.one" in texts and f"{stem}.other" in texts

    def gaps(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for key, text in strings.catalogue("pseudo").items():
        left, right = strings.PSEUDO_MARKS
        assert text.startswith(left) and text.endswith(right) and gaps(text) == gaps(texts[key])


def test_every_text_of_our_parts_is_used():
    """A key of quiz, cards, … that no code names is a leftover."""
    code = "".join(path.read_text(encoding="utf-8") for path in (*FOLDER.rglob("*.py"), *FOLDER.glob("static/*.js")))
    ours = ("box.", "objectives.", "quiz.", "tally.", "prediction.", "observe.", "cards.", "exercises.", "progress.")
    built = {"box.worked", "box.completion", "quiz.pre", "quiz.end", "exercises.practice", "exercises.graded",
             "exercises.practice_note", "exercises.graded_note"}        # their keys are put together in the code
    for key in strings.catalogue("en"):
        stem = re.sub(r"\.(one|other)$", "", key)
        if stem.startswith(ours) and stem not in built:
            assert f'"{stem}"' in code, key
