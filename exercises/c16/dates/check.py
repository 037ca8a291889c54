from qedu import policy
from qedu.grading.answers import Parts
from qedu.grading.exercise import Call, Exercise

from ..common import Names

DEADLINES = [{entry: getattr(row, entry) for entry in ("id", "country", "scope", "what", "by", "word", "draft")}
             for row in policy.DEADLINES.values()]

CRITICAL = ["critical infrastructure", "critical sectors", "large organisations and critical sectors"]
FEDERAL = ["federal systems", "federal agencies, National Security Systems apart", "NIST's own standards, as proposed", "government bodies"]
AGENCY = {"regions": ["United States"], "finish": "2033-06-15", "shelf_life": 5,
          "fits": ["high-value assets and high-impact federal systems", *FEDERAL, "high-risk uses"]}

#: Invented institutions: regions, and the scopes that fit what they say of themselves.
BUYERS = [
    (["United States"], ["National Security Systems", "federal systems", "government bodies", "very high need of protection"]),
    (["United States"], ["high-value assets and high-impact federal systems", *FEDERAL, "high-risk uses"]),
    (["United States"], [*FEDERAL, "medium-risk uses"]),
    (["United States"], [*CRITICAL, "high-risk uses"]),
    (["United Kingdom"], [*CRITICAL, "high-risk uses"]),
    (["Germany", "European Union"], ["readers of the technical guideline", "very high need of protection", "high-risk uses",
                                     "government bodies"]),
    (["France", "European Union"], ["products that enter qualification", "medium-risk uses", "other organisations"]),
    (["European Union"], [*CRITICAL, "high-risk uses"]),
    (["Canada"], ["federal systems that are not classified", "federal systems", "government bodies"]),
    (["Australia"], ["organisations that follow the Information Security Manual", "other organisations", "high-risk uses"]),
    (["Japan"], ["government bodies", "high-risk uses"]),
    (["India"], [*CRITICAL, "high-risk uses"]),
    (["India"], ["other organisations", "medium-risk uses"]),
]


def later(day, years):
    return f"{int(day[:4]) + years}{day[4:]}"


def passed(buyer, deadlines, *, regions=lambda buyer: buyer["regions"], scope=True, before=lambda by, buyer: by < buyer["finish"],
           words=("required",), drafts=False, either=False):
    """Both lists, with anything in them done otherwise."""
    def meant(date):
        conditions = regions(buyer) is None or date["country"] in regions(buyer), not scope or date["scope"] in buyer["fits"]
        return any(conditions) if either else all(conditions)

    listed = [date for date in deadlines if meant(date) and before(date["by"], buyer)]
    binding = [date["id"] for date in listed if date["word"] in words and (drafts or not date["draft"])]
    return binding, [date["id"] for date in listed if date["id"] not in binding]


def _model(**options):
    return lambda buyer, deadlines: passed(buyer, deadlines, **options)


