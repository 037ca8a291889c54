"""Who is in the class: a table of one's own, or the one that a learning platform exports."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field

from qedu.grading.classroom import tables
from qedu.grading.classroom.platforms import PARTICIPANT, same

__all__ = ["Person", "Roster", "read", "EMPTY", "KINDS"]

#: Kinds of IDs, the one that tells most about where work came from first.
KINDS = ("id", "participant", "sis", "own", "login", "email")

#: Headings, of the platforms' own tables and in some languages of Moodle's.
_HEADINGS = {
    "student": ("student", "student name", "display name"),
    "full": ("full name", "fullname", "name", "names", "vollständiger name", "nom complet", "nombre completo", "nome completo"),
    "first": ("first name", "firstname", "first", "given name", "vorname", "prénom", "prénom(s)", "nombre", "nombre(s)", "nome",
              "voornaam", "förnamn", "fornavn"),
    "last": ("last name", "lastname", "last", "surname", "family name", "nachname", "nom", "nom de famille", "apellido(s)", "apellidos",
             "apellido", "cognome", "sobrenome", "familienname", "achternaam", "efternamn", "etternavn"),
    "id": ("canvas id", "canvas user id"),
    "own": ("id", "user id", "identifier", "kennung"),
    "participant": ("participant", "participant number"),
    "sis": ("sis user id", "sid", "id number", "student id", "student number", "orgdefinedid", "org defined id", "matriculation number",
            "id-nummer", "matrikelnummer", "numéro d'identification", "número de id"),
    "login": ("sis login id", "login id", "login", "username", "user name", "anmeldename", "nom d'utilisateur", "nombre de usuario"),
    "email": ("email address", "email", "e-mail", "e-mail address", "mail", "e-mail-adresse", "adresse de courriel", "dirección de correo"),
    "group": ("group", "groups", "gruppe", "gruppen", "groupe", "groupes", "grupo", "grupos", "gruppo", "gruppi", "groep", "groepen"),
    "role": ("role", "roles"),
}


@dataclass
class Person:
    """One student of a roster.

    Attributes
    ----------
    name : str
        As the roster shows it.
    names : list of str
        All forms of it under which work may come in.
    groups : set of str
        Those to which this person belongs, as `qedu.grading.classroom.platforms.same` has them.
    ids : dict of str to str
        ``id`` (Canvas), ``participant`` (Moodle), ``sis``, ``own`` (of whatever origin), ``login``, ``email``; those that
        are known.
    cells : dict of str to str
        The row, by heading.
    line : list of str
        The row as it is.
    """

    name: str
    names: list
    groups: set
    ids: dict
    cells: dict
    line: list

    @property
    def aliases(self):
        """Everything that the student may call an ID."""
        email = self.ids.get("email", "")
        return [*self.names, *self.ids.values(), *([email.partition("@")[0]] if "@" in email else [])]


@dataclass
class Roster:
    """All students of a class.

    Attributes
    ----------
    kind : str
        "canvas", "moodle worksheet", or "" for any other table.
    head : list of str
    people : list of Person
    clashes : list of str
        What does not go together in it, in words.
    """

    kind: str = ""
    head: list = field(default_factory=list)
    people: list = field(default_factory=list)
    clashes: list = field(default_factory=list)

    def __post_init__(self):
        self._canvas_s = False                          # whether numbers of whatever origin are those of Canvas
        self._in_groups = False                         # whether names of Moodle begin with that of a group
        self._login = -1                                # which of the likely user names of Blackboard it is
        self._by = defaultdict(list)                    # (kind of ID, its folded text): people
        for person in self.people:
            for kind, text in person.ids.items():
                self._by[kind, _number(text)].append(person)
            for name in {same(name) for name in person.names}:
                self._by["name", name].append(person)
            for name in {_letters(name) for name in person.names}:
                self._by["letters", name].append(person)
            if "@" in person.ids.get("email", ""):
                self._by["mailbox", same(person.ids["email"].partition("@")[0])].append(person)

    def owners(self, handed, platform):
        """Find for whom something was handed in.

        Parameters
        ----------
        handed : qedu.grading.classroom.platforms.Handed
        platform : str
            Key of the platform, or "".

        Returns
        -------
        people : list of Person
        together : bool
            Whether they are the members of a group.  The number is then the group's, and nobody's on the roster.
        """
        if platform == "moodle" and not self._one(handed.name, "name"):
            members = [person for person in self.people if same(handed.name) in person.groups]
            if members:
                return members, True
        person = self.match(handed, platform)
        return [person] if person else [], False

    def match(self, handed, platform):
        """Find who handed something in.

        Parameters
        ----------
        handed : qedu.grading.classroom.platforms.Handed
        platform : str
            Key of the platform, or "".

        Returns
        -------
        Person or None
            None if nobody fits, or more than one.
        """
        kinds = {"canvas": ("id", "own") if self._canvas_s else ("id",), "moodle": ("participant",), "gradescope": ("sis", "own"),
                 "": ("id", "sis", "own", "login", "participant")}.get(platform, ())
        if handed.number and (found := self._one(handed.number, *kinds)):
            return found
        login = handed.logins[self._login] if handed.logins else handed.login
        for text, kinds_of_it in ((login, _LOGINS), (handed.email, ("email", "login"))):
            for kind in kinds_of_it:
                if text and (found := self._one(text, kind)):
                    return found
        if handed.hidden or not handed.name:
            return None
        # A file that bears a number or a user name in the place of a name.
        for kinds in (("name",), ("login", "sis", "id", "own", "email"), ("mailbox",), ("letters",)):
            found = self._one(handed.name, *kinds)
            if found and not self._other_number(found, handed, platform):
                return found
        if self._in_groups:
            ends = [handed.name[dash.end():] for dash in re.finditer("-", handed.name)]
            return next((found for name in ends if (found := self._one(name, "name"))), None)
        return None

    def learn(self, found):
        """See from a whole download what one name does not tell.

        Whether numbers whose origin nobody has told are those of Canvas; where a user name of Blackboard begins; and
        whether a name of Moodle has that of a group before it, as in older versions.

        Parameters
        ----------
        found : qedu.grading.classroom.submissions.Found
        """
        names = {one.who.name for one in found}
        self._in_groups = found.platform == "moodle" and len(names) > 1 and all(
            "-" in name and not self._one(name, "name") for name in names)
        logins = {one.who.logins for one in found} - {()}
        places = range(-min(map(len, logins), default=1), 0)
        # A user name that is one counts more than what is somebody's number.
        self._login = max(reversed(places), key=lambda place: [
            sum(any(self._one(one[place], kind) for kind in kinds) for one in logins) for kinds in (_LOGINS[:1], _LOGINS)])
        pairs = [(person.ids["own"], one.who.number) for one in found
                 if (person := self._one(one.who.name, "letters")) and person.ids.get("own")]
        self._canvas_s = found.platform == "canvas" and all(_number(own) == _number(number) for own, number in pairs)

    def fits(self, found):
        """Say what is wrong if the roster fits nothing that was handed in.

        Parameters
        ----------
        found : qedu.grading.classroom.submissions.Found

        Returns
        -------
        str
            Empty if it fits somebody, or if there is nobody on it.
        """
        self.learn(found)
        if not self.people or any(self.owners(one.who, found.platform)[0] for one in found):
            return ""
        if all(one.who.hidden for one in found):
            return ("The names are hidden, and the roster has none of the numbers that stand in their place, so nobody is told by it; "
                    "for Moodle give the grading worksheet of the assignment as the roster")
        return "Nobody who handed in is on the roster: it may be that of another class, or lack what the names of the files are made of"

    def _one(self, text, *kinds):
        """Who alone has this text as an ID of one of these kinds: numbers of different origin may be equal by chance."""
        found = {id(person): person for kind in kinds for person in self._by.get((kind, _FORMS.get(kind, _number)(text)), ())}
        return next(iter(found.values())) if len(found) == 1 else None

    def _other_number(self, person, handed, platform):
        """Whether somebody of the same name, but with another number, is meant."""
        kind = {"canvas": "id", "moodle": "participant"}.get(platform)
        known = person.ids.get(kind) or (self._canvas_s and person.ids.get("own")) if kind else None
        return bool(known and handed.number and _number(known) != _number(handed.number))


#: Of a class without a roster.
EMPTY = Roster()


def read(path):
    """Read a roster.

    Parameters
    ----------
    path : str or pathlib.Path or None
        A table with a column ``student``, or with names in any of the headings that learning platforms use; the
        gradebook of Canvas, the list of participants, the gradebook or the offline grading worksheet of Moodle, the
        roster of Gradescope and the gradebook of Brightspace or Blackboard can be taken as they are.

    Returns
    -------
    Roster

    Raises
    ------
    ValueError
        If it cannot be read, or nobody can be told from it; says what is missing.
    """
    if path is None:
        return EMPTY
    head, rows = tables.read(path, "roster")
    places = {kind: place for kind, names in _HEADINGS.items() if (place := tables.column(head, *names)) is not None}
    if "email" not in places:                           # in whatever language
        like = [place for place in range(len(head)) if rows and all("@" in row[place] for row in rows)]
        places |= {"email": like[0]} if like else {}
    if "full" not in places:                            # “First name / Surname” above both
        both = [place for place, cell in enumerate(head) if len(parts := [same(part) for part in cell.split("/")]) == 2 and
                all(part in _HEADINGS["first"] + _HEADINGS["last"] for part in parts)]
        places |= {"full": both[0]} if both else {}
    if "first" in places and "full" in places and "last" not in places:
        places["last"] = places.pop("full")             # “Name; Vorname”
    kind = "moodle worksheet" if _is_worksheet(head, rows) else "canvas" if _is_gradebook(head, rows) else ""
    if kind == "canvas":
        places["id"] = tables.column(head, "ID")
    elif kind or _words(rows) and _words(rows) <= PARTICIPANT:          # or what is left of a worksheet
        places["participant"] = 0
    if places.get("own") in (places.get("participant"), places.get("id")):
        places.pop("own", None)
    if len(head) == 1 and not places:
        raise ValueError(f"roster must have a line of headings, such as “student”; the first line of {str(path)!r} is {head[0]!r}")
    if not set(places) & {"student", "full", "first", "last", "participant", "sis", "own", "login", "email"}:
        raise ValueError(
            f"roster must have a column 'student' with names, or be the table that the platform exports; {str(path)!r} has "
            f"{', '.join(repr(cell) for cell in head[:12])}, and none of these is known")
    if "role" in places and not any(_LEARNS.search(row[places["role"]]) for row in rows):
        del places["role"]                              # in another language, or for something else
    people = [person for row in rows if (person := _person(row, places, head))]
    if not people:
        raise ValueError(f"roster must name students, and {str(path)!r} holds headings only")
    people, clashes = _without_doubles(people)
    return Roster(kind, head, people, clashes)


def _words(rows):
    """What stands before the numbers in the first column, if all rows have both: “Participant 12345”."""
    first = [re.fullmatch(r"(\D+?)\s*(\d+)", row[0].strip()) for row in rows]
    return {same(match[1]) for match in first} if all(first) else set()


def _is_worksheet(head, rows):
    """Moodle's worksheet for offline grading, in any language: one word comes first, and a column has the most points."""
    words = _words(rows)
    if len(head) < 5 or len(words) != 1:
        return False
    most = any(len(column := {row[place] for row in rows}) == 1 and re.fullmatch(r"\d+([.,]\d+)?", *column)
               for place in range(3, len(head)))
    named = any(tables.column(head[:1], *_HEADINGS[kind]) == 0 for kind in _HEADINGS if kind not in ("own", "participant"))
    return words <= PARTICIPANT or most and not named


