"""Protocol arena (chapter C07): two protocols, each with an Eve, side by side."""

import math
from functools import lru_cache

import qedu
from qedu import attacks, channels, protocols, rates
from qedu.widgets.symbolic import switch, symbol
from qedu.widgets.shell import Choice, Frames, Paper, Range, Task, Widget

_PROTOCOLS = {"bb84": "BB84", "six_state": "six-state", "b92": "B92", "sarg04": "SARG04", "bbm92": "BBM92",
              "e91": "E91"}
_ATTACKS = {"none": "no attack", "random": "intercept-resend, random",
            "breidbart": "intercept-resend, Breidbart", "helstrom": "Helstrom resend",
            "unambiguous": "unambiguous resend", "covariant": "phase-covariant cloner",
            "universal": "universal cloner", "source": "Eve at the source"}
_MAKE = {"none": lambda f: attacks.none(), "random": lambda f: attacks.intercept_resend(fraction=f),
         "breidbart": lambda f: attacks.intercept_resend(fraction=f, basis="breidbart"), "helstrom": lambda f: attacks.helstrom_resend(fraction=f),
         "unambiguous": lambda f: attacks.unambiguous_resend(fraction=f),
         "covariant": lambda f: attacks.phase_covariant_cloner(fraction=f),
         "universal": lambda f: attacks.universal_cloner(fraction=f),
         "source": lambda f: attacks.at_source(fraction=f)}
_LOSS = {"0": "none", "0.5": "50 %", "0.9": "90 %"}
_SIDES = {"a": "Left", "b": "Right"}
#: A difference that a reader can see in the bars.
_SEEN = 5e-4


@lru_cache(maxsize=None)
def _protocol(name):
    return getattr(protocols, name)()


@lru_cache(maxsize=None)
def _fits(protocol, attack):
    """Whether this attack makes sense against this protocol."""
    try:
        _MAKE[attack](1.0).on(_protocol(protocol))
    except ValueError:
        return False
    return True


@lru_cache(maxsize=None)
def _figures(protocol, attack, f, loss):
    """Kept, QBER, Eve's right guesses and information; of a pair that makes no sense, as without Eve."""
    eve = _MAKE[attack](f) if _fits(protocol, attack) else attacks.none()
    run = qedu.exchange(_protocol(protocol), attack=eve, channel=channels.loss(loss) if loss else None)
    return run.sifted_fraction, run.qber, run.eve_guess, run.eve_information


def _line(side, p, e):
    """The sentences of one side; p and e are its controls."""
    where = _SIDES[side]
    return (
        ({f"{side}.ok": 1}, f"{where}: {{{p}}}, {{{e}}}: kept {{{side}.kept:pct}}, QBER {{{side}.qber:pct}}, "
         f"Eve right in {{{side}.guess:pct}} with {{{side}.info:bits}} of each key bit, "
         f"key {{{side}.key:bits}}."),
        ({f"{side}.ok": 0, e: ["in", ["helstrom", "unambiguous"]]},
         f"{where}: {{{e}}} makes no sense against "
         f"{{{p}}}. It needs a protocol with two states, as B92."),
        ({f"{side}.ok": 0, e: "source"},
         f"{where}: {{{e}}} makes no sense against {{{p}}}. There, Alice herself "
         "is the source; it takes entangled pairs, as in BBM92 and E91."),
        ({f"{side}.ok": 1, e: "unambiguous", "loss": ["!=", "0"], f"{side}.hides": 1},
         "On a line that loses so "
         f"much she can hide: with a perfect line of her own she attacks every photon and Bob keeps "
         f"{{{side}.full.kept:pct}}, more than the {{{side}.clean:pct}} that he expects."))


