"""Protocol arena (chapter C07): two protocols, each with an Eve, side by side."""

import qedu
from qedu import attacks, protocols
from qedu.widgets import Choice, Paper, Range, Task, Widget, frame, scene

FaceToFace = scene("face-to-face", "sides rows mark none")

_PROTOCOLS = {"bb84": "BB84", "six_state": "six-state", "b92": "B92", "sarg04": "SARG04", "bbm92": "BBM92",
              "e91": "E91"}
_ATTACKS = {"none": "no attack", "random": "intercept-resend, random",
            "breidbart": "intercept-resend, Breidbart", "helstrom": "Helstrom resend",
            "unambiguous": "unambiguous resend", "covariant": "phase-covariant cloner",
            "universal": "universal cloner", "source": "Eve at the source"}
_MAKE = {"none": attacks.none, "random": attacks.intercept_resend,
         "breidbart": lambda: attacks.intercept_resend(basis="breidbart"),
         "helstrom": attacks.helstrom_resend, "unambiguous": attacks.unambiguous_resend,
         "covariant": attacks.phase_covariant_cloner, "universal": attacks.universal_cloner,
         "source": attacks.at_source}
_LOSS = {"0": "none", "0.5": "50 %", "0.9": "90 %"}
_SIDES = {"a": "Left", "b": "Right"}
#: A difference that a reader can see in the bars.
_SEEN = 5e-4


def _line(side):
    """The sentences of one side."""
    where, p, e = _SIDES[side], f"{{p{side}}}", f"{{a{side}}}"
    return (
        ({f"{side}.ok": 1}, f"{where}: {p}, {e}: kept {{{side}.kept:pct}}, QBER {{{side}.qber:pct}}, Eve "
         f"right in {{{side}.guess:pct}} with {{{side}.info:bits}} of each key bit, key {{{side}.key:bits}}."),
        ({f"{side}.ok": 0, f"a{side}": ["in", ["helstrom", "unambiguous"]]},
         f"{where}: {e} makes no sense against {p}. It needs a protocol with two states, as B92."),
        ({f"{side}.ok": 0, f"a{side}": "own"}, f"{where}: {e} makes no sense against {p}."),
        ({f"{side}.ok": 0, f"a{side}": "source"},
         f"{where}: {e} makes no sense against {p}. There, Alice herself is the source; it takes entangled "
         "pairs, as in BBM92 and E91."),
        ({f"{side}.ok": 1, f"a{side}": "unambiguous", "loss": ["!=", "0"], f"{side}.hides": 1},
         "On a line that loses so much she can hide: with a perfect line of her own she attacks every photon "
         f"and Bob keeps {{{side}.full.kept:pct}}, more than the {{{side}.clean:pct}} that he expects."))


#: What is compared: key, words above both bars, tone, format, words in the table.
_ROWS = (("kept", "kept, of photons sent", "q1", "pct", "kept"), ("qber", "QBER", "q2", "pct", "QBER"),
         ("guess", "Eve guesses key bits right", "q4", "pct", "Eve guesses right"),
         ("info", "Eve’s bits, I(A:E)", "q4", "bits", "I(A:E) per sifted bit"),
         ("key", "key: I(A:B) − I(A:E), or 0", "q3", "bits", "max(0, I(A:B) − I(A:E)) per sifted bit"))