class Dates(Exercise):
    """Every institution once, in random order, with days that tell slips apart: the last one of 2030, one in the spring of 2027,
    one within 2031, four after 2035."""

    answer = Parts(Names(policy.DEADLINES), Names(policy.DEADLINES))
    example = Call(buyer=AGENCY, deadlines=DEADLINES)

    def further(self, rng):
        drawn = []
        for number, (regions, fits) in enumerate(BUYERS):
            kept = self._some(rng, regions, fits)
            first = 2036 if number in (1, 4, 5, 6) else 2027
            buyer = {"regions": list(regions), "fits": [fits[place] for place in rng.permutation(len(fits))],
                     "finish": self._day(rng, kept, (first, 2041)), "shelf_life": int(rng.integers(3, 12))}
            drawn.append(Call(buyer=buyer, deadlines=kept))
        spring = {**drawn[0].arguments["buyer"], "finish": f"2027-0{rng.integers(2, 7)}-{rng.integers(10, 29)}", "shelf_life": 3}
        last = [{**drawn[number].arguments["buyer"], "finish": "2030-12-31"} for number in (0, 1, 9)]
        summer = {**AGENCY, "finish": f"2031-0{rng.integers(1, 10)}-{rng.integers(10, 29)}"}
        drawn += [Call(buyer=buyer, deadlines=DEADLINES) for buyer in (spring, summer, *last)]
        # Done in 2029: nothing of 2030 and 2031 has passed, but would have with the years of a secret.
        early = {**AGENCY, "finish": f"2029-0{rng.integers(1, 10)}-{rng.integers(10, 29)}", "shelf_life": int(rng.integers(3, 12))}
        short = [date for date in DEADLINES if date["id"] != "us-eo-keys"]
        drawn += [Call(buyer=early, deadlines=DEADLINES), Call(buyer={**AGENCY, "finish": "2032-02-10"}, deadlines=short)]
        # In two tables a date that would bind is still a draft, as no date of the book's is.
        binding = [place for place, call in enumerate(drawn) if self.right(**call.arguments)[0]]
        for place in rng.permutation(binding)[:2]:
            given = drawn[place].arguments
            name = str(rng.choice(self.right(**given)[0]))
            rows = [{**date, "draft": date["draft"] or date["id"] == name} for date in given["deadlines"]]
            drawn.append(Call(buyer=given["buyer"], deadlines=rows))
        return [drawn[place] for place in rng.permutation(len(drawn))]

    def _some(self, rng, regions, fits):
        """A part of the table, in random order, that keeps what concerns the buyer."""
        kept = [date for date in DEADLINES if date["country"] in regions or date["scope"] in fits or rng.random() < 0.4]
        return [kept[place] for place in rng.permutation(len(kept))]

    def _day(self, rng, deadlines, years):
        """A day that lies in no date which is only a year or a month."""
        while True:
            day = f"{rng.integers(*years)}-{rng.integers(1, 13):02}-{rng.integers(1, 29):02}"
            if not any(day.startswith(date["by"]) for date in deadlines):
                return day

    def right(self, buyer, deadlines):
        """By the rows of policy.DEADLINES themselves, but for what is a draft, and days in the place of texts."""
        drafts = {date["id"] for date in deadlines if date["draft"]}
        rows = [policy.DEADLINES[date["id"]] for date in deadlines]
        rows = [row for row in rows if row.country in buyer["regions"] and row.scope in buyer["fits"]]
        gone = [row for row in rows if tuple(map(int, row.by.split("-"))) < tuple(map(int, buyer["finish"].split("-")))]
        binding = {row.id for row in gone if row.word == "required" and row.id not in drafts}
        return sorted(binding), [row.id for row in gone if row.id not in binding]

    wrong = {
        "always_empty": lambda buyer, deadlines: ([], []),
        "either_one": _model(either=True),
        "as_forecast": (_model(before=lambda by, buyer: by < later(buyer["finish"], buyer["shelf_life"])),
                        _model(before=lambda by, buyer: int(by[:4]) < int(buyer["finish"][:4]) + buyer["shelf_life"]),
                        _model(before=lambda by, buyer: by < later(buyer["finish"], -buyer["shelf_life"])),
                        _model(before=lambda by, buyer: by[:4] <= later(buyer["finish"], buyer["shelf_life"])[:4])),
        "other_country": _model(regions=lambda buyer: None),
        "scope_ignored": _model(scope=False),
        "one_region": (_model(regions=lambda buyer: buyer["regions"][:1]), _model(regions=lambda buyer: buyer["regions"][-1:])),
        "advice_binds": tuple(_model(words=words, drafts=drafts) for drafts in (False, True) for words in (
            ("required", "recommended"), ("required", "target"), ("required", "recommended", "target"), tuple(policy.WORDS),
            ("required", "disallowed", "recommended"), ("required", "disallowed", "recommended", "target"))),
        "draft_binds": (_model(drafts=True), _model(words=("required", "disallowed"), drafts=True),
                        _model(words=("required", "disallowed", "deprecated"), drafts=True)),
        "last_day": _model(before=lambda by, buyer: by <= buyer["finish"]),
        "years_only": (_model(before=lambda by, buyer: by[:4] < buyer["finish"][:4]),
                       _model(before=lambda by, buyer: by[:4] <= buyer["finish"][:4]),
                       _model(before=lambda by, buyer: by[:7] < buyer["finish"][:7])),
        "still_ahead": (_model(before=lambda by, buyer: by >= buyer["finish"]), _model(before=lambda by, buyer: by > buyer["finish"])),
        "all_dates": _model(before=lambda by, buyer: True),
    }
