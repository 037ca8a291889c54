"""The class: every platform's own table joins with its own download, in whatever form it was saved."""

import csv
import io

import pytest

from qedu.grading.classroom import attempts, platforms, results, roster, submissions
from qedu.grading.classroom.grade import grade as grade_class
from tests.grading import quick

CANVAS = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "BB84 (77)", "Final Score"],
          ["    Points Possible", "", "", "", "", "13", "(read only)"],
          ["Lovelace, Ada", "13", "A-1", "al1", "Sec 1", "", "90"], ["Müller, Zoë", "15", "A-2", "zm2", "Sec 1", "5", ""],
          ["Wang, Wei", "51", "A-3", "ww3", "Sec 1", "", ""], ["Wang, Wei", "52", "A-4", "ww4", "Sec 2", "", ""],
          ["Nobody, Nora", "60", "A-5", "nn5", "Sec 2", "", ""], ["Student, Test", "99", "", "", "Sec 1", "", ""]]
PARTICIPANTS = [["First name", "Last name", "ID number", "Email address", "Groups"],
                ["Ada", "Lovelace", "A-1", "ada@example.org", ""], ["Zoë", "Müller", "A-2", "zoe@example.org", "G"],
                ["Nora", "Nobody", "A-5", "nora@example.org", ""]]
GERMAN = [["Vorname", "Nachname", "Irgendwas", "Kontakt"], *(row[:2] + ["x", row[3]] for row in PARTICIPANTS[1:])]
WORKSHEET = [["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade", "Grade can be changed",
              "Last modified (submission)", "Last modified (grade)", "Feedback comments"],
             ["Participant 512", "Ada Lovelace", "ada@example.org", "Submitted for grading - ", "", "13.00", "Yes",
              "Friday, 27 November 2026, 10:00 AM", "-", ""],
             ["Participant 513", "Zoë Müller", "zoe@example.org", "Submitted for grading - ", "2.00", "13.00", "Yes",
              "Friday, 27 November 2026, 10:01 AM", "Friday, 27 November 2026, 11:00 AM", "old"],
             ["Participant 519", "Nora Nobody", "nora@example.org", "No submission", "", "13.00", "Yes", "-", "-", ""]]
HIDDEN = [["Kennung", "Status", "Bewertung", "Bestwertung", "Bewertung kann geändert werden", "Zuletzt geändert (Bewertung)"],
          ["Teilnehmer/in512", "Zur Bewertung abgegeben", "", "13,00", "Ja", "-"], ["Teilnehmer/in513", "", "", "13,00", "Ja", "-"],
          ["Teilnehmer/in519", "", "", "13,00", "Ja", "-"]]
GRADESCOPE = [["First Name", "Last Name", "SID", "Email", "Role", "Sections"], ["Ada", "Lovelace", "0042", "ada@example.org", "Student", ""],
              ["Zoë", "Müller", "43", "zoe@example.org", "Student", ""], ["Nora", "Nobody", "44", "nora@example.org", "Student", ""],
              ["Tea", "Cher", "1", "tea@example.org", "Instructor", ""]]
BRIGHTSPACE = [["OrgDefinedId", "Username", "Last Name", "First Name", "Email", "End-of-Line Indicator"],
               ["#A-1", "#al1", "Lovelace", "Ada", "ada@example.org", "#"], ["#A-2", "#zm2", "Müller", "Zoë", "zoe@example.org", "#"],
               ["#A-5", "#nn5", "Nobody", "Nora", "nora@example.org", "#"]]
BLACKBOARD = [["Last Name", "First Name", "Username", "Student ID", "Availability"], ["Lovelace", "Ada", "al1", "A-1", "Yes"],
              ["Müller", "Zoë", "zm2", "A-2", "Yes"], ["Nobody", "Nora", "nn5", "A-5", "Yes"]]
OWN = [["student"], ["ada lovelace"], ["ZOË MÜLLER"], ["Nora Nobody"]]

_METADATA = ("submission_1:\n  :submitters:\n  - :name: Ada L.\n    :sid: '0042'\nsubmission_2:\n  :submitters:\n  - :name: Zo\n    :sid: 43\n")

