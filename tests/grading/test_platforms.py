"""Names of files as learning platforms make them: whose each is, what is no submission, and which of several counts."""

import io
import json
import os
import unicodedata
import zipfile

import pytest

from qedu.grading.classroom import attempts, platforms, roster, submissions, unpack

NOTEBOOK = json.dumps({"cells": [{"cell_type": "code", "id": "c06-sift", "source": "x", "metadata": {}}]}).encode()
EMPTY = b""

#: One line each: the files of a download, the platform, and who is found with what number (late ones with a star).
DOWNLOADS = {
    "canvas": ("canvas", {
        "lovelaceada_13_9913_c06.ipynb": "lovelaceada 13", "hopper_LATE_14_9914_c06-1.ipynb": "hopper 14*",
        "müllerzoë_15_9915_c06.ipynb": "müllerzoë 15", "李雷_16_9916_作业.ipynb": "李雷 16", "o_brien2_17_9917_c06 (1).ipynb": "o_brien2 17",
        "smithjones_18_9918_my_99_answers_1_2.ipynb": "smithjones 18", "иванова_19_9919_c06.ipynb": "иванова 19",
        "x_20_9920_2027.ipynb": "x 20", "nguyễn_21_9921_c06.ipynb": "nguyễn 21"}),
    "canvas, two of one name": ("canvas", {"wangwei_51_1001_c06.ipynb": "wangwei (51) 51", "wangwei_52_1002_c06.ipynb": "wangwei (52) 52"}),
    "canvas, names hidden": ("canvas", {"anon_a1B2c_9913_c06.ipynb": "a1B2c a1B2c", "LATE_anon_Zz9yx_9914_c06.ipynb": "Zz9yx Zz9yx*"}),
    "canvas, one late student": ("canvas", {"lovelaceada_LATE_1_3_c06-1.ipynb": "lovelaceada 1*"}),
    "moodle": ("moodle", {
        "Ada Lovelace_512_assignsubmission_file_/c06.ipynb": "Ada Lovelace 512",
        "Zoë Müller_513_assignsubmission_file_/c06.ipynb": "Zoë Müller 513",
        "Jean-Luc O'Neil_514_assignsubmission_file_/deep/er/c06.ipynb": "Jean-Luc O'Neil 514",
        "李 雷_515_assignsubmission_file/c06.ipynb": "李 雷 515", "Anna 2 Berg_516_assignsubmission_file_/c06.IPYNB": "Anna 2 Berg 516"}),
    "moodle without folders": ("moodle", {
        "Ada Lovelace_512_assignsubmission_file_c06.ipynb": "Ada Lovelace (512) 512",
        "Ada Lovelace_513_assignsubmission_file_c06_v_2.ipynb": "Ada Lovelace (513) 513",
        "Bob_514_assignsubmission_file_c06.ipynb": "Bob 514"}),
    "moodle, names hidden": ("moodle", {
        f"Participant_{number}_assignsubmission_file_/c06.ipynb": f"Participant {number} {number}" for number in (87681, 87682, 87690)}),
    "moodle, one hidden name": ("moodle", {"Teilnehmerin_87681_assignsubmission_file_/c06.ipynb": "Teilnehmerin 87681 87681"}),
    "moodle, a group": ("moodle", {"Group A_12_assignsubmission_file/c06.ipynb": "Group A 12"}),
    "blackboard": ("blackboard", {
        "c06_jdoe_attempt_2026-11-27-10-00-00_c06.ipynb": "jdoe ", "c06_a_b_attempt_2026-11-27-10-00-01_c06.ipynb": "a_b ",
        "c06_s1234567_attempt_2026-11-27-10-00-02_c06_final.ipynb": "s1234567 "}),
    "blackboard in another language": ("blackboard", {"Week 3 (1)_m.muster_poging_2026-11-27-10-00-00_c06.ipynb": "m.muster "}),
    "brightspace": ("brightspace", {
        "271836-442356 - Ada Lovelace - Nov 27, 2026 1000 AM - c06.ipynb": "Ada Lovelace 271836",
        "271837-442356 - Zoë Smith-Jones - Nov 27, 2026 149 PM - c06 - final.ipynb": "Zoë Smith-Jones 271837",
        "271838-442356 - 李雷 - Nov 27, 2026 149 PM - c06.ipynb": "李雷 271838"}),
    "brightspace with folders": ("brightspace", {
        "442356-271836 - Ada Lovelace - Nov 27, 2026 1000 AM/c06.ipynb": "Ada Lovelace 271836",
        "442356-271837 - Bob Stone - Nov 27, 2026 1001 AM/c06.ipynb": "Bob Stone 271837"}),
    "one's own": ("", {"ada.ipynb": "ada ", "Zoë Müller.ipynb": "Zoë Müller ", "c06-bob.ipynb": "c06-bob ", "李雷.ipynb": "李雷 ",
                       "x_1_y.ipynb": "x_1_y "}),
    "one's own, with numbers": ("", {"hw_2027_3_ada.ipynb": "hw_2027_3_ada ", "hw_2027_3_bob.ipynb": "hw_2027_3_bob "}),
    "one's own, with zeros": ("", {"hw_2027_03_ada.ipynb": "hw_2027_03_ada ", "hw_2027_03_bob.ipynb": "hw_2027_03_bob "}),
    "one's own, numbered through": ("", {"hw_101_1_ada.ipynb": "hw_101_1_ada ", "hw_102_2_bob.ipynb": "hw_102_2_bob "}),
    "nbgrader": ("", {"ada/c06/c06.ipynb": "ada ", "bob/c06/c06.ipynb": "bob "}),
    "as a browser saved it": ("", {"ada.ipynb.txt": "ada ", "bob.ipynb.json": "bob "})}


