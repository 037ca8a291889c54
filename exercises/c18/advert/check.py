from functools import reduce

import numpy as np

from qedu import policy
from qedu.grading.exercise import Call, Exercise

from ..common import AREAS, LEVELS, Levels, level_of, rung

#: Phrases of tasks, for each area one of each level from the first on; our own reading.
PHRASES = {
    "I": ("name the parts of a link", "explain entanglement", "compute key rates", "test noise models", "compare security proofs",
          "find new protocols"),
    "II": ("replace a module", "read out detectors", "align optics", "debug control software", "design receivers", "invent a light source"),
    "III": ("answer customers", "describe use cases", "write tenders", "compare markets", "chair a committee on standards",
            "draft a national strategy"),
}
WORDS = {"explain entanglement": ("I", "A2"), "compare security proofs": ("I", "C1"), "debug control software": ("II", "B2"),
         "replace a module": ("II", "A1"), "write tenders": ("III", "B1")}
ADVERT = {"title": "Quantum specialist (compare security proofs)", "degree": "PhD in physics preferred",
          "tasks": ["Debug control software in the night shift.", "You explain entanglement and replace a module.",
                    "Work in a small team."]}
TITLES = ("Quantum specialist", "Technician", "Head of department", "Engineer", "Consultant", "Scientist")
DOCTORS = ("PhD in physics preferred", "PhD or what you have learned elsewhere", "PhD in engineering")
OTHERS = ("no degree is asked for", "any degree", "apprenticeship in electronics")
AROUND = ("Work in a small team.", "Travel twice a year.", "Take part in the rota for the weekend.", "Keep your notes in order.")


def levels(advert, words, *, text=lambda advert: advert["tasks"], small=str.lower, by_word=False):
    """Area and level of all phrases that are found, sentence by sentence, or in the order of the table."""
    sentences = [small(sentence) for sentence in text(advert)]
    if by_word:
        return [place for phrase, place in words.items() if any(phrase in sentence for sentence in sentences)]
    spots = [(number, sentence.find(phrase), place) for number, sentence in enumerate(sentences) for phrase, place in words.items()
             if phrase in sentence]
    return [place for *_, place in sorted(spots)]


def pick(found, of=max):
    """For each area one of its levels, or None."""
    by_area = {area: [level for where, level in found if where == area] for area in AREAS}
    return {area: of(some) if some else None for area, some in by_area.items()}


def _model(of=max, **options):
    return lambda advert, words: pick(levels(advert, words, **options), of)


def _doctor(level, areas, at_least):
    def model(advert, words):
        found = _model()(advert, words)
        if "phd" in advert["degree"].lower():
            found |= {area: max(found[area] or level, level) if at_least else level for area in areas}
        return found

    return model


def _filled(level):
    """A doctor's level where the tasks say nothing."""
    def model(advert, words):
        found = _model()(advert, words)
        return {area: there or level for area, there in found.items()} if "phd" in advert["degree"].lower() else found

    return model


def _without(degrees, change, areas):
    """Other levels in some areas where the degree is one of these, or no doctor's."""
    def model(advert, words):
        found, degree = _model()(advert, words), advert["degree"]
        if degree in degrees if degrees else "phd" not in degree.lower():
            found |= {area: change(found[area]) for area in areas}
        return found

    return model


def _at_most(level):
    return lambda found: found and min(found, level)


def _down(steps):
    return lambda found: level_of(rung(found) - steps)


#: Who asks for no degree, or for no doctor's, asks for less: levels are cut, moved down, replaced or left out.
LOWERED = (*map(_at_most, LEVELS[:5]), _down(1), _down(2), *(lambda found, level=level: level for level in (*LEVELS[:4], None)))


def title_fills(advert, words):
    """The title where the tasks say nothing."""
    title = _model(text=lambda advert: [advert["title"]])(advert, words)
    return {area: there or title[area] for area, there in _model()(advert, words).items()}


