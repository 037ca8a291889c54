"""Who is in the class: a table of one's own, or the one that a learning platform exports."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field

from qedu.grading import tables
from qedu.grading.platforms import same

__all__ = ["Person", "Roster", "read", "EMPTY"]

#: Headings, of the platforms' own tables and in some languages of Moodle's.
_HEADINGS = {
    "student": ("student", "student name", "display name"),
    "full": ("full name", "fullname", "name", "names", "vollständiger name", "nom complet", "nombre completo", "nome completo"),
    "first": ("first name", "firstname", "first", "given name", "vorname", "prénom", "nombre", "nome"),
    "last": ("last name", "lastname", "last", "surname", "family name", "nachname", "nom", "nom de famille", "apellido(s)", "apellidos",
             "cognome", "sobrenome"),
    "id": ("id", "canvas id", "canvas user id", "user id"),
    "participant": ("identifier", "participant", "participant number"),
    "sis": ("sis user id", "sid", "id number", "student id", "student number", "orgdefinedid", "org defined id", "matriculation number",
            "id-nummer", "matrikelnummer", "numéro d'identification", "número de id"),
    "login": ("sis login id", "login id", "login", "username", "user name", "anmeldename", "nom d'utilisateur", "nombre de usuario"),
    "email": ("email address", "email", "e-mail", "e-mail address", "mail", "e-mail-adresse", "adresse de courriel", "dirección de correo"),
    "section": ("section", "sections", "section name", "groups", "group"),
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
    ids : dict of str to str
        ``id`` (Canvas), ``participant`` (Moodle), ``sis``, ``login``, ``email``; those that are known.
    cells : dict of str to str
        The row, by heading.
    line : list of str
        The row as it is.
    """

    name: str
    names: list
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

    def match(self, handed, platform):
        """Find who handed something in.

        Parameters
        ----------
        handed : qedu.grading.platforms.Handed
        platform : str
            Key of the platform, or "".

        Returns
        -------
        Person or None
            None if nobody fits, or more than one.
        """
        kinds = {"canvas": ("id",), "moodle": ("participant",), "gradescope": ("sis", "id"), "": ("id", "sis", "login", "participant")}
        for kind in kinds.get(platform, ()):
            if handed.number and (found := self._one(kind, handed.number)):
                return found
        for text, kinds_of_it in ((handed.login, ("login", "sis", "email")), (handed.email, ("email", "login"))):
            for kind in kinds_of_it:
                if text and (found := self._one(kind, text)):
                    return found
        if handed.hidden or not handed.name:
            return None
        # A file that bears a number or a user name in the place of a name.
        for kind in ("name", "login", "sis", "id", "email", "mailbox", "letters"):
            found = self._one(kind, _letters(handed.name) if kind == "letters" else handed.name)
            if found and not self._other_number(found, handed, platform):
                return found
        return None

    def fits(self, found):
        """Say what is wrong if the roster fits nothing that was handed in.

        Parameters
        ----------
        found : qedu.grading.submissions.Found

        Returns
        -------
        str
            Empty if it fits somebody, or if there is nobody on it.
        """
        if not self.people or any(self.match(one.who, found.platform) for one in found):
            return ""
        if all(one.who.hidden for one in found):
            return ("The names are hidden, and the roster has none of the numbers that stand in their place, so nobody is told by it; "
                    "for Moodle give the grading worksheet of the assignment as the roster")
        return "Nobody who handed in is on the roster: it may be that of another class, or lack what the names of the files are made of"

    def _one(self, kind, text):
        form = {"letters": str, "name": same, "mailbox": same}.get(kind, _number)
        found = self._by.get((kind, form(text)), [])
        return found[0] if len(found) == 1 else None

    def _other_number(self, person, handed, platform):
        """Whether somebody of the same name, but with another number, is meant."""
        kind = {"canvas": "id", "moodle": "participant"}.get(platform)
        known = person.ids.get(kind) if kind else None
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
        places |= {"email": place for place in reversed(range(len(head)))
                   if rows and all("@" in row[place] for row in rows)}
    if "id" in places and "student" not in places and "full" not in places and "first" not in places and "last" not in places:
        places.setdefault("sis", places["id"])
    kind = "moodle worksheet" if _is_worksheet(head, rows) else "canvas" if {"student", "id"} <= set(places) else ""
    if kind == "moodle worksheet":
        places["participant"] = 0
    if len(head) == 1 and not places:
        raise ValueError(f"roster must have a line of headings, such as “student”; the first line of {str(path)!r} is {head[0]!r}")
    if not set(places) & {"student", "full", "first", "last", "participant", "sis", "login", "email"}:
        raise ValueError(
            f"roster must have a column 'student' with names, or be the table that the platform exports; {str(path)!r} has "
            f"{', '.join(repr(cell) for cell in head[:12])}, and none of these is known")
    people = [person for row in rows if (person := _person(row, places, head))]
    if not people:
        raise ValueError(f"roster must name students, and {str(path)!r} holds headings only")
    people, clashes = _without_doubles(people)
    return Roster(kind, head, people, clashes)


def _is_worksheet(head, rows):
    """Moodle's worksheet for offline grading, in any language: “Participant 12345” comes first."""
    first = [re.fullmatch(r"(\D+?)\s*(\d+)", row[0].strip()) for row in rows]
    return len(head) >= 5 and bool(first) and all(first) and len({match[1] for match in first}) == 1


def _person(row, places, head):
    def cell(kind):
        return row[places[kind]].strip() if kind in places else ""

    if re.search(r"points possible", row[0], re.I) or cell("student") == "Student, Test" or cell("full") == "Test Student":
        return None
    if cell("role") and not re.search(r"student|learner|teilnehmer|étudiant|estudiante", cell("role"), re.I):
        return None                                     # those who teach
    ids = {kind: cell(kind).lstrip("#").strip() for kind in ("id", "participant", "sis", "login", "email")}
    ids["participant"] = re.sub(r"^\D+", "", ids["participant"])
    ids = {kind: text for kind, text in ids.items() if text}
    both = " ".join(filter(None, (cell("first"), cell("last"))))
    name = cell("student") or cell("full") or both or ids.get("login") or ids.get("email") or ids.get("sis") or ""
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
    return Person(name, list(dict.fromkeys(names)), ids, dict(zip(head, row)), row)


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


_SAID = {"id": "ID", "participant": "participant number", "sis": "ID number", "login": "user name", "email": "e-mail address"}
