"""Predict before a simulation, and say afterwards what was seen."""

from docutils import nodes

from qedu.book import body
from qedu.book.directives.base import Directive, details, named
from qedu.book.nodes import make
from qedu.content.strings import text


class Prediction(Directive):
    """A question before a widget; the reader may skip it.

    .. code-block:: md

        ```{prediction} polariser-bench
        question: A third filter at 45° is put between two crossed ones. What happens?
        right: Some light passes.
        options:
          - Still no light.
          - Some light passes.
        outcome: A quarter of the light behind the first filter passes.
        ```

    The argument is the widget's name.  Where scripts run, the widget's stage takes the question in and is veiled until it
    is answered or passed over; the answer then stands beside the result.  ``right:`` repeats the option that comes true;
    the page does not show it, but over the whole book it must not stand in one place more often than chance has it.
    Refused: fewer than two options, a missing outcome, a right one that is no option, a widget that the front
    matter does not name, a second prediction for it on the page.
    """

    has_content = True
    required_arguments = 1

    def build(self):
        name = self.arguments[0]
        self.check_widget(name)
        data = body.want(self.data(), 0, "the body", ("question", "options", "outcome"), ("right",))
        if data.get("right", data["options"][0]) not in data["options"]:
            raise body.BodyError("'right:' must be one of the options, word for word", data["right"].line)
        items = [make("li", *named(self.inline(option, "an option"), number), inline=True, plain="item")
                 for number, option in enumerate(body.want_list(data["options"], data.line, "'options:'", 2), 1)]
        question = list(self.blocks(data["question"]))
        for paragraph in question:
            paragraph["classes"].append("qedu-question")
        node = self.admonition(
            "prediction", [nodes.Text(text("prediction.title"))], *question,
            make("ul", *items, plain="letters", classes=["qedu-options"]),
            make("div", plain="drop", role="status", classes=["qedu-status"]),
            details([nodes.Text(text("prediction.skip"))], *self.blocks(data["outcome"]), classes=["qedu-outcome"]))
        return [self.anchor(node, f"prediction-{name}")]


class Observe(Directive):
    """"What did you see?" after a widget, with the answer behind a click.

    .. code-block:: md

        ```{observe}
        question: At which angle of the middle filter does most light pass?
        answer: At 45°, and the live line says 25 %.
        ```
    """

    has_content = True
    optional_arguments = 1

    def build(self):
        data = body.want(self.data(), 0, "the body", ("question", "answer"))
        return [self.admonition("observe", [nodes.Text(text("observe.title"))], *self.blocks(data["question"]),
                                details([nodes.Text(text("observe.answer"))], *self.blocks(data["answer"])))]
