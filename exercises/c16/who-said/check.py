from qedu import policy
from qedu.grading.exercise import Call, Exercise, Mistake

from ..common import Names

#: What each word of policy.FORCE says of itself: a law, what binds offices, what binds the systems in a body's charge.
BINDING = ("law", "order", "requirement")
ADVICE = ("guidance", "recommendation")
FAULTS = ("body", "year", "scope", "force", "edition")


def entry(row):
    return {"body": row.body, "date": row.date, "groups": list(row.groups), "force": row.force, "superseded": list(row.superseded)}


TABLE = {row.id: entry(row) for row in policy.POSITIONS.values()}
REPLACED = [name for name, row in TABLE.items() if row["superseded"]]
BOUND = [name for name, row in TABLE.items() if row["force"] in BINDING]
FREE = [name for name, row in TABLE.items() if row["force"] not in BINDING and name not in REPLACED]
RUMOUR = {"document": "nsa-qkd", "body": "National Security Agency (NSA)", "year": 2020,
          "for": ["national security systems", "organisations"], "binds": True, "written": "2026-05-10"}


def faithful(name, written="2026-11-01"):
    row = policy.POSITIONS[name]
    return {"document": name, "body": row.body, "year": row.year, "for": list(row.groups), "binds": row.force in BINDING,
            "written": written}


def elsewhere(report, rng):
    """The same report for a group for which the document is not meant."""
    others = [group for group in policy.SCOPES if group not in TABLE[report["document"]]["groups"]]
    return {**report, "for": [others[rng.integers(len(others))]]}


def wider(report, rng):
    """The same report for one more group."""
    return {**report, "for": [*report["for"], *elsewhere(report, rng)["for"]]}


def stronger(report):
    return {**report, "binds": not report["binds"]}


def found(report, documents, *, scope=lambda said, meant: not set(said) <= set(meant), binding=BINDING,
          force=lambda says, does: says != does, edition=lambda written, later: any(day <= written for day in later)):
    """The faults, with any question asked otherwise."""
    document = documents[report["document"]]
    later = [documents[name]["date"] for name in document["superseded"]]
    tests = (report["body"] != document["body"], str(report["year"]) != document["date"][:4], scope(report["for"], document["groups"]),
             force(report["binds"], document["force"] in binding), edition(report["written"], later))
    return [fault for fault, wrong in zip(FAULTS, tests) if wrong]


def _model(**options):
    return lambda report, documents: found(report, documents, **options)


class WhoSaid(Exercise):
    """Twenty-one reports in random order, of which each kind of fault and each kind of faithful report is one."""

    answer = Names(FAULTS)
    example = Call(report=RUMOUR, documents=TABLE)

    def further(self, rng):
        def one(names):
            return names[rng.integers(len(names))]

        def faithful_to(names):
            return faithful(one(names))

        replaced, narrow = one(REPLACED), faithful_to([name for name in FREE if len(TABLE[name]["groups"]) > 1])
        narrow["for"] = [narrow["for"][rng.integers(len(narrow["for"]))]]
        moved = faithful_to(FREE)
        other = one([name for name in TABLE if TABLE[name]["body"] != moved["body"]])
        dated = faithful_to(BOUND)
        kinds = {force: [name for name in TABLE if TABLE[name]["force"] == force and name not in REPLACED] for force in policy.FORCE}
        free = [stronger(faithful_to(kinds[force])) for force in ("guidance", "recommendation", "draft", "standard")]
        since = policy.POSITIONS[TABLE[replaced]["superseded"][0]].date
        reports = [
            faithful_to(BOUND), faithful_to(kinds["order"]), faithful_to(kinds["requirement"]), faithful_to(FREE), narrow,
            wider(faithful_to(FREE), rng), wider(faithful_to(BOUND), rng), elsewhere(faithful_to(FREE), rng), *free,
            *(stronger(faithful_to(kinds[force])) for force in BINDING), faithful(replaced),
            faithful(replaced, f"{rng.integers(2021, 2025)}-0{rng.integers(1, 10)}-15"),
            wider(stronger(faithful_to(kinds["guidance"])), rng), {**moved, "body": TABLE[other]["body"]},
            {**dated, "year": dated["year"] + int(rng.choice([-2, -1, 1]))}, {**faithful(replaced, since), "binds": True},
        ]
        return [Call(report=reports[place], documents=self._table(reports[place], rng)) for place in rng.permutation(len(reports))]

    def _table(self, report, rng):
        """A part of the table that holds what the report needs."""
        needed = [report["document"], *TABLE[report["document"]]["superseded"]]
        names = list(dict.fromkeys([*needed, *(list(TABLE)[place] for place in rng.permutation(len(TABLE))[:4])]))
        whole = {name: TABLE[name] for name in names}
        for name in names:                                  # what stands in the place of a document can be looked up
            whole.update({later: TABLE[later] for later in TABLE[name]["superseded"]})
        return whole

    def right(self, report, documents):
        return found(report, documents)

    def unknown(self, calls, returned, values, off, near):
        """If it is one question whose answers are wrong, it is named."""
        asked = {fault for place in off for fault in FAULTS if (fault in values[place]) != (fault in self.right(**calls[place].arguments))}
        if len(asked) == 1:
            return Mistake("one_question", calls[off[0]], returned[off[0]], {"question": next(iter(asked))})
        return super().unknown(calls, returned, values, off, near)

    wrong = {
        "always_empty": lambda report, documents: [],
        "any_shared": _model(scope=lambda said, meant: not set(said) & set(meant)),
        "same_scope": _model(scope=lambda said, meant: set(said) != set(meant)),
        "scope_forgotten": _model(scope=lambda said, meant: False),
        "advice_binds": (_model(force=lambda says, does: False), _model(force=lambda says, does: does and not says),
                         *(_model(binding=(*BINDING, *more)) for more in (
                             ADVICE, ("guidance",), ("recommendation",), ("standard",), ("draft",), (*ADVICE, "standard"),
                             (*ADVICE, "standard", "draft"), ("standard", "draft"),
                             [force for force in policy.FORCE if force not in ADVICE]))),
        "only_laws": (_model(binding=("law",)), _model(binding=("law", "order")), _model(binding=("law", "requirement")),
                      _model(binding=("order", "requirement")), _model(binding=("requirement",))),
        "one_way": _model(force=lambda says, does: says and not does),
        "edition_ignored": _model(edition=lambda written, later: False),
        "edition_always": _model(edition=lambda written, later: bool(later)),
        "one_fault": (lambda report, documents: found(report, documents)[:1], lambda report, documents: found(report, documents)[-1:]),
        "what_fits": lambda report, documents: [fault for fault in FAULTS if fault not in found(report, documents)],
    }
