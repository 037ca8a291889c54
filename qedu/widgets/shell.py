"""The widget shell: one Python object for three hosts.

* On a static page: the element ``<qedu-widget>`` with its data as JSON inside;
  ``static/widgets.js`` draws it, without kernel or network.
* In a live notebook: the same script as an anywidget view; the kernel computes.
* On paper, and without JavaScript: a figure of three states with its data table,
  drawn at build time by the same script under Node.

A widget is a subclass of `Widget`: controls, views, and `compute`, which gets
every number from qedu.  The page gets those numbers as frames (a grid of
results), as formulas (sympy expressions), or as probabilities from which it
rolls dice; the tests hold them against `Widget.numbers`.
"""

import json
import math
import numbers as _numbers
import os
import re
import uuid
from dataclasses import dataclass, field
from html import escape

from qedu._arguments import bad
from qedu.widgets import dice as _dice

__all__ = ["Widget", "Control", "Range", "Choice", "Switch", "Count", "Seed", "Hidden", "Dice", "Frames",
           "Sweep", "Paper", "Task", "pack"]

#: Texts of the interface that the script needs, with their gaps.
_STRINGS = {"reset": (), "projector": (), "projector_leave": (), "table": (), "seed": (),
            "new_numbers": (), "tasks": (), "set_up": (), "sandbox": (), "leaves_out": (), "kernel_gone": (),
            "quantity": (), "value": (), "more": ("n",), "last": ("shown", "n"), "none_yet": (),
            "setting": ("n",), "further": ("n",), "curve": ("label", "first", "last"),
            "curve_highest": ("value", "x"), "curve_lowest": ("value", "x"),
            "with_interval": ("label", "value", "low", "high"), "interval_low": ("label",), "interval_high": ("label",)}


from qedu.widgets.controls import Choice, Control, Count, Hidden, Range, Seed, Switch
from qedu.widgets.parts import Dice, Paper, Sweep, Task, pack


@dataclass(frozen=True)
class Frames:
    """Numbers that the page looks up: `compute` run over a grid of controls.

    Parameters
    ----------
    over : tuple of str
        Keys of the controls that these numbers depend on.
    keys : tuple of str
        The numbers; one that ends in ``*`` stands for all keys with that start.
    """

    over: tuple
    keys: tuple