#: By platform: its table, and the names that its download has for Ada and Zoë.
CLASSES = {
    "canvas": (CANVAS, ["lovelaceada_13_9913_c06.ipynb", "müllerzoë_LATE_15_9915_c06.ipynb"]),
    "moodle": (PARTICIPANTS, ["Ada Lovelace_512_assignsubmission_file_/c06.ipynb", "ZOË Müller_513_assignsubmission_file_/c06.ipynb"]),
    "moodle in another language": (GERMAN, ["Ada Lovelace_512_assignsubmission_file_/c06.ipynb",
                                            "Zoë Müller_513_assignsubmission_file_/c06.ipynb"]),
    "moodle worksheet": (WORKSHEET, ["A_512_assignsubmission_file_/c06.ipynb", "Z_513_assignsubmission_file_/c06.ipynb"]),
    "moodle, names hidden": (HIDDEN, ["Teilnehmerin_512_assignsubmission_file_/c06.ipynb",
                                      "Teilnehmerin_513_assignsubmission_file_/c06.ipynb"]),
    "gradescope": (GRADESCOPE, ["submission_1/c06.ipynb", "submission_2/c06.ipynb"]),
    "brightspace": (BRIGHTSPACE, ["271836-9 - Ada Lovelace - Nov 27, 2026 1000 AM - c06.ipynb",
                                  "271837-9 - Zoë Müller - Nov 27, 2026 1000 AM - c06.ipynb"]),
    "blackboard": (BLACKBOARD, ["c06_al1_attempt_2026-11-27-10-00-00_c06.ipynb", "c06_zm2_attempt_2026-11-27-10-00-00_c06.ipynb"]),
    "moodle, of one group": (PARTICIPANTS, ["Lab 1-Ada Lovelace_512_assignsubmission_file_/c06.ipynb",
                                            "Lab 1-Zoë Müller_513_assignsubmission_file_/c06.ipynb"]),
    "moodle, in teams of an older version": (PARTICIPANTS, ["Team-1-Ada Lovelace_512_assignsubmission_file_c06.ipynb",
                                                            "Default group-Zoë Müller_513_assignsubmission_file_c06.ipynb"]),
    "moodle, both names in one column": ([["First name / Surname", "Email address"], *([" ".join(row[:2]), row[3]] for row in PARTICIPANTS[1:])],
                                         ["Ada Lovelace_512_assignsubmission_file_/c06.ipynb", "Zoë Müller_513_assignsubmission_file_/c06.ipynb"]),
    "blackboard, user names that begin alike": (
        [["Last Name", "First Name", "Username", "Student ID"], *([*row[:2], f"s_{number}", f"{3 - number}"]
         for number, row in enumerate(BLACKBOARD[1:], 1))],
        ["Week_3_s_1_attempt_2026-11-27-10-00-00_c06.ipynb", "Week_3_s_2_attempt_2026-11-27-10-00-00_c06.ipynb"]),
    "canvas, numbers that became decimal": ([CANVAS[0], CANVAS[1], *([row[0], f"{CANVAS[at][1]}.0", *row[2:]] for at in (2, 3, 6) for row in [CANVAS[at]])],
                                            ["smithada_13_9913_c06.ipynb", "müllerzoë_LATE_15_9915_c06.ipynb"]),
    "by hand": (OWN, ["Ada Lovelace.ipynb", "Zoe\u0308 Mu\u0308ller.ipynb"]),
    "by user name": (BLACKBOARD, ["al1.ipynb", "ZM2.ipynb"]), "by number": (BLACKBOARD, ["A-1/c06.ipynb", "A-2/c06.ipynb"]),
    "by mail": (PARTICIPANTS, ["ada@example.org.ipynb", "zoe@example.org.ipynb"])}


def save(path, rows, delimiter=",", code="utf-8", before=""):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    path.write_bytes((before + text.getvalue()).encode(code))
    return path


def joined(folder, table):
    with submissions.find(folder) as found:
        return attempts.students(found, roster.read(table))


