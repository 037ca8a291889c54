"""Stakeholder table (chapter C17): six chairs that come nearer, four options, and where the decision flips."""

from qedu.policy import FICTION
from qedu.widgets import Choice, Note, Paper, Range, Task, Widget, frame, scene

Chairs = scene("chairs", "options people words")
Margins = scene("margins", "")
Grounds = scene("grounds", "criteria scores interests words")

#: Options of the example: in a sentence, in a row, above a narrow column.
_OPTIONS = {
    "trunk": ("a trunk line between ministries", "trunk line", "trunk"),
    "space": ("ground stations in far regions", "ground stations", "space"),
    "clinics": ("post-quantum migration of hospitals", "clinics’ migration", "clinics"),
    "skills": ("schools and laboratories", "skills", "skills")}
#: Stakeholders: key of the control, as in the example; with their article, and short.
_PEOPLE = {
    "ministry": ("ministry", "the ministry", "Ministry"), "hospitals": ("hospitals", "the hospitals", "Hospitals"),
    "operator": ("operator", "the operator", "Operator"), "region": ("far region", "the far region", "Far region"),
    "liberties": ("liberties", "the civil-liberties group", "Liberties"), "university": ("university", "the university", "University")}
#: What each gets of each option in tenths, whole numbers, so that what is level is seen to be level.
_GETS = {key: {option: round(10 * value) for option, value in FICTION.gets()[name].items()} for key, (name, _, _) in _PEOPLE.items()}
_LEAST = {option: min(_GETS[who][option] for who in _GETS) for option in _OPTIONS}
_MOST = {who: max(row.values()) for who, row in _GETS.items()}
_ONE = {"decided": 1}


def _upper(words):
    return words[0].upper() + words[1:]


def _s(words):
    """What a verb ends in after one, and not after many."""
    return "" if words.endswith("s") else "s"


