from qedu import policy
from qedu.grading.answers import Integer, Table
from qedu.grading.exercise import Call, Exercise

from ..common import AREAS, LEVELS, rung

JOB, ME = {"I": "A2", "II": "B2", "III": "A1"}, {"I": "B1", "II": "A1", "III": None}


def lacking(profile, me, *, place=rung, count=lambda wanted, have: max(wanted - have, 0)):
    """Steps by area, with any part counted otherwise."""
    return {area: count(place(profile[area]), place(me[area])) for area in AREAS}


def _model(**options):
    return lambda profile, me: lacking(profile, me, **options)


def from_the_job(place):
    """The level that a job asks for counted otherwise, and that of the person as it is."""
    return lambda profile, me: {area: max(place(profile[area]) - rung(me[area]), 0) for area in AREAS}


def from_the_person(place):
    """The level of the person counted otherwise, and that of the job as it is."""
    return lambda profile, me: {area: max(rung(profile[area]) - place(me[area]), 0) for area in AREAS}


def _none_as(number):
    return lambda level: number if level is None else rung(level)


def _letters(level):
    return 0 if level is None else " ABC".index(level[0])


def shared(profile, me):
    """What is too much in one area makes up for others, in their order."""
    spare = sum(max(rung(me[area]) - rung(profile[area]), 0) for area in AREAS)
    found = lacking(profile, me)
    for area in AREAS:
        paid = min(spare, found[area])
        found[area], spare = found[area] - paid, spare - paid
    return found


def summed(profile, me):
    return dict.fromkeys(AREAS, max(sum(rung(profile[area]) - rung(me[area]) for area in AREAS), 0))


def best_area(profile, me):
    highest = max(me.values(), key=rung)
    return lacking(profile, dict.fromkeys(AREAS, highest))


class Gap(Exercise):
    """Jobs and people that differ; somebody has too much in one area, and nothing in another.

    In one of the drawn pairs an area is asked for nothing and has nothing, so that it shows if somebody counts steps there; and each
    slip shows in some of the pairs.
    """

    answer = Table(AREAS, Integer())
    example = Call(profile=JOB, me=ME)
    draws = 6

    def tells(self, calls, right):
        pairs = [(call.arguments["profile"][area], call.arguments["me"][area]) for call in calls for area in AREAS]
        return (None, None) in pairs and all([call.of(model) for call in calls] != right for _, model in self.models())

    def draw(self, rng):
        profile, me = ({area: [None, *LEVELS][rng.integers(7)] for area in AREAS} for _ in range(2))
        apart = [rung(profile[area]) - rung(me[area]) for area in AREAS]
        return Call(profile=profile, me=me) if min(apart) < 0 and max(apart) > 1 and None in me.values() else None

    def right(self, profile, me):
        have, wanted = (policy.Proficiency(*(levels[area] for area in AREAS)) for levels in (me, profile))
        missing = have.gap(wanted)
        return {area: len(missing.get(area, ())) for area in AREAS}

    wrong = {
        "sign": (_model(count=lambda wanted, have: have - wanted), _model(count=lambda wanted, have: max(have - wanted, 0))),
        "below_zero": _model(count=lambda wanted, have: wanted - have),
        "distance": _model(count=lambda wanted, have: abs(wanted - have)),
        "surplus_pays": (shared, summed, best_area),
        "none_is_first": (_model(place=_none_as(1)), from_the_person(_none_as(1))),
        "none_wanted": tuple(from_the_job(_none_as(number)) for number in range(1, len(LEVELS) + 2)),
        "letters_only": (_model(place=_letters), _model(place=lambda level: max(_letters(level), 1))),
        "yes_or_no": _model(count=lambda wanted, have: int(wanted > have)),
        "wanted_only": (_model(count=lambda wanted, have: wanted), _model(count=lambda wanted, have: wanted * (wanted > have))),
        "one_too_many": (_model(count=lambda wanted, have: max(wanted - have + 1, 0)),
                         _model(count=lambda wanted, have: (wanted - have + 1) * (wanted > have)),
                         _model(count=lambda wanted, have: max(wanted - have - 1, 0))),
    }
