"""The live form: the page's script as an anywidget view, with the kernel as calculator."""

import anywidget
import traitlets

from qedu.widgets import script, styles

__all__ = ["view", "LiveWidget"]


class LiveWidget(anywidget.AnyWidget):
    """View of one widget in a notebook.

    Attributes
    ----------
    spec : dict
        What to draw, from `Widget.spec`.
    state : dict
        Values of the controls, set by the reader.
    reply : dict
        ``state``, ``numbers``, ``samples``: computed by the kernel for that state.
    """

    _esm = script() + "\nexport default { render: QEduWidgets.render };\n"
    _css = styles()
    spec = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    reply = traitlets.Dict().tag(sync=True)

    def __init__(self, widget, twin=""):
        self._widget = widget
        state = widget.state()
        # With the page's numbers the view goes on when the kernel does not answer.
        spec = {**widget.spec(), "page": widget.page(), "twin": twin}
        super().__init__(spec=spec, state=state, reply=self._answer(state))

    def _answer(self, state):
        numbers, samples = self._widget._run(state)
        self._widget.keep(state)
        return {"state": self._widget.state(), "numbers": numbers,
                "samples": {key: value.tolist() for key, value in samples.items()}}

    @traitlets.observe("state")
    def _compute(self, change):
        self.reply = self._answer(change["new"])


def view(widget, twin=""):
    """The live view of a widget.

    Parameters
    ----------
    widget : Widget
    twin : str, optional
        Mark of the form without a kernel that stands beside it (``data-qedu-twin``); the view hides it.

    Returns
    -------
    LiveWidget
    """
    return LiveWidget(widget, twin)