def _views(side, p, e):
    return ({"view": "bars", "title": f"{_SIDES[side]}: {{{p}}}, {{{e}}}", "lead": True,
             "when": {f"{side}.ok": 1}, "items": [
                 {"key": f"{side}.kept", "label": "kept, of photons sent", "name": f"{_SIDES[side]}: kept",
                  "tone": "q1",
                  "mark": f"{side}.clean", "mark_label": f"{_SIDES[side]}: kept without Eve"},
                 {"key": f"{side}.qber", "label": "QBER", "name": f"{_SIDES[side]}: QBER", "tone": "q2"},
                 {"key": f"{side}.guess", "label": "key bits that Eve guesses right",
                  "name": f"{_SIDES[side]}: Eve guesses right", "tone": "q4"},
                 {"key": f"{side}.info", "label": "I(A:E), Eve's information per sifted bit",
                  "format": "bits",
                  "name": f"{_SIDES[side]}: I(A:E) per sifted bit", "tone": "q4"},
                 {"key": f"{side}.key", "label": "key: I(A:B) − I(A:E), at least 0, per sifted bit",
                  "format": "bits",
                  "name": f"{_SIDES[side]}: max(0, I(A:B) − I(A:E)) per sifted bit", "tone": "q3"}]},
            {"view": "words", "title": f"{_SIDES[side]}: {{{p}}}, {{{e}}}", "lead": True,
             "when": {f"{side}.ok": 0},
             "text": "No such attack on this protocol."})