@pytest.mark.parametrize("case", CLASSES)
def test_the_platform_s_own_table_joins_with_its_download(tmp_path, case):
    table, names = CLASSES[case]
    folder = quick.lay(tmp_path / "in", {name: quick.notebook() for name in names})
    if case == "gradescope":
        (folder / "submission_metadata.yml").write_text(_METADATA, encoding="utf-8")
    people = joined(folder, save(tmp_path / "roster.csv", table))
    assert all(student.person for student in people), [student.name for student in people if not student.person]
    came = {student.handed_in[0].place: student for student in people if student.handed_in}
    first, second = ([student.name for place, student in came.items() if place == name.split("/")[0]] for name in names)
    assert len(came) == 2 and (first, second) != ([], [])
    expected = [row for row in table[1:] if "Ada" in "".join(row) or "Lovelace" in "".join(row) or "ada" in "".join(row) or "512" in row[0]]
    assert came[names[0].split("/")[0]].person.line == expected[0]
    assert len(people) == (5 if case == "canvas" else 3), "the test student and those who teach are no students"


@pytest.mark.parametrize("how", [
    {"delimiter": ";"}, {"delimiter": "\t"}, {"delimiter": "|"}, {"code": "utf-8-sig"}, {"delimiter": "\t", "code": "utf-16"}, {"before": "sep=,\r\n"},
    {"delimiter": ";", "code": "utf-8-sig", "before": "\r\n"}])
def test_a_table_is_read_however_it_was_saved(tmp_path, how):
    table = roster.read(save(tmp_path / "roster.csv", CANVAS, **how))
    assert [person.name for person in table.people] == [row[0] for row in CANVAS[2:7]] and table.kind == "canvas"
    assert table.people[1].ids == {"id": "15", "sis": "A-2", "login": "zm2"} and not table.clashes


@pytest.mark.parametrize("data, says", [
    ("student;points\nZoë;1\n".encode("cp1252"), "must be saved in UTF-8 .*its byte 18 shows"), (b"PK\3\4rest", "is a workbook; save it"),
    (b"", "is empty"), (b"student\n", "holds headings only"), (b"ada\nbob\n", "the first line of .* is 'ada'"),
    (b"nick,no.\nada,1\n", "must have a column 'student' .*'nick', 'no.'")])
def test_what_cannot_be_read_says_what_is_wrong(tmp_path, data, says):
    (tmp_path / "roster.csv").write_bytes(data)
    with pytest.raises(ValueError, match=f"roster {says}|roster .*{says}"):
        roster.read(tmp_path / "roster.csv")
    with pytest.raises(ValueError, match="roster could not be read"):
        roster.read(tmp_path / "nowhere.csv")


def test_where_a_user_name_begins_is_seen_from_all_of_them(tmp_path):
    """One name alone could be read in two ways, and both are on the roster."""
    table = save(tmp_path / "roster.csv", [["student", "username"], ["Ada", "b"], ["Bob", "a_b"]])
    folder = quick.lay(tmp_path / "in", {f"HW_{login}_attempt_2026-11-27-10-00-00_c06.ipynb": quick.notebook() for login in ("a_b", "a_a_b")})
    assert {student.name: [one.place[:6] for one in student.handed_in] for student in joined(folder, table)} == {
        "Ada": ["HW_a_b"], "Bob": ["HW_a_a"]}
    folder = quick.lay(tmp_path / "one", {"Week_3_a_b_attempt_2026-11-27-10-00-00_c06.ipynb": quick.notebook()})
    ada, bob = joined(folder, save(tmp_path / "roster.csv", [["student", "username"], ["Ada", "ada"], ["Bob", "a_b"]]))
    assert bob.handed_in and not ada.handed_in


def test_hyphens_in_names_are_no_groups(tmp_path):
    table = save(tmp_path / "roster.csv", [["student"], ["Anna-Maria Berg"], ["Luc Picard"]])
    folder = quick.lay(tmp_path / "in", {f"{name}_assignsubmission_file_/c06.ipynb": quick.notebook()
                                         for name in ("Anna-Maria Berg_1", "Jean-Luc Picard_2")})
    assert [student.name for student in joined(folder, table) if student.person and student.handed_in] == ["Anna-Maria Berg"]


