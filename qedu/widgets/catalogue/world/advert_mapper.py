"""The advert mapper (chapter C18): words of an advert, what they point to, and who would have to learn what."""

from qedu.policy import AREAS, LEVELS
from qedu.widgets import Choice, Paper, Range, Task, Widget, adverts, frame, scene, skills
from qedu.widgets.catalogue.world.proficiency_triangle import CORNERS, STEPS, Triangle, gaps, height, ladders

Advert = scene("advert", "texts table corners levels none signs words")
Whys = scene("whys", "")
Paste = scene("paste", "")

_ADVERTS = adverts.adverts()
_PEOPLE = skills.people()
_WAIT = {"wait": "hide", "I": "I", "II": "II", "III": "III", "show": "show"}
_TABLE = {"pattern": adverts.pattern(), "longest": max(form.count(" ") + 1 for form in adverts.forms()),
          "entries": [[kind, area, level, list(forms)] for kind, area, level, forms in adverts.words()]}
_LEVELS = [[level, words] for level, words in LEVELS.items()]


_WORDS = {
    "advert": "The advert", "ask": "asked for", "count": "words that point there", "length": "words of the advert", "titles": "titles",
    "one": "{n} word", "many": "{n} words", "title": "(a title)", "why": "Why each word points where it does",
    "at": "word that is looked at",
    "titled": "a title, which points to no level.", "alone": "nothing says what is done with it, so", "because": "“{does}” points to",
    "paste": "Paste an advert, or write one", "yours": "Your text", "counted": "{words} words, of which {hits} are in the table.",
    "gap": ["For {name} nothing is missing.", "For {name} one rung is missing.", "For {name} {n} rungs are missing."],
    "cut": "Of {all} signs the first {n} are shown and all are counted.",
    "honest": "It counts words and understands nothing. Your text does not leave this page."}
#: So many words has the advert that has most of them.
_MOST = max(sum(one.kind != "does" for one in adverts.read(advert["text"])) for advert in _ADVERTS.values())
_NAMES = {key: one.name[0].upper() + one.name[1:] for key, one in _PEOPLE.items()}
_AREAS = list(enumerate(AREAS, 1))