class ProtocolArena(Widget):
    """Two pairs of protocol and attack: what is kept, the errors, what Eve has and what is left."""

    name = "protocol-arena"
    title = "Protocol arena"
    caption = ("A lower error rate is no proof of safety. With B92, an Eve who guesses the state as well as "
               "can be and sends on her guess makes 14.6 % errors and is right in 85.4 %. With BB84, "
               "interception in random bases makes 25 % errors and she is right in 75 %.")
    leaves_out = ("Single photons and perfect devices. The key is the Csiszár–Körner difference I(A:B) − "
                  "I(A:E) against an Eve who does just this, with I(A:B) = 1 − h(QBER): no promise against "
                  "any other. Cloners make equally good copies; Eve reads hers after the announcements. "
                  "Loss happens behind Eve and lets all photons through alike. E91's Bell test is not used.")
    controls = (
        Choice("pa", "Protocol", _PROTOCOLS, "b92", select=True, group="Left"),
        Choice("aa", "Attack", _ATTACKS, "helstrom", select=True, group="Left"),
        Choice("pb", "Protocol", _PROTOCOLS, "bb84", select=True, group="Right"),
        Choice("ab", "Attack", _ATTACKS, "random", select=True, group="Right"),
        Range("f", "Fraction attacked, both sides", 0, 1, 0.1, 1, readout="{f:pct0}"),
        Choice("loss", "Loss of the line", _LOSS, "0"))
    frames = tuple(Frames((p, e), tuple(f"{side}.{key}" for key in ("ok", "free", "full.*")))
                   for side, p, e in (("a", "pa", "aa"), ("b", "pb", "ab")))
    views = (*_views("a", "pa", "aa"), *_views("b", "pb", "ab"))
    line = (*_line("a", "pa", "aa"), *_line("b", "pb", "ab"),
            ({"less": 1}, "The left makes fewer errors, and yet Eve is right there more often."),
            ({"less": 2}, "The right makes fewer errors, and yet Eve is right there more often."),
            ({"less": 3}, "Equal error rates, and Eve does not know equally much."))
    tasks = (
        Task("BB84 left and right. Find two attacks with the same QBER, one with more right guesses and the "
             "other with more bits of information.",
             {"pa": "bb84", "aa": "random", "pb": "bb84", "ab": "none"}),
        Task("Attack B92 so that not one error appears and Eve knows all. How do Alice and Bob notice? "
             "Then let the line lose 90 %.", {"aa": "unambiguous"}),
        Task("Intercept in random bases, all six protocols in turn. Which show her most, and which leave her "
             "least?", {"pa": "bb84", "aa": "random", "pb": "six_state"}))
    paper = (
        Paper("B92 under Helstrom resend against BB84 under interception: fewer errors, more right guesses.",
              {}),
        Paper("One attack, two protocols: six-state shows more errors than BB84 and tells Eve less.",
              {"pa": "six_state", "aa": "random"}),
        Paper("No error at all, and Eve knows everything: B92 under unambiguous resend. Helstrom resend does "
              "not exist for BB84.", {"aa": "unambiguous", "ab": "helstrom"}))

    def compute(self, state, roll):
        f, loss, out = state["f"], float(state["loss"]), {}
        for side in _SIDES:
            protocol, attack = state[f"p{side}"], state[f"a{side}"]
            out[f"{side}.ok"] = float(_fits(protocol, attack))
            out[f"{side}.free"] = _figures(protocol, "none", 0.0, 0.0)[0]
            full = _figures(protocol, attack, 1.0, 0.0)
            out |= {f"{side}.full.{key}": value
                    for key, value in zip(("kept", "qber", "guess", "info"), full)}
            kept, qber, guess, info = _figures(protocol, attack, f, loss)
            bob = 1 - rates.h2(qber)
            out |= {f"{side}.kept": kept, f"{side}.qber": qber, f"{side}.guess": guess, f"{side}.info": info,
                    f"{side}.bob": bob, f"{side}.key": max(0.0, bob - info),
                    f"{side}.clean": _figures(protocol, "none", 0.0, loss)[0]}
            out[f"{side}.hides"] = float(full[0] > out[f"{side}.clean"] + _SEEN)
            out[f"{side}.sent"] = (1 - f) * out[f"{side}.free"] + f * full[0]
            out[f"{side}.touched"] = f * full[0] / out[f"{side}.sent"]
        errors, right = out["a.qber"] - out["b.qber"], out["a.guess"] - out["b.guess"]
        out["less"] = 0.0
        if out["a.ok"] * out["b.ok"]:
            if abs(errors) < _SEEN:
                out["less"] = 3.0 * (abs(right) > _SEEN)
            elif errors * right < 0 and abs(right) > _SEEN:
                out["less"] = 1.0 if errors < 0 else 2.0
        return out

    def formulas(self):
        import sympy

        f, out = symbol("f"), {}

        def plogp(p):
            return switch((0, p < 1e-12), p * sympy.log(p) / math.log(2))

        for side in _SIDES:
            free, full = symbol(f"{side}.free"), symbol(f"{side}.full.kept")
            touched = symbol(f"{side}.touched")
            out[f"{side}.sent"] = (1 - f) * free + f * full
            # Share of the key bits that Eve touched.
            out[f"{side}.touched"] = f * full / symbol(f"{side}.sent")
            out[f"{side}.clean"] = (1 - symbol("loss")) * free
            out[f"{side}.kept"] = (1 - symbol("loss")) * symbol(f"{side}.sent")
            for key in ("qber", "info"):
                out[f"{side}.{key}"] = touched * symbol(f"{side}.full.{key}")
            out[f"{side}.guess"] = (1 - touched) / 2 + touched * symbol(f"{side}.full.guess")
            q = symbol(f"{side}.qber")
            out[f"{side}.bob"] = 1 + plogp(q) + plogp(1 - q)
            out[f"{side}.key"] = sympy.Max(0, symbol(f"{side}.bob") - symbol(f"{side}.info"))
            out[f"{side}.hides"] = switch((1, full > symbol(f"{side}.clean") + _SEEN), 0)
        errors, right = (symbol(f"a.{key}") - symbol(f"b.{key}") for key in ("qber", "guess"))
        both = symbol("a.ok") * symbol("b.ok")
        out["less"] = switch(
            (0, both < 1), (0, sympy.Abs(right) <= _SEEN), (3, sympy.Abs(errors) < _SEEN),
            (0, errors * right > 0), (1, errors < 0), 2)
        return out
