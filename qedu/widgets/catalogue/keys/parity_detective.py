"""Parity detective (chapter C08): the reader finds Bob's wrong bits by asking Alice for parities."""

from qedu.widgets import Bar, Bars, Choice, Hidden, Paper, Range, Ref, Seed, Task, Widget, frame, scene
from qedu.widgets import parity_game as game

Parity = scene("parity", "alice bob bit asked differ equal known")
Moves = scene("parity-moves", "ask one mend none again")

_OPEN = {"over": 0}


class ParityDetective(Widget):
    """Mark a stretch, ask for its parity, and pay one bit for each answer."""

    title = "Parity detective"
    caption = ("Only the wrong bits are changed, but it is the search that costs: each answer of Alice's is one bit that Eve hears. "
               "Halving comes close to the least that any way of asking needs, as long as no two errors hide each other.")
    leaves_out = ("Bob is told how many of his bits are wrong. In a real run nobody knows, and so he asks on, in other orders of the "
                  "bits, until a hash of both keys shows that they are equal. Real keys are a thousand times as long, and their errors "
                  "are rarer. The bits and the places of the errors come from dice.")
    controls = (
        Range("start", "Marked from bit", 1, game.BITS, 1, 1, readout="{start:int}"),
        Range("end", "up to bit", 1, game.BITS, 1, 16, readout="{end:int}"),
        Choice("errors", "Bob's wrong bits", {"1": "one", "2": "two", "3": "three"}, "2"),
        Hidden("asked", "", "(![0-9A-V]|[0-9A-V]{2}){0,34}"),
        Seed(default=17, button="New game", resets=("asked",)))
    main = ("start", "end")
    views = (
        Parity("", wide=True, alice="Alice's bits, which Bob cannot see", bob="Bob's bits", bit="Bob's bit {n}",
               asked="parity of bits {from} to {to}", differ="differs", equal="equal", known="known", tab="Search"),
        Moves("", wide=True, screen_only=True, ask="Ask: bits {from} to {to}", one="Ask: bit {from}", mend="Turn bit {n} over",
              none="Turn over", again="New game", tab="Search"),
        Bars("", [Bar("told", "Answers, heard by Eve", "q4", format="int", mark="halving", mark_label="halving needs, on average")],
             format="f1", max=20, wide=True, tab="Search",
             refs=[Ref("least", "average: halving {halving:f1}, least {least:f1}", name="least that any way needs, on average")]),
        Bars("Answers on average: by halving, and (tick) the least there can be",
             [Bar(f"halving.{k}", f"{words} among 32 bits", "q4", name=f"{words}: halving", mark=f"least.{k}",
                  mark_label=f"{words}: the least there can be")
              for k, words in ((1, "one error"), (2, "two errors"), (3, "three errors"))],
             format="f1", max=20, wide=True, screen_only=True, tab="What an error costs"))
    line = (
        ({"told": 0, "over": 0}, "Bob knows that {errors} of his 32 bits are wrong, and not which. Mark a stretch by its two ends, and ask "
                                 "Alice for its parity."),
        ({"told": [">", 0], "last.differ": 1, "last.one": 0, "last.mended": 0, **_OPEN},
         "The parities of bits {last.first:int} to {last.to:int} differ: an odd number of them is wrong."),
        ({"told": [">", 0], "last.differ": 0, "last.one": 0, "last.mended": 0, **_OPEN},
         "The parities of bits {last.first:int} to {last.to:int} are equal: none of them is wrong, or an even number."),
        ({"told": [">", 0], "last.one": 1, "last.differ": 0, "last.mended": 0, **_OPEN}, "Bit {last.first:int} is right."),
        ({"last.known": 1, "last.mended": 0, **_OPEN}, "Bob could have concluded this from what he knew: an answer for nothing."),
        ({"sure": [">", 0], **_OPEN}, "Bit {sure:int} is wrong for certain: turn it over."),
        ({"last.mended": [">", 0], **_OPEN}, "Bit {last.mended:int} is right now, and every parity in which it counts has changed sides."),
        ({"told": [">", 0], **_OPEN}, "Told so far: {told:int} of 32 bits."),
        ({"over": 1}, "Both keys are equal. Alice told {told:int} parities, so that of 32 bits {secret:int} are left as a secret. "
                      "Halving needs {halving:f1} on average, and no way of asking fewer than {least:f1}."))
    tasks = (
        Task("Find one error. How many answers does it take if you always halve? Can you do better on average over five games?",
             {"errors": "1"}),
        Task("Two errors: ask for bits 1 to 16. What do you know if the parities are equal? Play until you meet two errors that hide "
             "each other.", {}),
        Task("Here the first half has been asked. Ask for the second half, and read what is said of the answer. Why was it wasted?",
             {"errors": "3", "start": 17, "end": 32, "asked": "0F"}))
    paper = (
        Paper("Bob knows that two of his bits are wrong.", {}),
        Paper("Five answers have led to one of them.", {"asked": "0F078B89AA"}),
        Paper("Nine answers, and both are found.", {"asked": "0F078B89AA!AGNGJKLKK!L"}))

    @frame
    def prices(self):
        return game.prices()

    def counted(self, state, known):
        now = game.play(state)
        a, b, differ, spare = (now["asks"] or [(0, 0, 0, 0)])[-1]
        mended = now["mended"]
        return {"told": len(now["asks"]), "found": len(mended), "sure": (now["sure"] or [-1])[0] + 1, "last.from": a, "last.to": b,
                "last.differ": differ, "last.known": spare, "last.mended": mended[-1] + 1 if mended and state["asked"][-2:-1] == "!" else 0,
                **{f"b{i}": bit for i, bit in enumerate(now["bits"], 1)}, **{f"q{i}": ask[2] for i, ask in enumerate(now["asks"], 1)}}

    def derive(self, n):
        n["over"], n["secret"] = n.flag(n["found"] == n["errors"]), n.max(0, game.BITS - n["told"])
        n["last.first"], n["last.one"] = n["last.from"] + 1, n.flag(n["last.to"] - n["last.from"] == 1)
        for name in ("least", "halving"):
            n[name] = n.where(n["errors"] == 1, n[f"{name}.1"], n["errors"] == 2, n[f"{name}.2"], n[f"{name}.3"])