def everywhere(advert, words):
    found = _model()(advert, words)
    return dict.fromkeys(AREAS, max((level for level in found.values() if level), default=None))


def where_any(advert, words):
    return {area: level and everywhere(advert, words)[area] for area, level in _model()(advert, words).items()}


class Advert(Exercise):
    """Eight adverts with three to five phrases in the tasks and one in the title; each slip shows in some of them.

    Four of them mention a PhD.  For each other degree there is one that asks for a C level in each area, and for C2 in one, so that it
    shows if somebody takes anything away there.
    """

    answer = Levels()
    example = Call(advert=ADVERT, words=WORDS)
    draws = 8

    def further(self, rng):
        degrees = [*DOCTORS, *OTHERS, OTHERS[0], DOCTORS[rng.integers(len(DOCTORS))]]
        drawn = [self.drawn(rng, degree, place in (3, 4, 5)) for place, degree in enumerate(degrees)]
        return [drawn[place] for place in rng.permutation(len(drawn))]

    def tells(self, calls, right):
        return self.told_apart(calls, right, but=("no_degree",))        # what lowers shows by how the adverts are drawn

    def draw(self, rng, degree=OTHERS[0], high=False):
        """An advert with this degree, and if `high` with tasks of the levels C in each area."""
        known = [(phrase, (area, LEVELS[place])) for area, some in PHRASES.items() for place, phrase in enumerate(some)]
        known = [known[place] for place in rng.permutation(len(known))]
        best = rng.choice(AREAS)
        top = [next(one for one in known if one[1][0] == area and one[1][1] in ("C2", "C2" if area == best else "C1"))
               for area in AREAS] if high else []
        known = top + [one for one in known if one not in top][:14 - len(top)]
        rest = [known[place][0] for place in rng.permutation(np.arange(len(top), len(known)))]
        title, *used = [rest[0], *(phrase for phrase, _ in top), *rest[1:]][:int(rng.integers(4, 7))]
        known, used = ([some[place] for place in rng.permutation(len(some))] for some in (known, used))
        tasks = [AROUND[rng.integers(len(AROUND))]]
        while used:
            phrase = " and ".join(used[:2] if rng.random() < 0.4 else used[:1])
            used = used[1 + (" and " in phrase):]
            tasks.append(f"You {phrase}." if rng.random() < 0.4 else f"{phrase[0].upper()}{phrase[1:]}.")
        return Call(advert={"title": f"{TITLES[rng.integers(len(TITLES))]} ({title})", "degree": degree,
                            "tasks": [tasks[place] for place in rng.permutation(len(tasks))]}, words=dict(known))

    def right(self, advert, words):
        text = "\n".join(advert["tasks"]).lower()
        one_each = [policy.Proficiency(*(level if area == own else None for own in AREAS)) for phrase, (area, level) in words.items()
                    if phrase in text]
        return reduce(policy.Proficiency.joined, one_each, policy.Proficiency()).by_area

    wrong = {
        "whole_table": lambda advert, words: pick(list(words.values())),
        "title_counts": (title_fills, _model(text=lambda advert: [advert["title"]]),
                         _model(text=lambda advert: [advert["title"], *advert["tasks"]])),
        "degree_counts": tuple(_doctor(level, areas, at_least) for level in ("B2", "C1", "C2") for areas in (("I",), AREAS)
                               for at_least in (True, False)) + tuple(map(_filled, ("B2", "C1", "C2"))),
        "no_degree": tuple(_without(degrees, change, areas) for degrees in ((OTHERS[0],), OTHERS[:2], (OTHERS[0], OTHERS[2]), ())
                           for areas in (AREAS, ("I",)) for change in LOWERED),
        "capitals": _model(small=str),
        "lowest": _model(of=min),
        "last_wins": tuple(_model(of=lambda some, at=at: some[at], by_word=by_word) for at in (-1, 0) for by_word in (False, True)),
        "over_areas": (everywhere, where_any),
    }
