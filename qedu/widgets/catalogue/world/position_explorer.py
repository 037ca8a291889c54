"""Position explorer (chapter C16): who said what, when, for whom, and who says otherwise."""

from calendar import month_name

from qedu.policy import FORCE, POSITIONS, READ, SCOPES, SUBJECTS
from qedu.widgets import Choice, Paper, Range, Task, Widget, frame, scene

Documents = scene("documents", "lanes documents shapes words")
Document = scene("document", "")

#: How documents bind, by what weight they have.
_KINDS = {"binds those in scope": ("square", "q2", ("law", "order", "requirement")),
          "advice": ("disc", "q3", ("guidance", "recommendation")), "standard": ("diamond", "q4", ("standard",)),
          "all else": ("ring", "q1", ("plan", "project", "draft", "report", "paper", "claim"))}
_ROWS = sorted(POSITIONS.values(), key=lambda row: row.date)
_LANES = {row.country: row.region for row in POSITIONS.values()}
_YEARS = (_ROWS[0].year, _ROWS[-1].year)


def _day(date):
    """26 October 2020, October 2020 or 2020."""
    year, *rest = date.split("-")
    words = [month_name[int(rest[0])], year] if rest else [year]
    return "\u00a0".join(([str(int(rest[1]))] if len(rest) == 2 else []) + words)


def _when(date):
    """A date on an axis of years: in the middle of what it leaves open."""
    year, month, day = (*map(int, date.split("-")), 0, 0)[:3]
    return round(year + (month - 1 + (day or 15) / 31) / 12 if month else year + 0.5, 3)


def _options():
    """What each document is called in a list: by its body, its year and what it speaks of first."""
    names = {row.id: f"{row.short} {row.date[:4]}, {row.subject[0]}" for row in _ROWS}
    same = {name: [key for key, other in names.items() if other == name] for name in names.values()}
    return {key: name if len(same[name]) == 1 else f"{name} ({same[name].index(key) + 1})" for key, name in names.items()}


def _kind(row):
    return next(number for number, (_, _, forces) in enumerate(_KINDS.values()) if row.force in forces)


class PositionExplorer(Widget):
    """Documents on an axis of time, a lane for each state, and lines to those that say otherwise."""

    title = "Who says what?"
    caption = ("Bodies disagree less than headlines say, because most of them speak of different things to different people. So ask of "
               "each statement who made it, when, for whom, and how far it binds, and only then whether another one contradicts it.")
    leaves_out = ("These are the documents that this book has read, or found quoted by several who agree; there are many more, and that a "
                  "state has none here says nothing of it. Lines join statements that contradict each other on some point, often for "
                  "different systems. What is said is told in our words. A date is that of the document, not of what it asks for.")
    main = ("pick",)
    folded = ("scope",)
    controls = (
        Choice("pick", "Document", _options(), "nsa-qkd", select=True),
        Choice("subject", "Subject", {"any": "any subject", **{name: name for name in SUBJECTS}}, "QKD", select=True),
        Choice("scope", "For whom", {"any": "anybody", **{name: name for name in SCOPES}}, "any", select=True),
        Range("year", "Documents until", *_YEARS, 1, _YEARS[1], readout="{year:f0}", play=900))
    views = (
        Documents("", wide=True, tab="Time", lanes=[[name, brief] for name, brief in _LANES.items()],
                  documents=[{"id": row.id, "short": row.short, "body": row.body, "lane": row.country, "day": _day(row.date),
                              "kind": _kind(row), "force": row.force, "weight": FORCE[row.force], "scope": row.scope, "says": row.says,
                              "quote": row.quote, "place": row.place, "unsaid": row.not_said, "against": list(row.disagrees),
                              "later": list(row.superseded), "source": row.source, "read": READ[row.read]} for row in _ROWS],
                  shapes=[[shape, tone, words] for words, (shape, tone, _) in _KINDS.items()],
                  words={"for": "For:", "says": "It says:", "quote": "In its own words:", "unsaid": "It does not say:",
                         "against": "Say otherwise:", "later": "Replaced by:", "source": "Source:", "read": "Read", "ends": list(_YEARS)}),
        Document("", wide=True, tab="Document"))
    line = (
        *(({"pick": row.id}, f"{row.body}, {_day(row.date)} ({row.force}), for: {row.scope}.") for row in _ROWS),
        ({"against": 0}, "No document here says otherwise."), ({"against": 1}, "One document here says otherwise."),
        ({"against": [">", 1]}, "{against:int} documents here say otherwise."),
        f"Of {len(_ROWS)} documents {{found:int}} fit.")
    tasks = (
        Task("The NSA does not recommend quantum keys, and others build networks for them. Follow the lines: for whom does each speak?",
             {}),
        Task("Germany’s guideline asks for hybrids. Which documents say otherwise, and does any of them address the same readers?",
             {"subject": "hybrid", "pick": "bsi-tr-02102-1-2026"}),
        Task("Play the years from 2020. When do dates appear, and which of the documents bind anybody?",
             {"subject": "any", "year": 2020}))
    paper = (
        Paper("Quantum key distribution: the NSA’s page, and who says otherwise.", {}),
        Paper("Hybrids: Germany’s guideline, and who says otherwise.", {"subject": "hybrid", "pick": "bsi-tr-02102-1-2026"}),
        Paper("Deadlines: the roadmap of the European Union.", {"subject": "deadline", "pick": "eu-roadmap-2025"}))

    @frame
    def dates(self):
        return {f"date.{row.id}": _when(row.date) for row in _ROWS}

    @frame
    def others(self, pick):
        return {"against": len(POSITIONS[pick].disagrees)}

    def derive(self, n):
        for row in _ROWS:
            n[f"fits.{row.id}"] = (n.flag(n.chosen("subject", "any", *row.subject)) * n.flag(n.chosen("scope", "any", *row.groups))
                                   * n.flag(n["year"] >= row.year))
        n["found"] = sum(n[f"fits.{row.id}"] for row in _ROWS)
