"""Who handed something in: read from the names that learning platforms give to what they let one download.

A platform is recognised by a whole folder and not by one name, since a course's own scheme may happen to look like it.
How the names are made was taken from the platforms' sources where these are open: Canvas (lib/content_zipper.rb) and
Moodle (mod/assign/classes/downloader.php).  For Blackboard, Brightspace and Gradescope it was taken from programs that
read their downloads.
"""

import os
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from qedu.grading.checks.text import folded

__all__ = ["Handed", "TITLES", "PARTICIPANT", "read", "compiled", "copy_of", "file_name", "same"]

#: Names of the platforms, as they are shown.
TITLES = {"canvas": "Canvas", "moodle": "Moodle", "blackboard": "Blackboard", "brightspace": "Brightspace",
          "gradescope": "Gradescope"}

#: What follows the platform's own part is the student's, who may have put the like of it there: the first one counts.
_PATTERNS = {
    # full name, participant, kind of submission; with folders the file is inside, without it follows
    "moodle": re.compile(r"(?P<name>.+?)(?:_(?P<id>\d+))?_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?"),
    # assignment and user name, the word for attempt in the platform's language, when, the student's own name of the file
    "blackboard": re.compile(r"(?P<front>.+?)_[^\W\d_]+_(?P<when>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|\.txt)?"),
    # two numbers, name, when; with folders the file is inside, without it follows
    "brightspace": re.compile(r"(?P<id>\d+)-(?P<other>\d+) - (?P<name>.+?) ?- (?P<when>[^-]*\b\d{4}\b[^-]*?)(?: - (?P<file>.+))?"),
    # sortable name, LATE, user, attachment, the student's own name of the file; the last, as that of another platform may look so
    "canvas": re.compile(r"(?:(?P<late>LATE_)?anon_(?P<anonymous>[A-Za-z0-9]+)|(?P<name>.+?)_(?P<later>LATE_)?(?P<id>[1-9]\d*))"
                         r"_(?:(?P<attempt>[1-9]\d*)_(?P<file>.+)|(?P<online>text|link)\.html)"),
}

#: Moodle's word for a participant whose name is hidden, in languages of its own packs; others are told by their number.
PARTICIPANT = {"participant", "participante", "teilnehmer", "teilnehmerin", "teilnehmer/in", "deelnemer", "deltagare",
                "partecipante", "参与者"}

# " (1)" of a browser, "-Copy1" of Jupyter, "-1" of Canvas.
_COPY = re.compile(r"(?: ?\(\d+\)|-copy\d*|-\d+| - copy(?: \(\d+\))?)+$", re.I)


def file_name(name):
    """Return the name of a file as text.

    Parameters
    ----------
    name : str
        From the operating system.

    Returns
    -------
    str
        With accents composed (a Mac takes them apart); bytes that are no UTF-8 are spelled out.
    """
    return unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", "backslashreplace"))


def same(name):
    """Return the form in which names are the same: as `qedu.grading.checks.text.folded`, and with single blanks.

    Parameters
    ----------
    name : str

    Returns
    -------
    str

    Examples
    --------
    >>> same(" Zoe\u0308  MÜLLER ") == same("Zoë Müller")
    True
    """
    return folded(" ".join(str(name).split()))


@dataclass(frozen=True)
class Handed:
    """What the name of a file or folder says.

    Attributes
    ----------
    name : str
        Of the student, as the platform writes it.
    number : str
        The platform's number of the student, or "".
    login, email : str
    late : bool
        Whether the platform says so.
    order : int or None
        Larger is newer, among what one student handed in; None if the name does not tell.
    file : str
        The student's own name of the file; "" for a folder.
    hidden : bool
        True if the name is the same for everybody, and only the number tells them apart.
    logins : tuple of str
        What the user name may be, where the name does not tell where it begins: the longest first, and as many for
        each of a download.
    """

    name: str
    number: str = ""
    login: str = ""
    email: str = ""
    late: bool = False
    order: int | None = None
    file: str = ""
    hidden: bool = False
    logins: tuple = ()

    @property
    def key(self):
        """Tells students apart: the platform's number, else the user name, else the name."""
        return ("number", same(self.number)) if self.number else ("name", same(self.login or self.name))