class Widget:
    """Base class of all widgets.

    A subclass sets the attributes below and defines `compute`.

    Attributes
    ----------
    name, title, caption, leaves_out : str
        Name in `qedu.widgets.NAMES`; heading; the lesson; what this model leaves out.
    controls : tuple
        `Range`, `Choice`, `Switch`, `Count`, `Seed`, `Hidden`.
    views : tuple of dict
        Drawings, each ``{"view": name, "title": ..., ...}``; the views and their
        fields are listed at the head of ``static/widgets.js``.
    line : tuple
        The live text line: templates, or pairs (condition, template); all whose
        condition holds are joined.  A condition is a dict of control or number →
        value or [comparison, value].
    tasks : tuple of Task
        Three guided tasks; then the reader plays.
    paper : tuple of Paper
        The three most telling states.
    dice : tuple of Dice
    frames : tuple of Frames
    sweeps : tuple of Sweep
        What the page computes with.

    Notes
    -----
    Every number is a float under a key, such as ``"p.click"``.  The drawing, the
    text line and the table of all hosts show these numbers and no others.
    """

    name = title = caption = leaves_out = ""
    controls = views = line = tasks = paper = dice = frames = sweeps = ()

    def compute(self, state, roll):
        """Every number of one state, by fresh calls of qedu.

        Parameters
        ----------
        state : dict
            Value of every control.
        roll : callable
            ``roll(out, "name")`` rolls one of `dice` with the weights found in
            ``out``, adds its numbers to ``out`` and returns the array of outcomes.

        Returns
        -------
        dict of str to float
        """
        raise NotImplementedError

    def formulas(self):
        """Numbers as sympy expressions of controls and other numbers.

        Returns
        -------
        dict of str to sympy.Expr
            A key that names a sweep gives the whole curve; its variable is
            ``symbol("x")``, and the name of another sweep stands for that curve at the same x.
        """
        return {}

    # -- state and numbers ------------------------------------------------

    def state(self, changes=None):
        """The value of every control.

        Parameters
        ----------
        changes : dict, optional
            Controls that differ from their default.

        Returns
        -------
        dict

        Raises
        ------
        ValueError
            If a control is unknown or a value is not one that it can take.
        """
        changes = dict(changes or {})
        state = {c.key: c.check(changes.pop(c.key, c.default)) for c in self.controls}
        if changes:
            raise bad("state", next(iter(changes)), "the controls " + ", ".join(state))
        return state

    def _run(self, state):
        state, samples = self.state(state), {}

        def roll(out, name):
            die = {d.name: d for d in self.dice}[name]
            weights = [out[w] if isinstance(w, str) else w for w in die.weights]
            n = die.n if not isinstance(die.n, str) else state[die.n] if die.n in state else out[die.n]
            drawn = samples[name] = _dice.roll(weights, n, state[die.seed], name)
            out[f"{name}.n"] = len(drawn)
            for number, outcome in enumerate(die.outcomes):
                k = int((drawn == number).sum())
                low, high = _dice.interval(k, len(drawn))
                out[f"{name}.count.{outcome}"] = k
                out[f"{name}.fraction.{outcome}"] = k / len(drawn) if len(drawn) else 0.0
                out[f"{name}.low.{outcome}"], out[f"{name}.high.{outcome}"] = low, high
            return drawn

        result = {key: float(value) for key, value in self.compute(state, roll).items()}
        wrong = [key for key, value in result.items() if not math.isfinite(value)]
        if wrong:
            raise ArithmeticError(f"{self.name}: not a number: {', '.join(wrong)} at {state}")
        return result, samples

    def numbers(self, state=None):
        """Every number of one state, by fresh calls of qedu.

        Parameters
        ----------
        state : dict, optional
            Controls that differ from their default.

        Returns
        -------
        dict of str to float
            Numbers by the keys that the marks and table cells of the page carry.

        Raises
        ------
        ValueError
            If a control is unknown or a value is not one that it can take.
        """
        return self._run(state)[0]

    def samples(self, state=None):
        """The outcomes of every die of one state.

        Parameters
        ----------
        state : dict, optional
            As in `numbers`.

        Returns
        -------
        dict of str to numpy.ndarray
            For each of `dice` the outcome numbers, uint8, in the order drawn.
        """
        return self._run(state)[1]

    # -- what the script gets ---------------------------------------------

    def spec(self):
        """All that the script needs to draw the widget.

        Returns
        -------
        dict
            JSON-ready.
        """
        from qedu.content.strings import text

        controls = [{"kind": c.kind, **{k: v for k, v in vars(c).items() if not (v is False or v in ("", ()))
                                        or k == "default"}} for c in self.controls]
        return {
            "name": self.name, "title": self.title, "caption": self.caption,
            "leaves_out": self.leaves_out, "controls": controls, "views": list(self.views),
            "line": [part if isinstance(part, str) else list(part) for part in self.line],
            "tasks": [vars(task) for task in self.tasks],
            "dice": {die.name: list(die.outcomes) for die in self.dice},
            "sweeps": {sweep.name: list(sweep.values) for sweep in self.sweeps},
            "strings": {key: text(f"widget.{key}", **{gap: f"{{{gap}}}" for gap in gaps})
                        for key, gaps in _STRINGS.items()},
        }

    def page(self):
        """The numbers of the page: frames, formulas and dice.

        Returns
        -------
        dict
            JSON-ready; worked out once for each widget.
        """
        if "_page" not in vars(self):
            self._page = self._sampled()
        return self._page

    def _sampled(self):
        from qedu.widgets.symbolic import symbol, tree, wilson

        formulas = {}
        for die in self.dice:
            for outcome in die.outcomes:
                keys = (f"{die.name}.{part}.{outcome}" for part in ("fraction", "low", "high"))
                formulas |= zip(keys, wilson(symbol(f"{die.name}.count.{outcome}"),
                                             symbol(f"{die.name}.n")))
        formulas |= self.formulas()
        by_key = {c.key: c for c in self.controls}
        frames = []
        for frame in self.frames:
            grid = [{}]
            for key in frame.over:
                grid = [{**point, key: value} for point in grid for value in by_key[key].values()]
            rows, keys = [], None
            for point in grid:
                found = self.numbers(point)
                keys = keys or [key for want in frame.keys for key in
                                ([k for k in found if k.startswith(want[:-1])]
                                 if want.endswith("*") else [want])]
                rows.append([found[key] for key in keys])
            axes = [[key, by_key[key].values()] for key in frame.over]
            frames.append({"axes": axes, "keys": keys, **pack(rows)})
        along = {sweep.name: [sweep.of, sweep.along] for sweep in self.sweeps if sweep.of}
        return {
            "frames": frames,
            "formulas": {key: tree(value) for key, value in formulas.items()},
            "dice": [vars(die) for die in self.dice],
            **({"along": along} if along else {}),
        }

    def _states(self):
        """The three states of the paper form, as the script takes them."""
        states = []
        for paper in self.paper:
            numbers, samples = self._run(paper.state)
            states.append({"caption": paper.caption, "state": self.state(paper.state), "numbers": numbers,
                           "samples": {k: v.tolist() for k, v in samples.items()}})
        return states

    def words(self):
        """The widget where neither HTML nor a drawing can be shown: three states in sentences and a table.

        Returns
        -------
        str
            Plain text, at most 78 letters a line.

        Raises
        ------
        RuntimeError
            If there is no Node to work it out.
        """
        from qedu.widgets.paper import words

        return words({"spec": self.spec(), "states": self._states()})

    def html(self):
        """The widget as an element of a static page.

        Returns
        -------
        str
            ``<qedu-widget>`` with its data and, for paper, its figure of three
            states.

        Raises
        ------
        RuntimeError
            If there is no Node to draw the paper form.
        """
        from qedu.widgets.paper import draw

        spec, states = self.spec(), self._states()
        data = json.dumps({**spec, "page": self.page()}, ensure_ascii=False,
                          separators=(",", ":"))
        for sign in "<>&":                  # safe inside <script> in HTML and in XHTML
            data = data.replace(sign, f"\\u{ord(sign):04x}")
        state = escape(json.dumps(self.state(), separators=(",", ":")))
        return (f'<qedu-widget name="{self.name}" class="qedu-widget" data-state="{state}">'
                f'<script type="application/json">{data}</script>'
                f"{draw({'spec': spec, 'states': states})}</qedu-widget>")

    def _repr_mimebundle_(self, include=None, exclude=None):
        # The site's build sets QEDU_STATIC (qedu.widgets.sphinx): a live view made there would
        # put its state and the ipywidgets scripts, which need a network, on every page.
        if os.environ.get("QEDU_STATIC"):
            return {"text/plain": self.words(), "text/html": self.html()}
        data, metadata = self._live()
        return {**data, **self._still()}, metadata

    def _ipython_display_(self):
        # Who shows a saved notebook takes the live view if an output has one, and without its kernel or the network that
        # view is empty. So the form that needs neither is an output of its own, which the live view hides.
        if os.environ.get("QEDU_STATIC"):
            raise NotImplementedError       # IPython then asks for the mime bundle
        from IPython.display import display

        twin = uuid.uuid4().hex
        still = self._still(twin)
        if "text/html" in still:
            display(still, raw=True)
        data, metadata = self._live(twin)
        display({**data, "text/plain": still["text/plain"]}, metadata=metadata, raw=True)

    def _live(self, twin=""):
        from qedu.widgets.live import view

        bundle = view(self, twin)._repr_mimebundle_()
        return bundle if isinstance(bundle, tuple) else (bundle, {})

    def _still(self, twin=""):
        """The form without a kernel, with its own style, for pages that know nothing of us."""
        from qedu.widgets import styles

        plain = {"text/plain": f"<qedu widget {self.name}>"}
        try:
            return {**plain, "text/html": f'<div data-qedu-twin="{twin}"><style>{styles()}</style>{self.html()}</div>'}
        except RuntimeError:
            return plain                    # no Node: the live view alone