def lay(folder, files):
    """Write files, in the form of names that a Mac writes for every second one."""
    for number, (name, data) in enumerate(files.items()):
        path = folder / (unicodedata.normalize("NFD", name) if number % 2 else name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def said(found):
    return {f"{one.student} {one.number}" + "*" * one.who.late for one in found}


@pytest.mark.parametrize("case", DOWNLOADS)
@pytest.mark.parametrize("zipped", [False, True])
def test_names_of_a_download(tmp_path, case, zipped):
    platform, files = DOWNLOADS[case]
    folder = lay(tmp_path / "in", {name: NOTEBOOK for name in files})
    if zipped:
        with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
            for path in sorted(folder.rglob("*.*")):
                if path.is_file():
                    archive.write(path, f"download/{path.relative_to(folder)}")
        folder = tmp_path / "in.zip"
    with submissions.find(folder) as found:
        assert found.platform == platform and said(found) == set(files.values()) and not found.ignored
        assert all(one.read() == NOTEBOOK for one in found) and not any(one.problem for one in found)


def test_the_table_is_long_enough():
    assert sum(len(files) for _, files in DOWNLOADS.values()) >= 45


GRADESCOPE = """---
submission_101:
  :submitters:
  - :name: Ada Lovelace
    :sid: '0042'
    :email: ada@example.org
  :created_at: 2026-11-27 10:00:00.000000000 Z
  :score: !ruby/object:BigDecimal 27:0.1e2
submission_102:
  :submitters:
  - :name: Zoë Müller
    :sid: 43
    :email: zoe@example.org
  - :name: Bob Stone
    :sid:
    :email: bob@example.org
"""


def test_gradescope_says_it_in_a_file(tmp_path):
    folder = lay(tmp_path / "assignment_9_export", {"submission_101/c06.ipynb": NOTEBOOK, "submission_101/notes.pdf": b"%PDF",
                                                    "submission_102/c06.ipynb": NOTEBOOK, "submission_metadata.yml": GRADESCOPE.encode()})
    with submissions.find(tmp_path) as found:
        assert found.platform == "gradescope"
        assert said(found) == {"Ada Lovelace 0042", "Zoë Müller 43", "Bob Stone bob@example.org"}, "a group is several students"
        assert ("submission_101/notes.pdf", "beside") in found.ignored
    (folder / "submission_metadata.yml").write_text("a: [")
    with pytest.raises(ValueError, match="submission_metadata.yml of the export could not be read"):
        submissions.find(folder)


def test_each_of_a_group_may_have_worked_under_the_name_of_any(tmp_path):
    lay(tmp_path, {"submission_101/c06.ipynb": NOTEBOOK, "submission_102/c06.ipynb": NOTEBOOK + b" ", "submission_metadata.yml": GRADESCOPE.encode()})
    with submissions.find(tmp_path) as found:
        aliases = {student.name: set(student.handed_in[0].aliases) for student in attempts.students(found, roster.EMPTY)}
    assert aliases["Bob Stone"] == aliases["Zoë Müller"] >= {"Zoë Müller", "43", "bob@example.org"}
    assert aliases["Ada Lovelace"] == {"Ada Lovelace", "0042", "ada@example.org"}


def test_blackboard_says_the_name_in_a_text(tmp_path):
    text = "Name: Zoë Müller (a_b)\nAssignment: c06\nDate Submitted: Friday\n".encode()
    lay(tmp_path, {"c06_x_a_b_attempt_2026-11-27-10-00-00.txt": text, "c06_x_a_b_attempt_2026-11-27-10-00-00_c06.ipynb": NOTEBOOK,
                   "c06_x_jdoe_attempt_2026-11-27-10-00-00_c06.ipynb": NOTEBOOK})
    with submissions.find(tmp_path) as found:
        assert [(one.student, one.who.login) for one in found] == [("Zoë Müller", "a_b"), ("jdoe", "jdoe")]
        assert [why for _, why in found.ignored] == ["beside"]


#: What lies beside submissions, and what becomes of it.
BESIDE = [
    ({"Ada_512_assignsubmission_file_/c06.ipynb": NOTEBOOK, "Ada_512_assignsubmission_file_/answers.pdf": b"%PDF",
      "Ada_512_assignsubmission_onlinetext_/onlinetext.html": b"x", "Bob_513_assignsubmission_onlinetext_/onlinetext.html": b"x"},
     {"Ada 512": None, "Bob 513": "no_notebook_but"}),
    ({"ada_1_11_c06.ipynb": NOTEBOOK, "ada_1_12_photo.png": b"x", "bob_2_21_c06.pdf": b"x", "cy_3_text.html": b"x"},
     {"ada 1": None, "bob 2": "no_notebook_but", "cy 3": "no_notebook_but"}),
    ({"1-9 - Ada - Nov 27, 2026 1000 AM/c06.ipynb": NOTEBOOK, "index.html": b"x"}, {"Ada 1": None}),
    ({"c06_ada_attempt_2026-11-27-10-00-00.txt": b"x", "c06_ada_attempt_2026-11-27-10-00-00_c06.ipynb": NOTEBOOK,
      "c06_bob_attempt_2026-11-27-10-00-00.txt": b"x"}, {"ada ": None, "bob ": "no_notebook_but"}),
    ({"ada.ipynb": NOTEBOOK, "notes.txt": b"x", "roster.csv": b"x", ".DS_Store": b"x", "__MACOSX/._ada.ipynb": b"x", "Thumbs.db": b"x",
      ".ipynb_checkpoints/ada-checkpoint.ipynb": NOTEBOOK}, {"ada ": None}),
    ({"ada/c06.ipynb": NOTEBOOK, "ada/.ipynb_checkpoints/c06-checkpoint.ipynb": NOTEBOOK, "ada/data.csv": b"x", "bob/answers.docx": b"x"},
     {"ada ": None, "bob ": "no_notebook_but"})]


@pytest.mark.parametrize("files, expected", BESIDE)
def test_what_is_no_submission_is_listed_and_not_graded(tmp_path, files, expected):
    with submissions.find(lay(tmp_path, files)) as found:
        assert {f"{one.student} {one.number}": one.problem for one in found} == expected
        listed = {name for name, _ in found.ignored}
        others = {name for name in files if not name.lower().endswith(".ipynb")}
        named = " ".join(listed | {text for one in found for text in one.details.values()})
        assert all(name.split("/")[-1] in named or name.split("/")[0] in named for name in others), named
        assert set(why for _, why in found.ignored) <= set(submissions_words())


def submissions_words():
    from qedu.grading.checks.wording import general

    return general()["ignored"]


def test_a_student_s_own_archive_is_opened(tmp_path):
    inner = tmp_path / "inner.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("work/c06.ipynb", NOTEBOOK)
    lay(tmp_path / "in", {"ada_1_11_c06.zip": inner.read_bytes(), "bob_2_12_c06.ipynb": NOTEBOOK, "cy_3_13_c06.zip": b"PK\3\4 broken"})
    with submissions.find(tmp_path / "in") as found:
        assert {(one.student, one.problem) for one in found} == {("ada", None), ("bob", None), ("cy", "no_notebook_but")}
        assert found[0].read() == NOTEBOOK
        unpacked = found[0].path
    assert not unpacked.exists()


# --- several attempts

def chosen(folder, points, name="c06"):
    """Which file counts, when the files of a folder get these points."""
    with submissions.find(folder) as found:
        for one in found:
            one.digest, one.of_set = str(one.path), "c06"
        student, = attempts.students(found, roster.EMPTY)
        graded = [(one, {"problem": "damaged" if points[one.path.name] is None else None, "points": points[one.path.name] or 0})
                  for one in attempts.candidates(student, name)]
        one, result, notes, better = attempts.chosen(student, graded, lambda result: result["points"])
        return one.path.name, " ".join(notes), better


@pytest.mark.parametrize("points, counts, better", [
    # Canvas: a larger attachment number is newer, late or not
    ({"ada_1_11_c06.ipynb": 23, "ada_LATE_1_12_c06-1.ipynb": 20}, "ada_LATE_1_12_c06-1.ipynb", True),
    ({"ada_1_9_c06.ipynb": 3, "ada_1_111_c06-1.ipynb": 20}, "ada_1_111_c06-1.ipynb", False),
    ({"ada_1_11_c06.ipynb": 23, "ada_1_12_c06-1.ipynb": None}, "ada_1_11_c06.ipynb", False),
    ({"c06_ada_attempt_2026-11-27-10-00-00_c06.ipynb": 3, "c06_ada_attempt_2026-11-28-09-00-00_c06.ipynb": 4},
     "c06_ada_attempt_2026-11-28-09-00-00_c06.ipynb", False),
    ({"1-9 - Ada - Nov 9, 2026 1000 AM - c06.ipynb": 3, "1-9 - Ada - Nov 10, 2026 900 AM - c06.ipynb": 4},
     "1-9 - Ada - Nov 10, 2026 900 AM - c06.ipynb", False),
    ({"1-9 - Ada - Nov 9, 2026 1259 PM - c06.ipynb": 3, "1-9 - Ada - Nov 9, 2026 101 PM - c06.ipynb": 4},
     "1-9 - Ada - Nov 9, 2026 101 PM - c06.ipynb", False),
    ({"1-9 - Ada - Nov 9, 2026 1000\u202fAM - c06.ipynb": 5, "1-9 - Ada - Nov 9, 2026 101\u202fPM - c06.ipynb": 4},
     "1-9 - Ada - Nov 9, 2026 101\u202fPM - c06.ipynb", True),
    # undecidable: the best
    ({"1-9 - Ada - 9. novembre 2026 10.00 - c06.ipynb": 5, "1-9 - Ada - 10. novembre 2026 9.00 - c06.ipynb": 4},
     "1-9 - Ada - 9. novembre 2026 10.00 - c06.ipynb", False),
    ({"ada.ipynb": 5, "ada (1).ipynb": 7}, "ada (1).ipynb", False),
    ({"ada.ipynb": 8, "ada-Copy1.ipynb": 7}, "ada.ipynb", False)])
def test_the_newest_counts_if_it_can_be_told_and_else_the_best(tmp_path, points, counts, better):
    lay(tmp_path, {name: NOTEBOOK for name in points})
    name, note, others_better = chosen(tmp_path, points)
    assert name == counts and others_better == better
    other = next(name for name in points if name != counts)
    assert other.replace("\u202f", " ") in note and ("newest counts" in note) == (platforms.read({name: True for name in points}, ["c06"])[0] != ""
                                                           and "novembre" not in name)


def test_in_a_folder_the_name_of_the_set_tells_answers_from_a_scratch_pad(tmp_path):
    lay(tmp_path, {"kim/c06.ipynb": NOTEBOOK, "kim/c06 (1).ipynb": NOTEBOOK, "kim/scratch.ipynb": NOTEBOOK})
    name, note, _ = chosen(tmp_path, {"c06.ipynb": 1, "c06 (1).ipynb": 2, "scratch.ipynb": 23})
    assert name == "c06 (1).ipynb" and "c06.ipynb (1)" in note and "not graded: kim/scratch.ipynb" in note


def test_one_student_under_two_names_is_brought_together_by_the_roster(tmp_path):
    (tmp_path / "roster.csv").write_text("Student,ID,SIS Login ID\n\"Lovelace, Ada\",13,ada\n", encoding="utf-8")
    lay(tmp_path / "in", {"lovelaceada_13_99_c06.ipynb": NOTEBOOK, "hopper_14_98_c06.ipynb": NOTEBOOK, "ada.ipynb": NOTEBOOK})
    with submissions.find(tmp_path / "in") as found:
        people = attempts.students(found, roster.read(tmp_path / "roster.csv"))
    assert {student.name: [one.path.name for one in student.handed_in] for student in people} == {
        "Lovelace, Ada": ["ada.ipynb", "lovelaceada_13_99_c06.ipynb"], "hopper": ["hopper_14_98_c06.ipynb"]}


# --- a scheme of one's own

@pytest.mark.parametrize("pattern, name, expected", [
    ("{name}_{id}_{}.ipynb", "Ada Lovelace_a12_whatever_it is.ipynb", ("Ada Lovelace", "a12")),
    ("hw_2027_03_{name}.ipynb", "hw_2027_03_zoë.ipynb", ("zoë", "")),
    ("{login}-{}.ipynb", "al1-c06.ipynb", ("al1", "")), ("{email}.ipynb", "ada@example.org.ipynb", ("ada@example.org", "")),
    ("{}/{name}/{attempt}/c06.ipynb", "week 3/ada/2/c06.ipynb", ("ada", "")), ("[{id}] {name}.ipynb", "[7] Ada.IPYNB", ("Ada", "7"))])
def test_a_pattern_says_how_names_are_made(pattern, name, expected):
    who = platforms.compiled(pattern)(name)
    assert (who.name, who.number) == expected


@pytest.mark.parametrize("pattern, says", [
    ("{}.ipynb", "must hold one of"), ("{nam}.ipynb", "may hold {name}"), ("{name}{name}", "each once"), ("{name", "may hold"), ("", "must hold")])
def test_a_wrong_pattern_says_what_is_allowed(pattern, says):
    with pytest.raises(ValueError, match=says):
        platforms.compiled(pattern)


def test_a_pattern_that_fits_nothing_says_so_and_one_that_fits_some_loses_nobody(tmp_path):
    lay(tmp_path, {"hw_1_ada.ipynb": NOTEBOOK, "hw_2_bob.ipynb": NOTEBOOK, "late mail.ipynb": NOTEBOOK})
    with pytest.raises(ValueError, match="fits none of them, the first is 'hw_1_ada.ipynb'"):
        submissions.find(tmp_path, pattern="{name}-{id}.ipynb")
    with submissions.find(tmp_path, pattern="hw_{id}_{name}.ipynb") as found:
        assert said(found) == {"ada 1", "bob 2", "late mail "}


# --- archives

def test_an_archive_stays_inside_and_within_limits(tmp_path):
    path, target = tmp_path / "a.zip", tmp_path / "target"
    target.mkdir()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("../../out.ipynb", "/etc/out.ipynb", "C:\\out.ipynb", "a\\b\\c06.ipynb", "x" * 400 + ".ipynb", "same.ipynb"):
            archive.writestr(name, NOTEBOOK)
        archive.writestr("film.mp4", b"0" * 1000)
        link = zipfile.ZipInfo("link.ipynb")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("large.ipynb", b"0" * 2_000)
    left_out = unpack.unpack(path, target, largest=1_000)
    inside = {str(file.relative_to(target)): file for file in target.rglob("*") if file.is_file()}
    assert {"out.ipynb", "etc/out.ipynb", "a/b/c06.ipynb", "same.ipynb", "out (2).ipynb"} <= set(inside) and left_out == ["link.ipynb"]
    assert inside["film.mp4"].stat().st_size == 0 and inside["large.ipynb"].stat().st_size == 1_001
    assert not any(file.is_symlink() for file in target.rglob("*")) and not (tmp_path / "out.ipynb").exists()
    for limits, says in (({"most_files": 3}, "at most 3 are unpacked"), ({"most_bytes": 500}, "unpacks to more than")):
        (tmp_path / says).mkdir()
        with pytest.raises(ValueError, match=says):
            unpack.unpack(path, tmp_path / says, **limits)
    (tmp_path / "no.zip").write_bytes(b"x")
    with pytest.raises(ValueError, match="submissions must be a folder; got .*cannot be read as a zip file"):
        submissions.find(tmp_path / "no.zip")


def test_names_in_an_archive_are_utf8_whether_it_says_so_or_not(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Zoë.ipynb", NOTEBOOK)
        archive.writestr("li lei-X.ipynb", NOTEBOOK)
    raw = path.read_bytes()
    # The same bytes without the mark for UTF-8, as many platforms write them.
    unmarked = raw.replace(b"\x00\x08\x00\x00", b"\x00\x00\x00\x00")
    assert unmarked != raw
    path.write_bytes(unmarked)
    with submissions.find(path) as found:
        assert [one.student for one in found] == ["Zoë", "li lei-X"]


def test_names_that_are_no_text_are_spelled_out(tmp_path):
    lay(tmp_path, {"ada.ipynb": NOTEBOOK})
    with open(os.fsencode(tmp_path) + b"/b\xffb.ipynb", "wb") as file:
        file.write(NOTEBOOK)
    with submissions.find(tmp_path) as found:
        assert [one.student for one in found] == ["ada", "b\\xffb"]


# --- what a student writes says nothing about who it is

#: The files of a download in which somebody takes the name of somebody else, and who is found.
BORROWED = {
    "a text like Blackboard's own": ({
        "c06_x_eve_attempt_2026-11-27-10-00-00.txt": b"Name: Eve Smith (eve)\n",
        "c06_x_eve_attempt_2026-11-27-10-00-00_c06.ipynb": NOTEBOOK,
        "c06_x_eve_attempt_2026-11-27-10-00-00_notes.txt": b"Name: Ada Lovelace (ada)\n",
        "c06_x_eve_attempt_2026-11-27-10-00-00_.txt": b"Name: Ada Lovelace (ada)\n",
        "c06_x_ada_attempt_2026-11-27-10-00-00_c06.ipynb": NOTEBOOK}, {"Eve Smith": "eve", "ada": "ada"}),
    "a name like Blackboard's own": ({
        "c06_x_eve_attempt_2026-11-27-10-00-00_x_ada_attempt_2026-11-28-10-00-00_c06.ipynb": NOTEBOOK,
        "c06_x_eve_attempt_2026-11-27-10-00-00_x_ada_attempt_2026-11-28-10-00-00.txt": b"Name: Ada Lovelace (ada)\n",
        "c06_x_ada_attempt_2026-11-27-10-00-00_c06.ipynb": NOTEBOOK}, {"eve": "eve", "ada": "ada"}),
    "a name like Moodle's own": ({
        "Eve_7_assignsubmission_file_Ada_8_assignsubmission_file_c06.ipynb": NOTEBOOK,
        "Ada_8_assignsubmission_file_c06.ipynb": NOTEBOOK}, {"Eve": "", "Ada": ""}),
    "in the only folder of Moodle": ({
        "Eve_7_assignsubmission_file_/Ada_8_assignsubmission_file_c06.ipynb": NOTEBOOK}, {"Eve": ""}),
    "two files in the only folder": ({
        "Eve_7_assignsubmission_file_/Ada.ipynb": NOTEBOOK, "Eve_7_assignsubmission_file_/Bob.ipynb": NOTEBOOK}, {"Eve": ""}),
    "a name like Canvas' in the only file of Moodle": ({
        "Eve_7_assignsubmission_file_8_900_c06.ipynb": NOTEBOOK}, {"Eve": ""}),
    "a name like Canvas' in Canvas": ({
        "eve_7_99_ada_8_900_c06.ipynb": NOTEBOOK, "ada_8_901_c06.ipynb": NOTEBOOK}, {"eve": "", "ada": ""}),
    "a name like Brightspace's": ({
        "7-9 - Eve - Nov 27, 2026 1000 AM - 8-9 - Ada - Nov 28, 2026 1000 AM - c06.ipynb": NOTEBOOK,
        "8-9 - Ada - Nov 27, 2026 1000 AM - c06.ipynb": NOTEBOOK}, {"Eve": "", "Ada": ""})}


@pytest.mark.parametrize("case", BORROWED)
def test_nobody_takes_the_name_of_somebody_else(tmp_path, case):
    files, expected = BORROWED[case]
    with submissions.find(lay(tmp_path, files)) as found:
        assert {one.who.name: one.who.login for one in found} == expected
        assert {one.who.number for one in found} <= {"", "7", "8"} and found.platform


def archive(path, files):
    with zipfile.ZipFile(path, "w") as file:
        for name, data in files.items():
            file.writestr(name, data)
    return path


def test_what_is_odd_in_an_archive_is_nobody_else_s(tmp_path):
    """A file where a folder should be, and folders in folders that end like the folder of somebody else."""
    deep = "Eve_7_assignsubmission_file_/" + "Bob_8_assignsubmission_file_/" * 30 + "c06.ipynb"
    path = archive(tmp_path / "in.zip", {deep: NOTEBOOK, "Bob_8_assignsubmission_file_/c06.ipynb": NOTEBOOK, "Ada_9_assignsubmission_file_/x": b"",
                                         "Ada_9_assignsubmission_file_/x/y.ipynb": NOTEBOOK, "Ada_9_assignsubmission_file_/c06.ipynb": NOTEBOOK})
    with submissions.find(path) as found:
        assert [(one.student, one.number, one.problem) for one in found] == [("Ada", "9", None), ("Bob", "8", None), ("Eve", "7", None)]
        assert ("Ada_9_assignsubmission_file_/x/y.ipynb", "not_unpacked") in found.ignored


def zipped(files, depth=0):
    """The bytes of an archive of files, itself alone in further archives."""
    for _ in range(depth + 1):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
            for name, data in files.items():
                file.writestr(name, data)
        files = {"more.zip": buffer.getvalue()}
    return buffer.getvalue()


@pytest.mark.parametrize("name, other", [("ada_1_11_c06.zip", "bob_2_12_c06.ipynb"),
                                         ("Ada_7_assignsubmission_file_/handed in.zip", "Bob_8_assignsubmission_file_/c06.ipynb")])
@pytest.mark.parametrize("depth, opened", [(0, True), (1, True), (2, False), (40, False)])
def test_an_archive_in_a_student_s_archive_is_opened_and_none_in_that(tmp_path, name, other, depth, opened):
    lay(tmp_path / "in", {name: zipped({"work/c06.ipynb": NOTEBOOK}, depth), other: NOTEBOOK})
    with submissions.find(tmp_path / "in") as found:
        ada = next(one for one in found if one.student.lower().startswith("ada"))
        assert (ada.problem, ada.read() if opened else None) == ((None, NOTEBOOK) if opened else ("no_notebook_but", None))
        assert len(found.folders) == min(depth, 1) + 1 and len(found) == 2
        kept = [folder.name for folder in found.folders]
    assert not any(os.path.exists(folder) for folder in kept)


def test_beside_a_notebook_no_archive_is_opened(tmp_path):
    lay(tmp_path / "in", {"ada_1_11_c06.zip": zipped({"c06.ipynb": NOTEBOOK, "more.zip": zipped({"other.ipynb": NOTEBOOK})})})
    with submissions.find(tmp_path / "in") as found:
        assert [one.path.name for one in found] == ["c06.ipynb"] and len(found.folders) == 1


BOMB = zipped({f"{number}.ipynb": b"0" * 700_000 for number in range(4)})
HOSTILE = {
    "a bomb in an archive": {"more.zip": BOMB}, "bombs beside it": {"a.zip": BOMB, "b.zip": BOMB, "c.zip": BOMB},
    "a bomb of files": {"more.zip": zipped({f"{number}.txt": b"" for number in range(30)})}, "damaged": {"more.zip": b"PK\3\4 broken"},
    "a chain": {"more.zip": zipped({"c06.ipynb": NOTEBOOK}, 60)}, "its own name": {"ada_1_11_c06.zip": zipped({"ada_1_11_c06.zip": b"PK\3\4"})},
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_hostile_in_an_archive_in_an_archive_is_refused(tmp_path, case, monkeypatch):
    """All of an archive, with what is inside it, within the limits of one: here 20 files and 1 MB."""
    monkeypatch.setattr(submissions, "MOST_FILES", 20)
    monkeypatch.setattr(submissions, "MOST_BYTES", 1_000_000)
    lay(tmp_path / "in", {"ada_1_11_c06.zip": zipped(HOSTILE[case]), "bob_2_12_c06.ipynb": NOTEBOOK})
    with submissions.find(tmp_path / "in") as found:
        assert {(one.student, one.problem) for one in found} == {("ada", "no_notebook_but"), ("bob", None)}
        written = [os.path.getsize(os.path.join(root, name)) for folder in found.folders for root, _, names in os.walk(folder.name) for name in names]
        assert sum(written) <= 1_000_000 + 100_000 and len(written) <= 20


def test_an_archive_behind_a_bomb_gets_what_the_bomb_left(tmp_path, monkeypatch):
    monkeypatch.setattr(submissions, "MOST_BYTES", 1_000_000)
    good = zipped({"c06.ipynb": NOTEBOOK})
    for first, problem in ((BOMB, "no_notebook_but"), (b"PK damaged", None)):
        lay(tmp_path / str(len(first)), {"ada_1_11_c06.zip": zipped({"a.zip": first, "b.zip": good}), "bob_2_12_c06.ipynb": NOTEBOOK})
        with submissions.find(tmp_path / str(len(first))) as found:
            assert next(one for one in found if one.student == "ada").problem == problem


@pytest.mark.parametrize("name, student", [("ada_1_211_c06.zip", "ada"), ("Ada_7_assignsubmission_file_c06.zip", "Ada"),
                                           ("7-9 - Ada - Nov 27, 2026 1000 AM - c06.zip", "Ada")])
def test_the_only_archive_of_a_download_is_a_student_s(tmp_path, name, student):
    inner = archive(tmp_path / "inner.zip", {"work/c06.ipynb": NOTEBOOK, "Bob.ipynb": NOTEBOOK})
    lay(tmp_path / "in", {name: inner.read_bytes()})
    with submissions.find(tmp_path / "in") as found:
        assert {one.student for one in found} == {student} and not any(one.problem for one in found)


def test_a_folder_that_blackboard_names_holds_all_students(tmp_path):
    lay(tmp_path / "gradebook_QKD_homework_2026-11-28-10-00-00", {
        f"homework_{login}_attempt_2026-11-27-10-00-00_c06.ipynb": NOTEBOOK for login in ("ada", "bob")})
    with submissions.find(tmp_path) as found:
        assert found.platform == "blackboard" and {one.who.login for one in found} == {"ada", "bob"}