def read(names, sets=()):
    """Say which platform a folder comes from, and what each name in it says.

    Parameters
    ----------
    names : dict of str to bool
        What lies in the folder: names, and for each whether it could be somebody's work (a notebook or a folder) and
        not only something beside it.
    sets : iterable of str
        Names of exercise sets, which students' files are likely to bear.

    Returns
    -------
    platform : str
        A key of `TITLES`, or "".
    handed : dict of str to Handed
        For the names that are made as the platform makes them; empty without a platform.

    Examples
    --------
    >>> platform, handed = read({"lovelaceada_LATE_13_9913_c06.ipynb": True, "hopper_14_9914_c06-1.ipynb": True})
    >>> platform, [(who.name, who.number, who.late) for who in handed.values()]
    ('canvas', [('lovelaceada', '13', True), ('hopper', '14', False)])
    >>> read({"hw_2027_3_ada.ipynb": True, "hw_2027_3_bob.ipynb": True})
    ('', {})
    """
    best, found = "", {}
    for platform, pattern in _PATTERNS.items():
        matches = {name: match for name in names if (match := pattern.fullmatch(name))}
        if len(matches) > len(found) and (platform != "canvas" or _like_canvas(matches, sets)):
            best, found = platform, matches
    work = [name for name, is_work in names.items() if is_work]
    if not found or 2 * sum(name in found for name in work) <= len(work) and work:
        return "", {}
    return best, _MAKE[best](found)


def _like_canvas(matches, sets):
    """Whether these are Canvas' names, and not those of somebody who also likes numbers between underscores."""
    with_file = [match for match in matches.values() if match["file"]]
    people = defaultdict(set)
    for match in matches.values():
        people[match["id"] or match["anonymous"]].add(same(match["name"] or ""))
    if any(len(names) > 1 for names in people.values()):         # one number, two people
        return False
    if len({match["attempt"] for match in with_file}) < len(with_file):
        return False
    stems = [same(copy_of(match["file"])) for match in with_file]
    if any(match["anonymous"] or match["later"] or match["online"] for match in matches.values()):
        return True
    if any(same(name) in stem for name in sets for stem in stems):
        return True
    if len(with_file) == 1:
        return int(with_file[0]["attempt"]) >= 100
    # hw_101_1_ada, hw_102_2_bob: the people stand at the end
    return len({name for names in people.values() for name in names}) > 1 or len(set(stems)) == 1


def _canvas(matches):
    return {name: Handed(match["name"] or match["anonymous"], match["id"] or match["anonymous"], late=bool(match["late"] or match["later"]),
                         order=int(match["attempt"]) if match["attempt"] else None, file=match["file"] or name,
                         hidden=not match["name"])
            for name, match in matches.items()}


def _moodle(matches):
    numbers = {match["id"] for match in matches.values() if match["id"]}
    words = {same(match["name"]) for match in matches.values()}
    hidden = len(words) == 1 and (len(numbers) > 1 or words <= PARTICIPANT)
    return {name: Handed(match["name"], match["id"] or "", file=match["file"] or "", hidden=hidden)
            for name, match in matches.items()}


def _blackboard(matches):
    # The assignment's name comes first, and user names may have underscores as well: what all have in common is no user name,
    # unless a roster says that it belongs to theirs.
    fronts = {match["front"] for match in matches.values()}
    first, last = min(fronts), max(fronts)
    common = len(os.path.commonprefix([first, last])) if len(fronts) > 1 else len(first)
    begins = [place.end() for place in re.finditer("_", first[:common])] or [0]
    found = {}
    for name, match in matches.items():
        logins = tuple(match["front"][place:] for place in begins)
        when = int(match["when"].replace("-", ""))
        found[name] = Handed(logins[-1], login=logins[-1], order=when, file=match["file"] or name, logins=logins)
    return found


