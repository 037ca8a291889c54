"""The competence framework: gaps step by step, the book's own front matter, and studies with their sources."""

import itertools
from pathlib import Path

import pytest
import yaml

import qedu
from qedu import policy
from qedu.content import chapters as front

ROOT = Path(qedu.__file__).resolve().parent.parent
LEVELS = [None, "A1", "A2", "B1", "B2", "C1", "C2"]


def test_the_words_are_those_of_the_front_matter():
    assert tuple(policy.AREAS) == front.AREAS and tuple(policy.LEVELS) == front.LEVELS and LEVELS[1:] == list(policy.LEVELS)
    assert list(policy.DOMAINS) == [f"D{i}" for i in range(1, 9)] and "10.2759/8917117" in policy.FRAMEWORK


def test_gaps_step_by_step():
    """Climb from the one level to the other, one at a time."""
    for mine, theirs in itertools.product(LEVELS, LEVELS):
        climbed, at = [], LEVELS.index(mine)
        while at < LEVELS.index(theirs):
            at += 1
            climbed.append(LEVELS[at])
        for place, area in enumerate(policy.AREAS):
            one, other = (policy.Proficiency(*(level if i == place else None for i in range(3))) for level in (mine, theirs))
            assert one.gap(other) == ({area: tuple(climbed)} if climbed else {}) and one.covers(other) == (not climbed)
            assert one.joined(other).by_area[area] == LEVELS[max(LEVELS.index(mine), LEVELS.index(theirs))]


def test_areas_do_not_make_good_for_each_other():
    physicist, job = policy.Proficiency("C2", None, None), policy.Proficiency("A1", "A1", None)
    assert not physicist.covers(job) and physicist.gap(job) == {"II": ("A1",)} and physicist.joined(job).covers(job)


def pages():
    return [path for path in sorted((ROOT / "chapters").rglob("*.md"))]


def test_the_book_as_its_pages_say():
    """Read by hand from the front matter: the levels after cfqt, without the library's reader."""
    manifests = [front.read(path) for path in pages()]
    found = policy.coverage({one.id: one.cfqt for one in manifests if one})
    by_hand = {}
    for path in pages():
        head = path.read_text(encoding="utf-8").split("\n---\n")[0].removeprefix("---\n")
        if path.read_text(encoding="utf-8").startswith("---\n") and "cfqt:" in head:
            said = yaml.safe_load(head)["qedu"]
            by_hand[said["id"]] = said["cfqt"]
    assert len(by_hand) > 10 and {name for name, _, _ in found.chapters} == set(by_hand)
    for area in policy.AREAS:
        assert found.proficiency.by_area[area] == max((said.get(area) for said in by_hand.values()), key=LEVELS.index)
    for domain, names in found.domains.items():
        assert set(names) == {name for name, said in by_hand.items() if domain in said["domains"]}


def test_chapters_that_close_a_gap():
    book = policy.coverage({"a": {"I": "A2", "domains": ["D1"]}, "b": {"I": "C1", "II": "B1"}, "c": {"I": "B1", "III": "A1"}, "d": {"II": "A1"}})
    goal = policy.Proficiency("B2", "B1", "B2")
    assert book.towards(goal) == {"I": ("a", "c", "b"), "II": ("d", "b"), "III": ("c",)}
    assert book.towards(goal, have=policy.Proficiency("A2", "B1")) == {"I": ("c", "b"), "III": ("c",)}
    assert book.towards(goal, have=policy.Proficiency("C2", "B1", "A1")) == {"III": ()}            # no chapter goes on from there
    assert book.proficiency == policy.Proficiency("C1", "B1", "A1") and book.domains["D1"] == ("a",) and book.domains["D8"] == ()
    for given in ({"goal": "B1"}, {"goal": goal, "have": "A1"}):
        with pytest.raises(ValueError, match="a qedu.policy.Proficiency"):
            book.towards(**given)


@pytest.mark.parametrize("entry", [{"IV": "A1"}, {"I": "D1"}, {"I": None}, {"domains": ["D9"]}, {"domains": "D1"}, {"I": ["A1"]}, 3, None])
def test_a_wrong_entry_is_shown(entry):
    with pytest.raises(ValueError, match="^chapters = .*'C99' has"):
        policy.coverage({"C02": {"I": "B1"}, "C99": entry})


def test_bad_levels_are_named():
    for given, name in ((("B3",), "concepts"), ((None, "a1"), "engineering"), ((None, None, 2), "strategy")):
        with pytest.raises(ValueError, match=f"^{name} = .*None or one of A1, A2"):
            policy.Proficiency(*given)
    for other in (None, "B1", ("B1", None, None)):
        with pytest.raises(ValueError, match="^other = "):
            policy.Proficiency("B1").gap(other)


def test_every_study_says_what_it_is_not_for():
    for name, study in policy.STUDIES.items():
        assert study.id == name and all(getattr(study, field).strip() for field in ("scope", "not_for", "source", "says", "body", "date"))
        assert study.respondents is None or study.figure == study.respondents
        assert study.unit != "share" or 0 < study.figure < 1
    assert policy.STUDIES["lse-applications"].figure == pytest.approx(1 / 54, abs=5e-5)
    assert {study.about for study in policy.STUDIES.values()} == {"women", "needs", "courses", "measures", "public"}


@pytest.mark.parametrize("name", ["source", "date", "scope", "not_for", "respondents"])
def test_a_study_without_its_source_does_not_load(tmp_path, name):
    row = {"id": "x", "about": "needs", "figure": 3, "unit": "answers", "says": "s", "respondents": 3, "not_for": "n", "body": "b", "date": "2025",
           "scope": "s", "source": "t", "read": "abstract"}
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump([row]), encoding="utf-8")
    assert policy.load_rows(policy.Study, path)[0].figure == 3
    path.write_text(yaml.safe_dump([{key: value for key, value in row.items() if key != name}]), encoding="utf-8")
    with pytest.raises(ValueError, match=f"{name} is missing"):
        policy.load_rows(policy.Study, path)