def _is_gradebook(head, rows):
    """Canvas' gradebook, and not a table of one's own with a student and an ID."""
    if tables.column(head, "Student") is None or tables.column(head, "ID") is None:
        return False
    return tables.column(head, "SIS User ID", "SIS Login ID") is not None or any(_POSSIBLE.search(row[0]) for row in rows)


def _person(row, places, head):
    def cell(kind):
        return row[places[kind]].strip() if kind in places else ""

    if _POSSIBLE.search(row[0]) or cell("student") == "Student, Test" or cell("full") == "Test Student":
        return None
    if cell("role") and not _LEARNS.search(cell("role")):
        return None                                     # those who teach
    ids = {kind: _WHOLE.sub(r"\1", cell(kind).lstrip("#").strip()) for kind in KINDS}
    ids["participant"] = re.sub(r"^\D+", "", ids["participant"])
    ids = {kind: text for kind, text in ids.items() if text}
    both = " ".join(filter(None, (cell("first"), cell("last"))))
    name = cell("student") or cell("full") or both or next(
        (ids[kind] for kind in ("login", "email", "sis", "id", "own") if kind in ids), "")
    if not name and "participant" in ids:
        name = row[0].strip()
    if not name:
        return None
    names = [name]
    if both and ("first" in places and "last" in places):
        names += [both, f"{cell('last')} {cell('first')}", f"{cell('last')}, {cell('first')}"]
    elif "," in name:
        last, _, first = (part.strip() for part in name.partition(","))
        names += [f"{first} {last}", f"{last} {first}"]
    else:
        words = name.split()
        names += [" ".join(words[place:] + words[:place]) for place in range(1, len(words))]
    groups = {same(group) for group in re.split("[,;]", cell("group")) if group.strip()}
    return Person(name, list(dict.fromkeys(names)), groups, ids, dict(zip(head, row)), row)