def _brightspace(matches):
    # One of the two numbers is the student's; which one is seen from the class.
    place = next((place for place in ("id", "other") if _one_each(matches, place)), None)
    return {name: Handed(match["name"].strip(), match[place] if place else "", order=_when(match["when"]), file=match["file"] or "")
            for name, match in matches.items()}


def _one_each(matches, place):
    people = defaultdict(set)
    for match in matches.values():
        people[match[place]].add(same(match["name"]))
    # The same person twice must not look like two people.
    return all(len(names) == 1 for names in people.values()) and (
        place == "id" or len(people) == len({name for names in people.values() for name in names}))


def _when(text):
    """When something was handed in, as a number that grows; None if that cannot be read."""
    match = re.fullmatch(r"(\w+ \d+, \d{4}) (\d{3,4}) ([AP]M)", " ".join(text.split()))      # before AM may stand a blank of its own kind
    if match:
        for months in ("%b", "%B"):
            try:
                return int(datetime.strptime(f"{match[1]} {match[2]:0>4} {match[3]}", f"{months} %d, %Y %I%M %p").strftime("%Y%m%d%H%M"))
            except ValueError:
                continue
    return None


_MAKE = {"canvas": _canvas, "moodle": _moodle, "blackboard": _blackboard, "brightspace": _brightspace}


def copy_of(file):
    """Return a file's name without its ending and without what a browser, Jupyter or Canvas adds to a second copy.

    Parameters
    ----------
    file : str

    Returns
    -------
    str

    Examples
    --------
    >>> copy_of("c06 (1).ipynb"), copy_of("c06-Copy1.ipynb"), copy_of("c06-1-2.ipynb")
    ('c06', 'c06', 'c06')
    """
    stem = re.sub(r"\.ipynb(\.\w+)?$", "", file, flags=re.I)
    return _COPY.sub("", stem) or stem


#: What may stand in curly brackets in a pattern.
_PLACES = {"name": r".+?", "id": r"[\w.-]+?", "login": r"[^\s/]+?", "email": r"[^\s/]+@[^\s/]+?", "attempt": r"\d+", "": r".*?"}


def compiled(pattern):
    """Turn a pattern for names of files, as ``{name}_{id}_{}.ipynb``, into a function.

    Parameters
    ----------
    pattern : str
        Text with ``{name}``, ``{id}`` (a number or a word), ``{login}``, ``{email}``, ``{attempt}`` (a number that
        grows) and ``{}`` for anything.  With a slash it is compared with the whole path inside the folder.

    Returns
    -------
    callable
        From a name to a `Handed`, or None if the name does not fit.

    Raises
    ------
    ValueError
        If nothing in it says who the student is, or if a pair of brackets holds something else.

    Examples
    --------
    >>> compiled("hw_2027_03_{name}.ipynb")("hw_2027_03_ada.ipynb").name
    'ada'
    """
    allowed = "{name}, {id}, {login}, {email}, {attempt}, each once, and {} for anything"
    pieces, places = re.split(r"\{([^{}]*)\}", pattern)[::2], re.findall(r"\{([^{}]*)\}", pattern)
    named = [place for place in places if place]
    if not set(places) <= set(_PLACES) or len(named) > len(set(named)) or any(set(piece) & set("{}") for piece in pieces):
        raise ValueError(f"pattern may hold {allowed}; got {pattern!r}")
    if not set(named) & {"name", "id", "login", "email"}:
        raise ValueError("pattern must hold one of {name}, {id}, {login} and {email}, which say who the student is; "
                         f"got {pattern!r}")
    parts = [re.escape(pieces[0])]
    for place, piece in zip(places, pieces[1:]):
        parts += [f"(?P<{place}>{_PLACES[place]})" if place else _PLACES[""], re.escape(piece)]
    expression = re.compile("".join(parts), re.I)

    def who(name):
        match = expression.fullmatch(name)
        if not match:
            return None
        said = {"name": "", "id": "", "login": "", "email": "", "attempt": "", **match.groupdict()}
        return Handed((said["name"] or said["login"] or said["email"] or said["id"]).strip(), said["id"], said["login"], said["email"],
                      order=int(said["attempt"]) if said["attempt"] else None, file=name.rpartition("/")[2])

    return who
