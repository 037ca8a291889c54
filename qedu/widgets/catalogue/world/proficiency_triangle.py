"""The proficiency triangle (chapter C18): what somebody has done, what they think they can, and what a job asks for."""

from qedu.content import chapters
from qedu.policy import AREAS, LEVELS
from qedu.widgets import Choice, Paper, Range, Task, Widget, frame, scene, skills

Triangle = scene("triangle", "corners levels none shapes asks done")
Ladders = scene("ladders", "corners levels none chapters words")

#: The levels from the first on.
STEPS = tuple(LEVELS)
_TASKS = skills.tasks()
_BOOK = {name: levels for name, levels, _ in skills.book().chapters}
_SHORT = {"I": "concepts", "II": "engineering", "III": "strategies"}
#: Of each corner the area, its words, and short ones for a phone.
CORNERS = [[area, words, _SHORT[area]] for area, words in AREAS.items()]
_LEVELS = [[level, words] for level, words in LEVELS.items()]
_GOALS = skills.goals()
#: Somebody with a degree in physics who has also written programs: the answers of the first state.
_DONE = ("I_A1_1", "I_A1_2", "I_A2_1", "I_A2_2", "I_B1_1", "I_B1_2", "I_B2_1", "II_A1_1", "II_A1_2", "II_A2_2", "II_B1_1", "III_A1_1")
_ANSWERS = {"no": "not yet, or only in part", "yes": "yes, I have done this"}
_NOBODY = {one.key: "no" for one in _TASKS}


def height(level):
    """How many levels are reached.

    Parameters
    ----------
    level : str or None

    Returns
    -------
    int
        0 to 6.
    """
    return 0 if level is None else STEPS.index(level) + 1


def _where(number, one):
    """Where in this book one can do a task."""
    titles = [f"“{chapters.titles()[name]}”" for name in one.chapters if name in _BOOK]
    return f"Task {number} can be done in {' or '.join(titles)}." if titles else f"For task {number} no chapter of this book is enough."


def ladders(**more):
    """The view of gaps, and of the chapters that close them; with the words that both simulations use.

    Parameters
    ----------
    **more
        As for every view.

    Returns
    -------
    View
    """
    return Ladders(
        "", wide=True, corners=CORNERS, levels=_LEVELS, none="none",
        chapters=[[chapters.titles()[name], {area: height(level) for area, level in levels.by_area.items()}]
                  for name, levels in _BOOK.items()],
        words={"have": "there", "missing": "missing", "goal": "asked for",
               "lack": ["nothing missing", "{n} rung missing", "{n} rungs missing"],
               "chapters": "Chapters of this book that lead higher", "number": "chapters that lead higher",
               "nothing": "none", "enough": "Nothing is missing, and what is there beyond that fills no other gap.",
               "ends": "They end at {top}; {goal} has to come from elsewhere.",
               "judged": "Levels in brackets are the authors’ own judgement of their chapters. Nobody has certified it, nor that who has "
                         "read a chapter can do what it teaches."}, **more)