def _number(text):
    """An ID as it is compared: a spreadsheet that saved the roster may have dropped zeros at the beginning."""
    text = same(text)
    return text.lstrip("0") if text.isdigit() else text


def _letters(name):
    """A name as Canvas and many a student put it into the name of a file: without blanks, commas, hyphens, apostrophes."""
    return "".join(letter for letter in same(name) if letter.isalnum() or unicodedata.category(letter)[0] == "M")


def _without_doubles(people):
    """Rows that say the same once, and in words what contradicts itself."""
    kept, clashes = [], []
    seen = set()
    for person in people:
        row = (same(person.name), *sorted(person.ids.items()))
        if len(row) == 1 or row not in seen:
            kept.append(person)
        seen.add(row)
    alike = defaultdict(list)
    for person in kept:
        for kind, text in (*person.ids.items(), ("name", person.name)):
            alike[kind, same(text)].append(person)
    for (kind, text), people in alike.items():
        if len(people) > 1 and kind != "name":
            clashes.append(f"{' and '.join(person.name for person in people)} have the same {_SAID[kind]} on the roster ({text}), so it "
                           "tells nobody apart")
        elif len(people) > 1 and not all(person.ids for person in people):
            clashes.append(f"{people[0].name} stands on the roster {len(people)} times, and nothing tells the rows apart")
    return kept, clashes


#: What a user name may be on a roster.
_LOGINS = ("login", "sis", "email")

#: A whole number that a program has made a decimal one, since another cell of its column is empty.
_WHOLE = re.compile(r"^(\d+)\.0+$")

#: How texts are compared, where not as numbers are.
_FORMS = {"letters": _letters, "name": same, "mailbox": same}

_POSSIBLE = re.compile(r"points possible", re.I)

#: Roles of those who do not teach.
_LEARNS = re.compile(r"student|learner|pupil|teilnehmer|studierend|"
                     r"étudiant|estudante|estudiante|alumn|aluno|leerling|allievo|学生", re.I)

_SAID = {"own": "ID", "id": "ID", "participant": "participant number", "sis": "ID number", "login": "user name", "email": "e-mail address"}
