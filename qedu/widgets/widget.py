"""A widget: one Python object for three hosts.

* On a static page: the element ``<qedu-widget>`` with its data as JSON inside;
  ``static/widgets.js`` draws it, without kernel or network.
* In a live notebook: the same script as an anywidget view; the kernel computes.
* On paper, and without JavaScript: a figure of three states with its data table,
  drawn at build time by the same script under Node.

A widget is a subclass of `Widget`: controls, views, and where its numbers come from.  Methods
marked as `frame` get numbers from qedu, which the page gets as a grid of results; `derive`
writes down what follows from them, run with floats here and with trees for the page; dice are
rolled from numbers on both sides alike.
"""

import itertools
import json
import math
import os
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import Any

from qedu._arguments import bad
from qedu._types import Bytes
from qedu.widgets import dice as _dice
from qedu.widgets.controls import Control
from qedu.widgets.formula import Floats, Numbers, Trees
from qedu.widgets.parts import Dice, Paper, Sweep, Tally, Task, pack
from qedu.widgets.views import Sheet, View

__all__ = ["Widget"]

#: Texts of the interface that the script needs, with their gaps.
_STRINGS = {"reset": (), "projector": (), "projector_leave": (), "table": (), "seed": (),
            "play": (), "pause": (), "step": (), "new_numbers": (), "tasks": (),
            "set_up": (), "sandbox": (), "leaves_out": (), "kernel_gone": (),
            "turn": (), "drag": (), "skip": (), "veiled": (), "predicted": ("choice",), "outcome": (), "link": (),
            "quantity": (), "value": (), "more": ("n",), "last": ("shown", "n"), "none_yet": (),
            "settings": (), "on": (), "off": (), "setting": ("n",), "as_before": (), "further": ("n",), "curve": ("label", "first", "last"),
            "curve_highest": ("value", "x"), "curve_lowest": ("value", "x"),
            "with_interval": ("label", "value", "low", "high"), "interval_low": ("label",), "interval_high": ("label",)}



def _spread(die, n):
    """Fraction and interval of each outcome of a die."""
    for outcome in die.outcomes:
        keys = (f"{die.name}.{part}.{outcome}" for part in ("fraction", "low", "high"))
        for key, value in zip(keys, n.wilson(n[f"{die.name}.count.{outcome}"], n[f"{die.name}.n"]), strict=True):
            n[key] = value


def _tallied(tally, n):
    n[f"{tally.name}.count"] = sum(n[f"{tally.of}.count.{outcome}"] for outcome in tally.outcomes)
    n.share(tally.name, n[f"{tally.name}.count"], n[tally.total or f"{tally.of}.n"])


