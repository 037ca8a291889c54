"""What the drawings of the chapter on people and skills show, and what it says to be seen in its simulations, against the tables."""

import re
from pathlib import Path

from qedu import widgets
from qedu.book import drawings
from qedu.policy import AREAS, LEVELS, STUDIES
from qedu.widgets import adverts, skills

SHOWN = drawings.read("chapters/5-world/people")


def rows(name):
    return [(row["name"], row["cells"].split()) for row in SHOWN[name]["grid"]["rows"]]


def rungs(level):
    return 0 if level is None else [*LEVELS].index(level) + 1


def test_the_dots_of_the_two_people_are_their_levels():
    (_, levels), *areas = rows("two-people")
    assert levels == [*LEVELS]
    for name, drawn in (("physicist", areas[:3]), ("technician", areas[3:])):
        have = skills.people()[name].levels.by_area.values()
        assert [cells for _, cells in drawn] == [["●"] * rungs(level) + ["·"] * (6 - rungs(level)) for level in have]
    assert [title for title, _ in areas] == [f"{who}, {area}" for who in ("graduate", "technician") for area in AREAS]


def test_the_rungs_that_are_missing_are_those_between_person_and_advert():
    (_, areas), (_, asked), *people = rows("two-gaps")
    want = adverts.profile(adverts.adverts()["operator"]["text"]).by_area
    assert areas == [*want] and asked == [*want.values()]
    for name, (title, have), (_, missing) in zip(("physicist", "technician"), people[::2], people[1::2], strict=True):
        person = skills.people()[name]
        assert title in person.name and have == [level or "–" for level in person.levels.by_area.values()]
        assert missing == [str(max(0, rungs(want[area]) - rungs(person.levels.by_area[area]))) for area in want]


def test_the_path_has_a_step_for_each_level_that_the_graduate_lacks():
    gap = skills.people()["physicist"].levels.gap(skills.goals()["adviser"].levels)
    (part,) = SHOWN["path"]["chain"]
    assert gap == {"III": tuple(label.split(":")[0] for step in part["parts"] for label in step.values())}


def test_the_shares_are_those_of_the_studies_with_place_and_year():
    bars = [(step["left"], step["label"]) for step in SHOWN["three-shares"]["bars"]["steps"]]
    women, applications, without = (STUDIES[name] for name in ("cost-women", "lse-applications", "lse-seniors"))
    assert [left for left, _ in bars] == [round(100 * women.figure), round(100 * applications.figure), round(100 * (1 - without.figure))]
    assert f"Europe, {women.year}" in bars[0][1] and women.scope.startswith("Europe")
    assert f"one recruiter, {applications.year}" in bars[1][1] and "one recruiter" in applications.scope and "one recruiter" in without.scope
    assert "no woman in a senior position" in without.says and "with a woman in a senior post" in bars[2][1]


def test_everybody_in_the_drawn_line_has_a_row_in_the_table_of_the_day():
    drawn = " ".join(str(label) for part in SHOWN["hands"]["chain"] for step in part["parts"] for label in step.values())
    day = Path("chapters/5-world/people/who-does-the-work.md").read_text(encoding="utf-8")
    asked = {role.removeprefix("a ").removeprefix("an ") for row in re.findall(r"^\| \d+:\d+ \|[^|]*\|([^|]*)\|", day, re.M)
             for role in row.strip().split(", ")}
    assert asked - {"buyer"} == {role for role in asked if role in drawn} and len(asked) == 8


def test_the_first_state_of_the_triangle_lacks_what_the_lesson_says():
    seen = widgets.proficiency_triangle().numbers()
    assert [seen[f"lack.{area}"] for area in AREAS] == [0, 0, 4] and seen["level.I"] > seen["goal.I"]
    # The prediction: all of A1, one of two of A2, one of two of B1.
    done = {task.key for task in skills.tasks() if task.area == "II" and (task.level == "A1" or task.level in ("A2", "B1") and task.key.endswith("_1"))}
    tried = widgets.proficiency_triangle(**{task.key: "yes" if task.key in done else "no" for task in skills.tasks()}).numbers()
    assert len(done) == 4 and tried["level.II"] == rungs("A1") and tried["loose.II"] == 2