class AdvertMapper(Widget):
    """An advert with its words marked, what they add up to, and the gap of somebody who reads it."""

    title = "The advert mapper"
    caption = ("What one does points to a level, and what one does it with to an area; a title points to neither. In each area the "
               "highest level counts, so a single word can set it. Headings and degrees often promise another job than the sentences "
               "below them.")
    leaves_out = ("It counts words of a short English table and understands nothing: no negation, no irony, no sentence, and a word that "
                  "is not in the table is not there. Where a word points is our judgement. Each thing takes the nearest word before it "
                  "in its sentence that says what is done, which is often wrong. All adverts and people are made up. A text of your own "
                  "is read by the script of this page, leaves it in no way, and is gone when you close it.")
    main = ("advert",)
    folded = ("word",)
    controls = (
        Choice("advert", "Advert (made up)", {key: one["name"] for key, one in _ADVERTS.items()}, "operator", select=True),
        *(Choice(f"guess_{key}", "Which area asks for most?", _WAIT, "show" if key == "operator" else "wait", when={"advert": key})
          for key in _ADVERTS),
        Range("word", "Look at a word", 1, _MOST, 1, 1, readout="{at:int} of {hits:int}"),
        Choice("person", "Who reads it (made up)", {key: one.name for key, one in _PEOPLE.items()}, "physicist", select=True))
    views = (
        Advert("", wide=True, tab="Advert", texts={key: one["text"] for key, one in _ADVERTS.items()}, table=_TABLE, corners=CORNERS,
               levels=_LEVELS, none="none", signs={"I": "○", "II": "■", "III": "▲", "here": "→"},
               words=_WORDS),
        Whys("", wide=True, tab="Words", when={"shown": 1}),
        Triangle("", wide=True, tab="Triangle", corners=CORNERS, levels=_LEVELS, none="none", done=[], asks=[],
                 shapes=[{"id": "ask", "name": "asked for", "tone": "q2", "glyph": "disc", "fill": True, "when": {"shown": 1}},
                         {"id": "have", "name": "who reads it", "tone": "q1", "line": "dashed", "glyph": "square"}]),
        ladders(tab="Gap", when={"shown": 1}),
        Paste("", wide=True, tab="Yours", screen_only=True))
    line = (
        ({"shown": 0}, "Read the advert. Which area asks for the highest level? Say so, and its words are marked."),
        # The tab of one's own text stands above the same line, so the line says of which advert it speaks.
        *(({"shown": 1, "advert": key}, f"By the words of the table the advert “{one['name']}” asks for") for key, one in _ADVERTS.items()),
        *(({"shown": 1, f"ask.{area}": step}, f"{area} {name}{',' if area != 'III' else '.'}")
          for area in AREAS for step, name in enumerate(("none", *STEPS))),
        *(({"shown": 1, "most": number, "guess": 0}, f"Area {area} asks for most.") for number, area in _AREAS),
        *(({"shown": 1, "most": number, "guess": number}, f"You said area {area}, and so says the table.") for number, area in _AREAS),
        *(({"shown": 1, "most": number, "guess": said}, f"You said area {other}; by the table it is area {area}.")
          for number, area in _AREAS for said, other in _AREAS if said != number),
        *(({"shown": 1, "person": key, "lack": count}, f"{name} lacks {words}.") for key, name in _NAMES.items()
          for count, words in ((0, "nothing"), (1, "one rung"), ([">", 1], "{lack:int} rungs"))))
    tasks = (
        Task("The heading asks for a doctorate in physics. What do the sentences ask for, and who of the five people lacks least?", {}),
        Task("A ministry looks for a quantum physicist. Say first which area asks for most; then see which words say so.",
             {"advert": "ministry", "person": "lawyer"}),
        Task("Here one marked word is a mistake: the advert says the opposite. Which is it, and what would a reader have to understand "
             "that a counter of words does not? Then try one of your own.",
             {"advert": "school", "guess_school": "show", "person": "programmer"}))
    paper = (
        Paper("An operator of a network, and a graduate of physics.", {}),
        Paper("A ministry, and a lawyer.", {"advert": "ministry", "guess_ministry": "show", "person": "lawyer"}),
        Paper("Outreach to schools, and a programmer. “Not needed” is not understood.", tasks[2].state))

    @frame
    def asked(self, advert):
        text = _ADVERTS[advert]["text"]
        found, levels = adverts.read(text), adverts.profile(text).by_area
        heights = {area: height(level) for area, level in levels.items()}
        return {**{f"ask.{area}": step for area, step in heights.items()}, **{f"goal.{area}": step for area, step in heights.items()},
                **{f"count.{area}": sum(one.area == area for one in found) for area in AREAS},
                "hits": sum(one.kind != "does" for one in found),
                "titles": sum(one.kind == "title" for one in found), "length": adverts.length(text),
                "most": 1 + list(AREAS).index(max(heights, key=heights.__getitem__))}

    @frame
    def reader(self, person):
        return {f"have.{area}": height(level) for area, level in _PEOPLE[person].levels.by_area.items()}

    def derive(self, n):
        now = {key: n.flag(n.chosen("advert", key)) for key in _ADVERTS}
        n["shown"] = 1 - sum(here * n.flag(n.chosen(f"guess_{key}", "wait")) for key, here in now.items())
        n["guess"] = sum(number * here * n.flag(n.chosen(f"guess_{key}", area)) for key, here in now.items() for number, area in _AREAS)
        n["at"] = n.min(n["word"], n["hits"])
        for area in AREAS:
            gaps(n, area)
        n["lack"] = sum(n[f"lack.{area}"] for area in AREAS)