class ProtocolArena(Widget):
    """Two pairs of protocol and attack: what is kept, the errors, what Eve has and what is left."""

    title = "Protocol arena"
    caption = ("A lower error rate is no proof of safety. With B92, an Eve who guesses the state as well as "
               "can be and sends on her guess makes 14.6 % errors and is right in 85.4 %. With BB84, "
               "interception in random bases makes 25 % errors and she is right in 75 %.")
    leaves_out = ("Single photons and perfect devices. The key is the Csiszár–Körner difference I(A:B) − "
                  "I(A:E) against an Eve who does just this, with I(A:B) = 1 − h(QBER): no promise against "
                  "any other. Cloners make equally good copies; Eve reads hers after the announcements. "
                  "Loss happens behind Eve and lets all photons through alike. E91's Bell test is not used.")
    yours = {"protocol": ("pa", "pb"), "attack": ("aa", "ab")}
    main = ("pa", "aa", "pb", "ab")
    folded = ("f", "loss")
    controls = (
        Choice("pa", "Protocol", _PROTOCOLS, "b92", select=True, group="Left"),
        Choice("aa", "Attack", _ATTACKS, "helstrom", select=True, group="Left"),
        Choice("pb", "Protocol", _PROTOCOLS, "bb84", select=True, group="Right"),
        Choice("ab", "Attack", _ATTACKS, "random", select=True, group="Right"),
        Range("f", "Fraction attacked, both sides", 0, 1, 0.1, 1, readout="{f:pct0}"),
        Choice("loss", "Loss of the line", _LOSS, "0"))
    views = (
        FaceToFace("", wide=True, none="no such attack",
                   sides=[{"key": side, "name": name, "title": f"{{p{side}}}", "under": f"{{a{side}}}", "fits": f"{side}.ok"}
                          for side, name in _SIDES.items()],
                   rows=[dict(zip(("key", "label", "tone", "format", "name"), row)) for row in _ROWS],
                   mark={"row": "kept", "key": "clean", "name": "kept without Eve"}),)
    line = (
        *_line("a"), *_line("b"),
        ({"less": 1}, "The left makes fewer errors, and yet Eve is right there more often."),
        ({"less": 2}, "The right makes fewer errors, and yet Eve is right there more often."),
        ({"less": 3}, "Equal error rates, and Eve does not know equally much."))
    tasks = (
        Task("BB84 left and right. Find two attacks with the same QBER, one with more right guesses and the "
             "other with more bits of information.",
             {"pa": "bb84", "aa": "random", "pb": "bb84", "ab": "none"}),
        Task("Attack B92 so that not one error appears and Eve knows all. How do Alice and Bob notice? Then "
             "let the line lose 90 %, under “More settings”.", {"aa": "unambiguous"}),
        Task("Intercept in random bases, all six protocols in turn. Which show her most, and which leave "
             "her least?", {"pa": "bb84", "aa": "random", "pb": "six_state"}))
    paper = (
        Paper("B92 under Helstrom resend against BB84 under interception: fewer errors, more right guesses.",
              {}),
        Paper("One attack, two protocols: six-state shows more errors than BB84 and tells Eve less.",
              {"pa": "six_state", "aa": "random"}),
        Paper("No error at all, and Eve knows everything: B92 under unambiguous resend. Helstrom resend "
              "does not exist for BB84.", {"aa": "unambiguous", "ab": "helstrom"}))

    def _side(self, side, protocol, attack):
        """Kept, QBER, Eve's right guesses and information; of a pair that makes no sense, as without Eve."""
        protocol = self.protocol if protocol == "own" else getattr(protocols, protocol)()
        eve = self.attack if attack == "own" else _MAKE[attack]()
        try:
            run, fits = qedu.exchange(protocol, attack=eve), 1
        except ValueError:
            run, fits = qedu.exchange(protocol), 0
        return {f"{side}.ok": fits, f"{side}.free": qedu.exchange(protocol).sifted_fraction,
                f"{side}.full.kept": run.sifted_fraction, f"{side}.full.qber": run.qber,
                f"{side}.full.guess": run.eve_guess, f"{side}.full.info": run.eve_information}

    @frame
    def left(self, pa, aa):
        return self._side("a", pa, aa)

    @frame
    def right(self, pb, ab):
        return self._side("b", pb, ab)

    def derive(self, n):
        f, arrives = n["f"], 1 - n["loss"]
        for side in _SIDES:
            free, full = n[f"{side}.free"], n[f"{side}.full.kept"]
            n[f"{side}.sent"] = (1 - f) * free + f * full
            # Share of the key bits that Eve touched.
            touched = n[f"{side}.touched"] = f * full / n[f"{side}.sent"]
            n[f"{side}.clean"], n[f"{side}.kept"] = arrives * free, arrives * n[f"{side}.sent"]
            for key in ("qber", "info"):
                n[f"{side}.{key}"] = touched * n[f"{side}.full.{key}"]
            n[f"{side}.guess"] = (1 - touched) / 2 + touched * n[f"{side}.full.guess"]
            n[f"{side}.bob"] = 1 - n.h2(n[f"{side}.qber"])
            n[f"{side}.key"] = n.max(0, n[f"{side}.bob"] - n[f"{side}.info"])
            n[f"{side}.hides"] = n.flag(full > n[f"{side}.clean"] + _SEEN)
        errors, right = (n[f"a.{key}"] - n[f"b.{key}"] for key in ("qber", "guess"))
        n["less"] = n.where(n["a.ok"] * n["b.ok"] < 1, 0, abs(right) <= _SEEN, 0, abs(errors) < _SEEN, 3,
                            errors * right > 0, 0, errors < 0, 1, 2)
