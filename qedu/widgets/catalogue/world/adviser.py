"""The adviser (chapter C16): nine questions, seven ways to protect data, and the documents that move a way from group to group."""

from qedu.policy import ASKS, BRIEF, OPTIONS, QUESTIONS, RULES, VERDICTS, source
from qedu.widgets import Choice, Paper, Range, Task, Widget, scene

Shelves = scene("shelves", "questions ways verdicts effects rules sources words")
Reasons = scene("reasons", "")

#: Two guarded sites in one region, with a fibre of their own.
_CASE = {"distance": "span", "fibre": "dark", "data_life": "decades", "authentication": "session", "endpoints": "two", "mobile": "no",
         "budget": "network", "regulator": "fr", "insiders": "trusted"}
_SOURCES = list(dict.fromkeys(name for rule in RULES for name in rule.sources))
_VERDICTS = list(VERDICTS)


def _asked(number, key):
    answers = {**QUESTIONS[key], **BRIEF.get(key, {}), "open": "not known"}
    return Choice(key, ASKS[key], answers, _CASE[key], select=len(QUESTIONS[key]) > 5, when={"q": number})


class Adviser(Widget):
    """Answers on one side, seven ways on four shelves on the other, and why each stands where it stands."""

    title = "The adviser"
    caption = ("Nobody’s rule decides for everybody. A rule says for or against a way, names the documents that it rests on, and fires "
               "only where the answers fit, so that the same two sites get other advice under another supervisor. Within a shelf nothing "
               "is ranked, and what is not known keeps rules silent.")
    leaves_out = ("The rules are ours, made of public documents of the dates given, and newer ones may differ. They are not weighed "
                  "against each other: that is for whoever decides. Prices, products, export rules and everything that is no cryptography "
                  "are left out, though most attacks come that way. It is an exercise in reading, and no substitute for the documents.")
    main = ("q", *QUESTIONS)
    controls = (
        Range("q", "Question", 1, 9, 1, 8, readout="{q:int} of 9"),
        *(_asked(number, key) for number, key in enumerate(QUESTIONS, 1)),
        Choice("way", "Why does it stand there?", dict(BRIEF["option"]), "pqc_qkd", select=True))
    views = (
        Shelves("", wide=True, tab="Shelves", questions=[[key, key.replace("_", " ")] for key in QUESTIONS],
                ways=[[key, BRIEF["option"][key], OPTIONS[key]] for key in OPTIONS], verdicts=_VERDICTS,
                effects={"for": ["triangle", "q3"], "note": ["ring", "q0"], "against": ["diamond", "q2"], "rules out": ["cross", "q2"]},
                rules=[{"id": rule.id, "ways": list(rule.options), "effect": rule.effect, "because": rule.because,
                        "sources": [_SOURCES.index(name) for name in rule.sources]} for rule in RULES],
                sources=[source(name).source for name in _SOURCES],
                words={"for": "speaks for it", "note": "should be known", "against": "speaks against it", "rules out": "rules it out",
                       "none": "nothing", "seven": "seven ways", "silent": "No rule fires for it with these answers."}),
        Reasons("", wide=True, tab="Reasons"))
    line = (
        *(({"way": way, f"verdict.{way}": number}, f"{words[0].upper()}{words[1:]}: {verdict}, for {VERDICTS[verdict]}.")
          for way, words in OPTIONS.items() for number, verdict in enumerate(_VERDICTS)),
        ({}, f"{{fired:int}} of {len(RULES)} rules fire; for this way {{pro:int}} speak and {{con:int}} against it."),
        ({"answered": ["<", 9]}, "{answered:int} of nine questions are answered, and rules that ask for the others are silent."))
    tasks = (
        Task("Two sites in France share a fibre of their own. Let Germany supervise, then the United Kingdom’s government, then nobody: "
             "which ways move, and whose document moves them?", {}),
        Task("Customers with telephones: find the questions whose answers rule a quantum link out, and change them one at a time.",
             {"q": 2, "distance": "country", "fibre": "none", "endpoints": "many", "mobile": "yes", "budget": "software",
              "regulator": "eu", "insiders": "doubted"}),
        Task("Begin with nothing known, and answer for a case of yours. Which answer moves most?",
             {"q": 1, "way": "hybrid", **dict.fromkeys(QUESTIONS, "open")}))
    paper = (
        Paper("Two sites in France, with a fibre of their own and secrets of decades.", {}),
        Paper("The same two sites, in Germany.", {"regulator": "de"}),
        Paper("Customers with telephones.", tasks[1].state))

    def derive(self, n):
        n["answered"] = sum(1 - n.flag(n.chosen(key, "open")) for key in QUESTIONS)
        for rule in RULES:
            fires = 1
            for question, answers in rule.when:
                fires = fires * n.flag(n.chosen(question, *answers))
            n[f"fires.{rule.id}"] = fires
        n["fired"] = sum(n[f"fires.{rule.id}"] for rule in RULES)
        for name, effects in (("pro", ("for",)), ("con", ("against", "rules out"))):
            n[name] = sum(n.flag(n.chosen("way", way)) * n[f"fires.{rule.id}"]
                          for way in OPTIONS for rule in RULES if rule.effect in effects and way in rule.options)
        for way in OPTIONS:
            good, bad, out = (n.max(0, 0, *(n[f"fires.{rule.id}"] for rule in RULES if rule.effect == effect and way in rule.options))
                             for effect in ("for", "against", "rules out"))
            n[f"verdict.{way}"] = n.where(out > 0, _VERDICTS.index("ruled out"), good > bad, _VERDICTS.index("recommended"),
                                          good < bad, _VERDICTS.index("discouraged"), _VERDICTS.index("possible"))