def test_two_people_of_one_name_keep_their_marks_apart(tmp_path, monkeypatch):
    quick.switch_on(monkeypatch)
    quick.lay(tmp_path / "in", {"wangwei_52_1002_c06.ipynb": quick.notebook(1), "wangwei_51_1001_c06.ipynb": quick.notebook(),
                                "wangwei_53_1003_c06.ipynb": quick.notebook(2)})
    rows = grade_class(tmp_path / "in", tmp_path / "out", roster=save(tmp_path / "roster.csv", CANVAS))
    with open(tmp_path / "out" / "canvas.csv", encoding="utf-8", newline="") as file:
        points = {row["ID"]: row["BB84 (77)"] for row in csv.DictReader(file)}
    whole, one, two = (quick.MOST - sum(entry["points"] for entry in quick.GRADED[:wrong]) for wrong in (0, 1, 2))
    assert points == {"": str(quick.MOST), "51": str(whole), "52": str(one), "53": str(two), "13": "", "15": "", "60": ""}
    stranger, = [row for row in rows if row["roster"]]
    assert stranger["number"] == "53", "a name that somebody on the roster has is not enough when the numbers differ"


def test_zeros_that_a_spreadsheet_dropped(tmp_path):
    table = roster.read(save(tmp_path / "r.csv", [["Name", "SID"], ["Ada", "42"], ["Bob", "000"], ["Cy", "4200"], ["Dee", '="0077"'], ["Eli", "78.0"]]))
    assert [table.match(platforms.Handed("?", number), "gradescope").name for number in ("0042", "0", "04200", "0077", "78")] == [
        "Ada", "Bob", "Cy", "Dee", "Eli"], "or written as a formula to keep them, or made decimal"
    assert table.match(platforms.Handed("?", "420"), "gradescope") is None


def test_a_roster_that_contradicts_itself_is_named(tmp_path):
    table = roster.read(save(tmp_path / "r.csv", [["student", "ID number"], ["Ada", "1"], ["Bob", "1"], ["Cy", ""], ["cy ", ""], ["Dee", "4"],
                                                  ["Dee", "4"]]))
    assert len(table.people) == 5 and len(table.clashes) == 2
    assert "Ada and Bob have the same ID number" in table.clashes[0] and "Cy stands on the roster 2 times" in table.clashes[1]
    assert table.match(platforms.Handed("1"), "") is None and table.match(platforms.Handed("dee"), "").name == "Dee"


def test_a_roster_that_fits_nothing_says_so_once(tmp_path, monkeypatch):
    """Hidden names and a list of names; the list of another class."""
    quick.switch_on(monkeypatch)
    quick.lay(tmp_path / "hidden", {f"Participant_{number}_assignsubmission_file_/c06.ipynb": quick.notebook() for number in (512, 513)})
    rows = grade_class(tmp_path / "hidden", tmp_path / "out", roster=save(tmp_path / "roster.csv", PARTICIPANTS))
    assert [row["student"] for row in rows] == ["Participant 512", "Participant 513"] and not any(row["roster"] for row in rows)
    assert len(rows.clashes) == 1 and "give the grading worksheet" in rows.clashes[0]
    quick.lay(tmp_path / "of another", {f"Teilnehmer/in_{number}_assignsubmission_file_c06.ipynb".replace("/", ""): quick.notebook()
                                        for number in (712, 713)})
    rows = grade_class(tmp_path / "of another", tmp_path / "out", roster=save(tmp_path / "worksheet.csv", HIDDEN))
    assert len(rows) == 2 and "give the grading worksheet" in rows.clashes[0]
    with open(tmp_path / "out" / "moodle-worksheet.csv", encoding="utf-8", newline="") as file:
        assert [row["Identifier"] for row in csv.DictReader(file)] == ["Participant 712", "Participant 713"]
    quick.lay(tmp_path / "other", {"grace.ipynb": quick.notebook()})
    rows = grade_class(tmp_path / "other", tmp_path / "out", roster=tmp_path / "roster.csv")
    assert len(rows) == 4 and "Nobody who handed in is on the roster" in rows.clashes[0]


