"""Who listens? The landing page: photons from Alice to Bob, and Eve, who can be pulled to the line."""

import qedu
from qedu import attacks, protocols, rates
from qedu.widgets import Dice, Paper, Range, Seed, Task, Widget, frame, scene

Listeners = scene("listeners", "names pull counts symbols")


class WhoListens(Widget):
    """One slider, Eve's distance from the line, and a hundred bits."""

    title = "Is somebody listening?"
    caption = "Each photon that Eve touches may become a wrong bit, so Alice and Bob can see how much she knows at most."
    leaves_out = ("No photon is lost and the line makes no errors of its own. Eve measures in one of the two bases by a coin, which is the "
                  "plainest attack; there are better ones. That the bits are compared at all costs bits.")
    controls = (Range("f", "Eve touches", 0, 1, 0.05, 0.4, readout="{f:pct0}"), Seed(default=7, button="Send again"))
    dice = (Dice("bits", ("free", "right", "wrong"), n=100),)
    views = (
        Listeners("A hundred bits, sent and measured in the same basis", wide=True, names=["Alice", "Bob", "Eve"],
                  pull="pull Eve to the line, or away",
                  counts=[["bits.count.free", "not touched", "{bits.count.free:int} not touched"],
                          ["bits.count.right", "touched and right", "{bits.count.right:int} touched, right"],
                          ["bits.count.wrong", "wrong", "{bits.count.wrong:int} wrong"],
                          ["guess", "Eve's guess is right", "guesses {guess:pct0}"]],
                  symbols=("alice", "bob", "eve")),)
    line = (
        "{bits.count.wrong:int} of 100 bits are wrong.",
        ({"f": [">", 0]}, "Eve guesses {guess:pct0} of them."),
        ({"over": 1}, "That is too many for a key: Alice and Bob stop."),
        ({"over": 0, "f": [">", 0]}, "They cannot tell her from noise, so they shorten the key until she knows nothing of it."),
        ({"f": 0}, "Nobody listened, which Alice and Bob cannot know for certain."))
    tasks = (Task("Let Eve touch everything. How many of the bits does she spoil?", {"f": 1.0}),
             Task("Find out how much she may touch before Alice and Bob stop.", {"f": 0.2}),
             Task("Take her away, and send a few times.", {"f": 0.0}))
    paper = (Paper("Nobody listens.", {"f": 0.0}), Paper("Eve touches 40 % of the photons.", {}),
             Paper("Eve touches all of them.", {"f": 1.0}))

    @frame
    def whole(self):
        """Errors and Eve's guess if she touches every photon, and the share of errors at which no key is left."""
        run = qedu.exchange(protocols.bb84(), attacks.intercept_resend())
        return {"qber": run.qber, "right": run.eve_guess, "limit": rates.threshold(rates.bb84)}

    def derive(self, n):
        n["p.free"], n["p.wrong"] = 1 - n["f"], n["f"] * n["qber"]
        n["p.right"] = n["f"] - n["p.wrong"]
        n["guess"] = 0.5 + n["f"] * (n["right"] - 0.5)
        n["over"] = n.flag(n["bits.fraction.wrong"] > n["limit"])