class ProficiencyTriangle(Widget):
    """Tasks along three sides of a triangle, the reader's own guess at its corners, and a goal."""

    title = "The proficiency triangle"
    caption = ("A level is what one has done, and not what one is called. It counts once all tasks of it and of those below are done, so "
               "a hard task does not stand for an easy one. A surplus in one area fills no gap in another.")
    leaves_out = ("Areas and levels are those of the European Competence Framework for Quantum Technologies, version 3.0; the tasks, the "
                  "jobs and the drawing are ours, and other tasks would give other levels. One or two tasks are few, and nobody checks "
                  "an answer, so this is no certificate. Your answers stand in the address of this page and nowhere else: nothing is "
                  "sent, but a link that you pass on carries them.")
    main = ("q", *_NOBODY)
    folded = ("by", "guessI", "guessII", "guessIII")
    controls = (
        Range("q", "Task", 1, len(_TASKS), 1, 21, readout=f"{{q:int}} of {len(_TASKS)}"),
        *(Choice(one.key, f"{one.area} {one.level}: Have you {one.ask}?", _ANSWERS, "yes" if one.key in _DONE else "no",
                 when={"q": number}) for number, one in enumerate(_TASKS, 1)),
        Choice("goal", "Goal (made up)", {key: one.name for key, one in _GOALS.items()}, "adviser", select=True),
        Choice("by", "Gap from", {"tasks": "tasks", "guess": "my guess"}, "tasks"),
        *(Choice(f"guess{area}", f"{area} {_SHORT[area]}", {"none": "none", **{level: level for level in LEVELS}}, level, select=True,
                 group="My guess, or drag the corners") for area, level in zip(AREAS, ("B2", "B1", "A2"))))
    views = (
        Triangle("", wide=True, tab="Triangle", corners=CORNERS, levels=_LEVELS, none="none", done=["not yet", "done"],
                 asks=[{"key": one.key, "area": one.area, "step": height(one.level), "words": f"{one.area} {one.level}: {one.ask}"}
                       for one in _TASKS],
                 shapes=[{"id": "level", "name": "by tasks", "tone": "q3", "glyph": "disc", "fill": True},
                         {"id": "goal", "name": "goal", "tone": "q1", "line": "dashed", "glyph": "square"},
                         {"id": "guess", "name": "my guess", "tone": "q4", "line": "dotted", "glyph": "ring",
                          "drag": {area: f"guess{area}" for area in AREAS}}]),
        ladders(tab="Gap and chapters"))
    line = (
        "By the tasks done:",
        *(({f"level.{area}": height}, f"{area} {name}{',' if area != 'III' else '.'}")
          for area in AREAS for height, name in enumerate(("none", *STEPS))),
        ({"loose": 1}, "One more does not count yet, because another task of its level or of one below is missing."),
        ({"loose": [">", 1]}, "{loose:int} more do not count yet, because other tasks of their levels or of those below are missing."),
        *(({"lack": count, "by": by}, f"{what} {said} for the goal.")
          for count, said in ((0, "nothing is missing"), (1, "one rung is missing"), ([">", 1], "{lack:int} rungs are missing"))
          for by, what in (("tasks", "By the tasks"), ("guess", "By your guess"))),
        *(({"q": number}, _where(number, one)) for number, one in enumerate(_TASKS, 1)))
    tasks = (
        Task("Somebody who has studied physics wants to advise a ministry. Which rungs are missing, and what does the surplus in the "
             "other areas help?", {}),
        Task("Begin with nothing. Drag the corners to where you think that you are, and only then answer the tasks. Where do the two "
             "differ?", {"q": 1, "goal": "network", **_NOBODY, **{f"guess{area}": "none" for area in AREAS}}),
        Task("A firm looks for a QKD product engineer. Which rung does no chapter of this book bring, and which tasks would?",
             {"goal": "product", "q": 20, "II_A2_1": "yes", "II_B1_2": "yes"}))
    paper = (
        Paper("A degree in physics, and the goal to advise a ministry.", {}),
        Paper("The same answers; the goal is a job as an engineer of a product.", {"goal": "product"}),
        Paper("With two more tasks of area II, done in this book.", {"goal": "product", "II_A2_1": "yes", "II_B1_2": "yes"}))

    @frame
    def asked(self, goal):
        return {f"goal.{area}": height(level) for area, level in _GOALS[goal].levels.by_area.items()}

    def derive(self, n):
        for one in _TASKS:
            n[f"has.{one.key}"] = n.flag(n.chosen(one.key, "yes"))
        for area in AREAS:
            reached, level, total = 1, 0, 0
            for step in STEPS:
                for one in (one for one in _TASKS if (one.area, one.level) == (area, step)):
                    reached, total = reached * n[f"has.{one.key}"], total + n[f"has.{one.key}"]
                level = level + reached
            n[f"level.{area}"] = level
            # Tasks at levels up to the one reached are all done; the others are loose.
            counted = sum(n.flag(n[f"level.{area}"] >= height(one.level)) for one in _TASKS if one.area == area)
            n[f"loose.{area}"] = total - counted
            n[f"guess.{area}"] = sum(height(step) * n.flag(n.chosen(f"guess{area}", step)) for step in STEPS)
            n[f"have.{area}"] = n.where(n.chosen("by", "guess"), n[f"guess.{area}"], n[f"level.{area}"])
            gaps(n, area)
        for name in ("loose", "lack"):
            n[name] = sum(n[f"{name}.{area}"] for area in AREAS)


def gaps(n, area):
    """Write what is missing in an area, and how many chapters lead higher than what is there, if anything is.

    Parameters
    ----------
    n : Numbers
        With ``have`` and ``goal`` of the area.
    area : str
    """
    have = n[f"have.{area}"]
    n[f"lack.{area}"] = n.max(0, n[f"goal.{area}"] - have)
    higher = sum(n.flag(have < height(levels.by_area[area])) for levels in _BOOK.values())
    n[f"chapters.{area}"] = n.where(n[f"lack.{area}"] > 0, higher, 0)