@pytest.mark.parametrize("name", ["al1", "AL1", "ada@example.org", "ada", "A-1", "ada_lovelace", "LovelaceAda", "Ada  Lovelace", "Lovelace, Ada",
                                  "lovelace ada"])
def test_what_people_call_their_file(tmp_path, name):
    table = [["First name", "Last name", "ID number", "Username", "Email"], ["Ada", "Lovelace", "A-1", "al1", "ada@example.org"],
             ["Adam", "Love", "A-11", "al11", "adam@example.org"]]
    folder = quick.lay(tmp_path / "in", {f"{name}.ipynb": quick.notebook()})
    first, second = joined(folder, save(tmp_path / "roster.csv", table))
    assert first.name == "Ada Lovelace" and first.handed_in and not second.handed_in


def test_everybody_and_everything_is_named(tmp_path, monkeypatch, capsys):
    """Who is not on the roster, who handed in nothing, who was late, what is no submission."""
    from qedu import cli

    quick.switch_on(monkeypatch)
    quick.lay(tmp_path / "in", {"lovelaceada_LATE_13_1_c06.ipynb": quick.notebook(), "hopper_14_2_c06.ipynb": quick.notebook(),
                                "hopper_14_3_plot.png": b"x", "notes.txt": b"x", ".DS_Store": b"x"})
    code = cli.main(["grade", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--quiet", "--roster",
                     str(save(tmp_path / "roster.csv", CANVAS))])
    said = capsys.readouterr().out
    for line in ("names are those that Canvas gives", "Late (1): Lovelace, Ada", "Not on the roster (1): hopper", "Nothing handed in (4): Müller",
                 "lies beside a notebook (1): hopper_14_3_plot.png", "no notebook (1): notes.txt", "Seed of these results"):
        assert line in said, said
    assert code == 1
    index = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "Not on the roster." in index and "Handed in late." in index and "notes.txt: no notebook" in index
    secret = str(results.secret(tmp_path / "out" / "results", None)["seed"])
    assert secret in said and not [path for path in (tmp_path / "out").glob("*.*") if secret.encode() in path.read_bytes()]


def test_what_the_student_may_be_called(tmp_path):
    """For a notebook worked under one's user name: all names of one person are known."""
    folder = quick.lay(tmp_path / "in", {"lovelaceada_13_9913_c06.ipynb": quick.notebook(), "hopper_14_9914_c06.ipynb": quick.notebook()})
    ada = next(student for student in joined(folder, save(tmp_path / "roster.csv", CANVAS)) if student.person)
    assert {"lovelaceada", "13", "Lovelace, Ada", "Ada Lovelace", "A-1", "al1"} <= set(ada.handed_in[0].aliases)


# --- numbers of one's own

@pytest.mark.parametrize("head", ["ID", "id", "User ID", "Identifier", "Kennung"])
def test_numbers_of_a_course_s_own_are_not_taken_for_those_of_canvas(tmp_path, monkeypatch, head):
    """In the course Ada is number 15, which is Zoë's in Canvas."""
    quick.switch_on(monkeypatch)
    quick.lay(tmp_path / "in", {"lovelaceada_13_9913_c06.ipynb": quick.notebook(1), "müllerzoë_15_9915_c06.ipynb": quick.notebook()})
    own = save(tmp_path / "roster.csv", [["student", head], ["Ada Lovelace", "15"], ["Zoë Müller", "1"]])
    rows = grade_class(tmp_path / "in", tmp_path / "out", roster=own)
    assert [(row["student"], row["number"], row["roster"]) for row in rows] == [("Ada Lovelace", "13", ""), ("Zoë Müller", "15", "")]
    with open(tmp_path / "out" / "canvas.csv", encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))[1:]
    assert [(line["ID"], line["SIS User ID"]) for line in lines] == [("13", ""), ("15", "")]
    quick.lay(tmp_path / "by hand", {"ada lovelace.ipynb": quick.notebook(), "1.ipynb": quick.notebook()})
    rows = grade_class(tmp_path / "by hand", tmp_path / "out", roster=own)
    assert [(row["handed_in"], row["roster"]) for row in rows] == [(True, ""), (True, "")], "a file may bear the course's number"
    with open(tmp_path / "out" / "canvas.csv", encoding="utf-8", newline="") as file:
        assert not any(line["ID"] or line["SIS User ID"] for line in csv.DictReader(file))