class Widget:
    """Base class of all widgets.

    A subclass sets the attributes below, marks methods as `frame` and defines `derive`.

    Parameters
    ----------
    *own
        What `yours` names, such as an attack, in that order or by name.
    **controls
        Values of controls at the start, in place of their defaults.

    Attributes
    ----------
    name : str
        Made of the name of the class: ``EvesDial`` is eves-dial.
    title, caption, leaves_out : str
        Heading; the lesson; what this model leaves out.
    controls : tuple
        `Range`, `Choice`, `Switch`, `Count`, `Seed`, `Hidden`.
    yours : dict of str to tuple of str
        What it takes of the reader's own: name of the argument and of the attribute that holds it (None where
        it is not given) → the choices that get it as an option of the value ``"own"``.
    views : tuple of View
        Drawings, tab by tab; the first tab is what the reader sees first.
    main : tuple of str
        The control that belongs to the first tab, on one screen with it also on a phone: keys, if it is not the
        first control.
    folded : tuple of str
        Keys of controls that stand folded under "More settings", where a summary says how they are set.  Beside the
        rest, of which there should be two or three, they are one keypress away; where a task, an address or a
        notebook sets one of them, they are open.
    line : tuple
        The live text line: templates, or pairs (condition, template); all whose
        condition holds are joined.
    tasks : tuple of Task
        Three guided tasks; then the reader plays.
    paper : tuple of Paper
        The three most telling states.
    dice : tuple of Dice
    tallies : tuple of Tally
    sweeps : tuple of Sweep
        What the page computes with, beside frames.

    Notes
    -----
    `numbers` gives every number that the page draws, under the keys of its marks and table cells; all
    hosts show these numbers and no others.
    """

    name: str = ""
    title: str = ""
    caption: str = ""
    leaves_out: str = ""
    controls: tuple[Control, ...] = ()
    views: Sequence[View] = ()
    main: Sequence[str] = ()
    folded: Sequence[str] = ()
    line: Sequence[str | tuple[Mapping[str, Any], str]] = ()
    tasks: Sequence[Task] = ()
    paper: Sequence[Paper] = ()
    dice: Sequence[Dice] = ()
    tallies: Sequence[Tally] = ()
    sweeps: Sequence[Sweep] = ()
    frames: tuple[str, ...] = ()
    yours: Mapping[str, Sequence[str]] = {}
    _shared: dict[tuple[Any, ...], Mapping[str, float]] = {}

    def __init_subclass__(cls) -> None:
        # A number that ends a word begins none: E91Room is e91-room.
        cls.name = re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()
        cls.frames = tuple(name for name, method in vars(cls).items() if hasattr(method, "over"))
        cls._shared = {}
        for name in (name for name in vars(cls) if name in vars(Widget) and name in (*cls.frames, "_run", "_frame")):
            raise TypeError(f"{cls.__name__}.{name}: every widget has something of that name; take another")
        for view in cls.views:
            if not isinstance(view, View):
                raise TypeError(f"{cls.__name__}.views: {view!r} is no view; write Bars(...), Curves(...), ...")
        tabs = [tab for tab, _ in itertools.groupby(view.tab or view.title for view in cls.views)]
        for tab in (tab for tab in tabs if tabs.count(tab) > 1):
            raise TypeError(f"{cls.__name__}.views: those of the tab {tab!r} must stand next to each other")
        for part in ("main", "folded"):
            for key in set(getattr(cls, part)) - {control.key for control in cls.controls}:
                raise TypeError(f"{cls.__name__}.{part}: {key!r} is none of its controls; write a tuple of their keys")
        for key in set(cls.folded) & set(cls._first()):
            raise TypeError(f"{cls.__name__}.folded: {key!r} is its main control, which is always in sight")

    def __init__(self, *own: Any, **controls: Any) -> None:
        given = dict(zip(self.yours, own)) | {key: controls.pop(key) for key in self.yours if key in controls}
        # Without something of one's own all of a kind have the same numbers, and work them out once.
        self._found = {} if any(one is not None for one in given.values()) else self._shared
        for key, choices in self.yours.items():
            setattr(self, key, given.get(key))
            for choice in choices if given.get(key) is not None else ():
                self.offer(choice, "own", given[key].name)
        self.taken()
        known = {control.key for control in self.controls}
        if not controls.keys() <= known:
            raise bad("control", next(iter(controls.keys() - known)), "one of " + ", ".join(sorted(known)))
        self.controls = tuple(replace(c, default=c.check(controls[c.key])) if c.key in controls else c
                              for c in self.controls)
        self._now = self.state({})

    @classmethod
    def _first(cls):
        """Keys of the controls that belong to the first tab."""
        return list(cls.main) or [c.key for c in cls.controls if c.kind != "hidden"][:1]

    def taken(self) -> None:
        """Make room for what is the reader's own, where an option is not enough, with `offer` and `slide`."""

    def offer(self, key: str, value: str, words: str) -> None:
        """Add an option to a choice and begin with it.

        Parameters
        ----------
        key, value, words : str
            Key of the choice; the option in the state; its text.
        """
        self.controls = tuple(replace(c, options={**c.options, value: words}, default=value) if c.key == key else c
                              for c in self.controls)

    def slide(self, key: str, value: float) -> None:
        """Put a value on a slider that has a list of them, and begin with it.

        Parameters
        ----------
        key : str
            Key of the `Range`.
        value : float
        """
        self.controls = tuple(replace(c, options=(some := tuple(sorted({*c.options, value}))), low=some[0],
                                      high=some[-1], default=value) if c.key == key else c for c in self.controls)

    def derive(self, n: Numbers) -> None:
        """Write the numbers that follow from controls, frames and dice.

        Parameters
        ----------
        n : Numbers
            ``n["key"]`` reads a control or number, ``n["key"] = …`` writes one, ``n.curve`` a whole curve.
            It is run with floats and with trees, so there is no ``if`` on a number: ``n.where``.
        """

    def counted(self, state: dict[str, Any], known: dict[str, float]) -> dict[str, float]:
        """Numbers that the widget's own scene counts on the page (``QEduWidgets.numbers``), for Python.

        Parameters
        ----------
        state : dict
        known : dict of str to float
            The numbers of the frames.

        Returns
        -------
        dict of str to float
        """
        return {}

    # -- state and numbers ------------------------------------------------

    def state(self, changes: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The value of every control.

        Parameters
        ----------
        changes : dict, optional
            Controls that differ from their default.  Without it, what the reader of a live notebook has set.

        Returns
        -------
        dict

        Raises
        ------
        ValueError
            If a control is unknown or a value is not one that it can take.
        """
        if changes is None:
            return dict(self._now)
        changes = dict(changes)
        state = {c.key: c.check(changes.pop(c.key, c.default)) for c in self.controls}
        if changes:
            raise bad("state", next(iter(changes)), "the controls " + ", ".join(state))
        return state

    def keep(self, state: Mapping[str, Any]) -> None:
        """Take over what the reader of a live notebook has set.

        Parameters
        ----------
        state : dict
            Of every control; checked.
        """
        self._now = self.state(state)

    def _run(self, state):
        state, known, samples = self.state(state), {}, {}
        dice, tallies = ({one.name: one for one in some} for some in (self.dice, self.tallies))

        def roll(name):
            if name in samples or name not in dice | tallies:
                raise KeyError(f"{self.name}: {name} is no control, no number so far, no die and no tally")
            if name in tallies:
                return _tallied(tallies[name], n)
            die = dice[name]
            weights = [n[w] if isinstance(w, str) else w for w in die.weights]
            drawn = _dice.roll(weights, n[die.n] if isinstance(die.n, str) else die.n, n[die.seed], name)
            samples[name], n[f"{name}.n"] = drawn, len(drawn)
            for number, outcome in enumerate(die.outcomes):
                n[f"{name}.count.{outcome}"] = (drawn == number).sum()
            _spread(die, n)

        n = Floats(state, known, self.sweeps, roll)
        for name in self.frames:
            known |= self._frame(name, state)
        for sweep in self.sweeps:
            if sweep.of:
                name = next(name for name in self.frames if sweep.of in self._frame(name, state))
                known |= sweep.of_all(lambda x: self._frame(name, state | {sweep.along: x})[sweep.of])
        known |= self.counted(state, known)
        self.derive(n)
        for name in dice | tallies:
            if name not in samples and f"{name}.count" not in known:
                roll(name)
        for view in self.views:
            if isinstance(view, Sheet):
                known |= view.numbers(samples[view.dice], state.get(view.look))
        # A drawing may have a line where a slider is.
        sliders = {c.key: state[c.key] for c in self.controls if c.kind == "range"}
        result = {key: float(value) for key, value in (sliders | known).items()}
        wrong = [key for key, value in result.items() if not math.isfinite(value)]
        if wrong:
            raise ArithmeticError(f"{self.name}: not a number: {', '.join(wrong)} at {state}")
        return result, samples

    def _frame(self, name, state):
        method = getattr(self, name)
        return method(*(state[key] for key in method.over))

    def numbers(self, state: Mapping[str, Any] | None = None) -> dict[str, float]:
        """Every number of one state.

        Parameters
        ----------
        state : dict, optional
            As in `state`.

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

    def samples(self, state: Mapping[str, Any] | None = None) -> dict[str, Bytes]:
        """The outcomes of every die of one state.

        Parameters
        ----------
        state : dict, optional
            As in `state`.

        Returns
        -------
        dict of str to numpy.ndarray
            For each of `dice` the outcome numbers, uint8, in the order drawn.
        """
        return self._run(state)[1]

    # -- what the script gets ---------------------------------------------

    def spec(self) -> dict[str, Any]:
        """All that the script needs to draw the widget.

        Returns
        -------
        dict
            JSON-ready.
        """
        from qedu.content.strings import text

        controls = [{"kind": c.kind, **{k: v for k, v in vars(c).items() if k == "default"
                                        or not (v in (None, "", ()) or v is False or k == "play" and not v)},
                     **({"order": some} if (some := getattr(c, "order", ())) else {})} for c in self.controls]
        ordinary = {c.key: c.default for c in type(self).controls}
        return {
            "name": self.name, "title": self.title, "caption": self.caption,
            "leaves_out": self.leaves_out, "controls": controls,
            "main": self._first(), "folded": list(self.folded),
            "unfolded": any(c.key in self.folded and c.default != ordinary[c.key] for c in self.controls),
            "views": [view.plain() for view in self.views],
            "line": [part if isinstance(part, str) else list(part) for part in self.line],
            "tasks": [vars(task) for task in self.tasks],
            "dice": {die.name: list(die.outcomes) for die in self.dice},
            "sweeps": {sweep.name: list(sweep.values) for sweep in self.sweeps},
            "strings": {key: text(f"widget.{key}", **{gap: f"{{{gap}}}" for gap in gaps})
                        for key, gaps in _STRINGS.items()},
        }

    def page(self) -> dict[str, Any]:
        """The numbers of the page: frames, formulas and dice.

        Returns
        -------
        dict
            JSON-ready; worked out once for each widget.
        """
        if "_page" not in vars(self):
            trees = Trees({})
            for die in self.dice:
                _spread(die, trees)
            for tally in self.tallies:
                _tallied(tally, trees)
            self.derive(trees)
            along = {sweep.name: [sweep.of, sweep.along] for sweep in self.sweeps if sweep.of}
            self._page = {"frames": [self._grid(getattr(self, name)) for name in self.frames],
                          "formulas": trees.json(), "dice": [vars(die) for die in self.dice],
                          **({"along": along} if along else {})}
        return self._page

    def _grid(self, method):
        """A frame over all values of its controls, packed."""
        by_key = {c.key: c for c in self.controls}
        axes = [[key, by_key[key].values()] for key in method.over]
        rows = [method(*point) for point in itertools.product(*(values for _, values in axes))]
        return {"axes": axes, "keys": list(rows[0]), **pack([list(map(float, row.values())) for row in rows])}

    def _states(self):
        """The three states of the paper form, as the script takes them."""
        states = []
        for paper in self.paper:
            numbers, samples = self._run(paper.state)
            states.append({"caption": paper.caption, "state": self.state(paper.state), "numbers": numbers,
                           "samples": {k: v.tolist() for k, v in samples.items()}})
        return states

    def words(self) -> str:
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

    def html(self) -> str:
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
        state = escape(json.dumps(self.state({}), separators=(",", ":")))
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
        from qedu.widgets import paper, styles

        try:
            html = self.html()
        except RuntimeError:                # no Node to draw it: the live view, and for who cannot see that what can be said
            return {"text/plain": paper.bare(self)}
        return {"text/plain": f"<qedu widget {self.name}>",
                "text/html": f'<div data-qedu-twin="{twin}"><style>{styles(html)}</style>{html}</div>'}