class StakeholderTable(Widget):
    """A table with four options, six chairs that are pulled towards it, and on each way the place where another option wins."""

    title = "Stakeholder table"
    caption = ("Ethics is not mere opinion: what follows from weights and a rule can be worked out, with who loses by it, and whoever "
               "sets them must own it. Nor is the table a machine for answers, since weights, scores, the rule and who has a chair are "
               "all put in by people. It tells how much hangs on each.")
    leaves_out = ("All scores and interests are invented for teaching and stand for no country, body or product. What somebody gets is a "
                  "mean of scores, so that much of one thing makes up for little of another. A margin holds while one chair moves and the "
                  "others stay. Nobody bargains, splits the sum, learns or changes their mind here, scores are taken as sure, and who has "
                  "no chair, such as patients yet to be born or a neighbouring country, is not asked.")
    main = ("rule", "floor")
    folded = ("ministry", "hospitals", "operator", "region", "liberties", "university")
    controls = (
        Choice("rule", "Rule", {"sum": "sum", "floor": "floor", "worst": "worst"}, "sum"),
        Choice("floor", "Nobody below", {"2.0": "2", "3.0": "3", "3.5": "3.5", "4.0": "4"}, "3.5", when={"rule": "floor"}),
        *(Range(who, _upper(words), 0, 10, 0.5, 5, readout=f"{{{who}:f1}}", group="Weights") for who, (_, words, _) in _PEOPLE.items()),
        Choice("who", "Whose interests", {who: _upper(words) for who, (_, words, _) in _PEOPLE.items()}, "ministry", select=True))
    views = (
        Chairs("", wide=True, tab="Table", options=[[key, *words] for key, words in _OPTIONS.items()],
               people=[[key, words, short] for key, (_, words, short) in _PEOPLE.items()],
               words={"sum": "weighted mean of what all get, of 10", "floor": "weighted mean, nobody below the floor",
                      "worst": "what whoever gets least would get, of 10", "below": "{who}: {gets}", "best": "its best: {gets}",
                      "gets": "{gets} of {best}", "loses": "loses {loss}",
                      "mean": "{option}: weighted mean of what all get", "least": "{option}: least that anybody gets",
                      "mine": "{who} gets", "low": "{who}: lowest weight at which the decision stays",
                      "high": "{who}: highest weight at which the decision stays", "hint": "nearer chairs count more",
                      "down": "{option} below {low}", "up": "{option} above {high}",
                      "under": "{option} < {low}", "over": "{option} > {high}",
                      "fixed": "stays at each weight", "none": "Nothing is decided, so that nothing can flip."}),
        Margins("", wide=True, tab="Margins"),
        Grounds("", wide=True, tab="Interests", criteria=list(FICTION.criteria),
                scores=[list(row.values()) for row in FICTION.scores.values()],
                interests={key: list(FICTION.interests[name].values()) for key, (name, _, _) in _PEOPLE.items()},
                words={"points": "points", "gets": "gets, of 10", "points of": "{who}: points for {criterion}",
                       "would": "{who} would get: {option}"}),
        Note("", wide=True, tab="Interests",
             text="Points times scores, added up and divided by ten, are what it gets. All these numbers are invented."))
    line = (
        *((_ONE | {"pick": number}, f"{_upper(words[0])} it is.") for number, words in enumerate(_OPTIONS.values(), 1)),
        ({"count": 0}, "Under every option somebody gets less than {floor}: the rule leaves nothing to choose."),
        ({"count": [">", 1]}, "Several options are level, so that something else must decide."),
        *((_ONE | {f"loser.{who}": 1}, f"{_upper(words)} lose{_s(words)} most and get{_s(words)} {{mine.{who}:f1}} of "
                                       f"{_MOST[who] / 10:.1f}.") for who, (_, words, _) in _PEOPLE.items()),
        (_ONE | {"rule": "worst"}, "Under this rule no weight can change that."),
        (_ONE | {"rule": ["!=", "worst"], "near": 0}, "No single weight from 0 to 10 can change that."),
        *((_ONE | {"near": number}, f"It flips first if {_PEOPLE[who][1]} count{_s(_PEOPLE[who][1])} {way} {{{end}.{who}:f2}}:")
          for number, (way, end, who) in enumerate(((way, end, who) for way, end in (("less than", "low"), ("more than", "high"))
                                                    for who in _PEOPLE), 1)),
        *((_ONE | {"near.to": number}, f"then it is {words[0]}.") for number, words in enumerate(_OPTIONS.values(), 1)))
    tasks = (
        Task("Six equal weights, and a decision by a hair. Move one chair until it flips. How far did you have to go, and who loses "
             "then?", {}),
        Task("Give the ministry its trunk line. Whose chairs had to be pushed away, and would you say so in public?",
             {"ministry": 8, "operator": 7, "region": 2}),
        Task("The same six equal weights under another rule: nobody below 3.5. Which option wins now, and who chose that rule?",
             {"rule": "floor"}))
    paper = (
        Paper("Six equal weights, and the largest sum: a chair moved by half a point changes the decision.", {}),
        Paper("The same weights, if nobody may get less than 3.5.", {"rule": "floor"}),
        Paper("Ministry and operator count most: the trunk line, and the far region loses.",
              {"ministry": 10, "operator": 8, "region": 2, "who": "region"}))

    @frame
    def grounds(self):
        return {**{f"gets.{who}.{option}": tenths / 10 for who, row in _GETS.items() for option, tenths in row.items()},
                **{f"points.{who}.{number}": points for who, (name, _, _) in _PEOPLE.items()
                   for number, points in enumerate(FICTION.interests[name].values(), 1)}}

    def derive(self, n):
        every = sum(n[who] for who in _PEOPLE)
        n["all"] = every
        for option in _OPTIONS:
            n[f"total.{option}"] = sum(_GETS[who][option] * n[who] for who in _PEOPLE)
            n[f"mean.{option}"] = n.where(n["all"] > 0, lambda option=option: n[f"total.{option}"] / (10 * n["all"]), 0)
            n[f"least.{option}"] = _LEAST[option] / 10
            n[f"open.{option}"] = n.where(n.chosen("rule", "floor"), n.flag(_LEAST[option] >= 10 * n["floor"]), 1)
            reached = n.where(n.chosen("rule", "worst"), _LEAST[option], n[f"total.{option}"])
            n[f"reached.{option}"] = n.where(n[f"open.{option}"] > 0, reached, -1)
        n["top"] = n.max(*(n[f"reached.{option}"] for option in _OPTIONS))
        for option in _OPTIONS:
            n[f"wins.{option}"] = n[f"open.{option}"] * n.flag(n[f"reached.{option}"] == n["top"])
        n["count"] = sum(n[f"wins.{option}"] for option in _OPTIONS)
        n["decided"] = n.flag(n["count"] == 1)
        n["pick"] = n["decided"] * sum(number * n[f"wins.{option}"] for number, option in enumerate(_OPTIONS, 1))
        for who in _PEOPLE:
            n[f"tenths.{who}"] = n["decided"] * sum(_GETS[who][option] * n[f"wins.{option}"] for option in _OPTIONS)
            n[f"mine.{who}"] = n[f"tenths.{who}"] / 10
        n["loss"] = n["decided"] * n.max(*(_MOST[who] - n[f"tenths.{who}"] for who in _PEOPLE))
        for who in _PEOPLE:
            n[f"loser.{who}"] = n.flag(n["loss"] > 0) * n.flag(_MOST[who] - n[f"tenths.{who}"] == n["loss"])
        self._edges(n)

    def _edges(self, n):
        """Where each weight, the others staying, brings another option as high as the one that is chosen."""
        n["ahead"] = sum(n[f"total.{option}"] * n[f"wins.{option}"] for option in _OPTIONS)
        n["moves"] = n["decided"] * n.where(n.chosen("rule", "worst"), 0, 1)
        for option in _OPTIONS:
            n[f"rival.{option}"] = n["moves"] * n[f"open.{option}"] * (1 - n[f"wins.{option}"])
        for who in _PEOPLE:
            for option in _OPTIONS:
                gain = n[f"rival.{option}"] * (n[f"tenths.{who}"] - _GETS[who][option])

                def edge(option=option, who=who):
                    return n[who] - (n["ahead"] - n[f"total.{option}"]) / (n[f"tenths.{who}"] - _GETS[who][option])

                n[f"from.{who}.{option}"] = n.where(gain > 0, edge, 0)
                n[f"until.{who}.{option}"] = n.where(gain < 0, edge, 10)
            for name, end, side, best in (("low", 0, "from", n.max), ("high", 10, "until", n.min)):
                n[f"{name}.{who}"] = best(end, *(n[f"{side}.{who}.{option}"] for option in _OPTIONS))
            below = n.first(((n[f"from.{who}.{option}"] == n[f"low.{who}"], number) for number, option in enumerate(_OPTIONS, 1)), 0)
            above = n.first(((n[f"until.{who}.{option}"] == n[f"high.{who}"], number) for number, option in enumerate(_OPTIONS, 1)), 0)
            n[f"below.{who}"] = n.where(n[f"low.{who}"] <= 0, 0, below)
            n[f"above.{who}"] = n.where(n[f"high.{who}"] >= 10, 0, above)
            n[f"down.{who}"] = n.where(n[f"below.{who}"] > 0, n[who] - n[f"low.{who}"], 99)
            n[f"up.{who}"] = n.where(n[f"above.{who}"] > 0, n[f"high.{who}"] - n[who], 99)
        ways = [(way, flip, who) for way, flip in (("down", "below"), ("up", "above")) for who in _PEOPLE]
        n["step"] = n.min(*(n[f"{way}.{who}"] for way, _, who in ways))
        near = n.first(((n[f"{way}.{who}"] == n["step"], number) for number, (way, _, who) in enumerate(ways, 1)), 0)
        n["near"] = n.where(n["step"] > 98, 0, near)
        to = n.first(((n["near"] == number, n[f"{flip}.{who}"]) for number, (_, flip, who) in enumerate(ways, 1)), 0)
        n["near.to"] = n.where(n["near"] < 1, 0, to)