def test_a_table_made_from_canvas_numbers_still_joins(tmp_path):
    """Two people of one name, and one who is called otherwise: only the number tells."""
    table = save(tmp_path / "roster.csv", [["Student", "ID"], ["Wei Wang", "51"], ["Wei Wang", "52"], ["Bob Stone", "53"], ["Ada Lovelace", "13"]])
    folder = quick.lay(tmp_path / "in", {f"{name}_c06.ipynb": quick.notebook() for name in (
        "wangwei_52_1", "wangwei_51_2", "stonerobert_53_3", "lovelaceada_13_4")})
    people = {student.person.ids["own"]: student.handed_in for student in joined(folder, table)}
    assert {own: handed[0].who.number for own, handed in people.items()} == {"51": "51", "52": "52", "53": "53", "13": "13"}


def test_equal_numbers_of_different_origin_tell_nobody(tmp_path):
    table = roster.read(save(tmp_path / "r.csv", [["student", "ID", "Student number"], ["Ada", "1", "2"], ["Bob", "2", "3"]]))
    assert [(who := table.match(platforms.Handed(name, name), "")) and who.name for name in "123"] == ["Ada", None, "Bob"]
    assert [(who := table.match(platforms.Handed(name), "")) and who.name for name in "123"] == ["Ada", None, "Bob"]


OWN_TABLES = {
    "numbers in front": [["Student number", "First name", "Last name", "Email", "Year"], ["u1234", "Ada", "Lovelace", "ada@example.org", "2027"],
                         ["u1235", "Zoë", "Müller", "zoe@example.org", "2027"]],
    "numbers of unknown kind in front": [["Number", "First name", "Last name", "Email", "Programme"], ["u1234", "Ada", "Lovelace", "ada@example.org", "B"],
                                         ["u1235", "Zoë", "Müller", "zoe@example.org", "B"]],
    "Name, Vorname": [["Name", "Vorname", "Matrikelnummer"], ["Lovelace", "Ada", "1"], ["Müller", "Zoë", "2"]],
    "Achternaam": [["Voornaam", "Achternaam"], ["Ada", "Lovelace"], ["Zoë", "Müller"]],
    "roles in another language": [["Name", "Role"], ["Ada Lovelace", "Opiskelija"], ["Zoë Müller", "Opiskelija"]],
    "roles in German": [["Name", "Role"], ["Ada Lovelace", "Studierende"], ["Zoë Müller", "Teilnehmer/in"], ["Tea Cher", "Dozentin"]]}


@pytest.mark.parametrize("case", OWN_TABLES)
@pytest.mark.parametrize("names", [["Ada Lovelace_512_assignsubmission_file_/c06.ipynb", "Zoë Müller_513_assignsubmission_file_/c06.ipynb"],
                                   ["Lovelace Ada.ipynb", "zoë müller.ipynb"]])
def test_tables_of_one_s_own_join_by_name(tmp_path, case, names):
    table = save(tmp_path / "roster.csv", OWN_TABLES[case])
    assert roster.read(table).kind == ""
    people = joined(quick.lay(tmp_path / "in", {name: quick.notebook() for name in names}), table)
    assert len(people) == 2 and all(student.person and len(student.handed_in) == 1 for student in people)


def test_what_is_left_of_a_worksheet_still_tells_participants(tmp_path):
    table = roster.read(save(tmp_path / "r.csv", [row[:2] for row in WORKSHEET]))
    assert table.kind == "" and table.match(platforms.Handed("?", "513"), "moodle").name == "Zoë Müller"
