"""Questions before and after reading."""

from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives as options

from qedu.book import body
from qedu.book.directives.base import Directive, claimed, details, link, named
from qedu.book.nodes import make
from qedu.book.parts import parts, split_ids
from qedu.content import chapters, misconceptions
from qedu.content.strings import text


def _stage(argument):
    return options.choice(argument, ("pre", "check", "end"))


class Quiz(Directive):
    """A question with one right option and an explanation for every option.

    .. code-block:: md

        ```{quiz} c02-pre-1
        :stage: pre
        :objectives: C02.2
        :misconceptions: M03
        question: 'A photon polarised at 45° meets a horizontal filter. What happens?'
        options:
          - text: It passes half of the time.
            correct: true
            why: The Born rule gives one half.
          - text: Half of it passes.
            why: A photon is found whole or not at all.
            misconception: M03
        reasons:
          - text: Before the filter it had no value along H.
            correct: true
            why: The filter makes the outcome.
          - text: It was H or V all along.
            why: Then a filter at 45° could not let every one of them pass.
            misconception: M03
        ```

        ```{quiz} c02-end-1
        :stage: end
        :repeat: c02-pre-1
        ```

    ``reasons`` is the optional second tier.  ``:stage: pre`` keeps the answer for the end of the chapter, where
    the same question comes back with ``:repeat:``; in a chapter that is a folder it stands on the index page, and comes back
    on the practice page.  ``:stage: check`` asks in the middle of a lesson, and answers at once.

    Refused: an option without ``why``, no or two correct ones, a wrong reason without ``misconception``, an
    unknown objective or misconception, one that no option fits, an ID used twice in the book, a repeat of what
    is not a pre-question above it.
    """

    has_content = True
    required_arguments = 1
    option_spec = {"stage": _stage, "objectives": split_ids, "misconceptions": split_ids,
                   "repeat": options.unchanged_required}

    def build(self):
        identifier = self.arguments[0]
        first = self.domain.note_quiz(identifier, self.lineno)
        if first:
            self.warn(f"the ID '{identifier}' is used already in {first}")
        known = self.env.temp_data.setdefault("qedu_quizzes", {})
        stage = self.options.get("stage", "end")
        repeat = self.options.get("repeat")
        if repeat:
            item = known.get(repeat) or self.of_index(repeat)
            if not item or item["stage"] != "pre":
                raise body.BodyError(f"':repeat: {repeat}' does not name a pre-question above it in this chapter", None)
            if self.content:
                raise body.BodyError("a repeated question has no body of its own")
            # The texts stand at the pre-question: messages about them shall name that line.
            self.content_offset += item["first"] - self.first
        else:
            data = body.want(self.data(), 0, "the body", ("question", "options"), ("reasons",))
            item = {"data": data, "first": self.first, "objectives": self.options.get("objectives", []),
                    "misconceptions": self.options.get("misconceptions", [])}
            self.validate(data, item["misconceptions"])
        known[identifier] = {**item, "stage": stage}
        for option in ("objectives", "misconceptions"):
            item = {**item, option: self.options.get(option, item[option])}
        self.check_objectives(item["objectives"])
        return [self.show(identifier, stage, item["data"], repeat)]

    def of_index(self, identifier):
        """A question of the chapter's index page, for a page beside it; None if it is not there, or cannot be read."""
        index = Path(self.env.doc2path(self.env.docname)).with_name("index.md")
        if not chapters.lesson(self.env.doc2path(self.env.docname)):
            return None
        self.env.note_dependency(str(index))
        for part in parts(index):
            if part.kind == "quiz" and part.argument == identifier:
                try:
                    data = body.want(body.read(part.body), 0, "the body", ("question", "options"), ("reasons",))
                except body.BodyError:
                    return None                     # reported where the question stands
                given = {option: split_ids(part.options.get(option)) for option in ("objectives", "misconceptions")}
                return {"data": data, "first": self.first, "stage": part.options.get("stage", "end"), **given}
        return None

    def validate(self, data, declared):
        fitting = []
        for tier in ("options", "reasons"):
            if tier not in data:
                continue
            entries = body.want_list(data[tier], data.line, f"'{tier}:'", 2)
            for number, entry in enumerate(entries, 1):
                what = f"{tier[:-1]} {number}"
                body.want(entry, data.line, what, ("text", "why"), ("correct", "misconception"))
                if entry.get("correct", "false").lower() not in ("true", "false"):
                    raise body.BodyError(f"'correct:' of {what} must be true or false", entry.line)
                fits = entry.get("misconception")
                if fits:
                    if self.right(entry):
                        raise body.BodyError(f"{what} is correct, so it cannot fit misconception {fits}", entry.line)
                    self.check_misconception(fits, self.line_of(entry.line))
                    fitting.append(fits)
                elif tier == "reasons" and not self.right(entry):
                    raise body.BodyError(f"{what} is wrong and must name the 'misconception:' it fits", entry.line)
            correct = sum(self.right(entry) for entry in entries)
            if correct != 1:
                raise body.BodyError(f"exactly one of the {tier} must have 'correct: true'; {correct} have",
                                     entries[0].line)
        for identifier in declared:
            if self.check_misconception(identifier) and identifier not in fitting:
                self.warn(f"':misconceptions:' names {identifier}, but no option or reason has "
                          f"'misconception: {identifier}'")

    @staticmethod
    def right(entry):
        return entry.get("correct", "false").lower() == "true"

    def show(self, identifier, stage, data, repeat):
        # A browser that comes back to a page fills forms in again by the place of their fields, and the options have changed places.
        form = make("form", autocomplete="off")
        whys = []
        for tier in ("options", "reasons"):
            if tier not in data:
                continue
            fieldset, explained = self.tier(identifier, tier, data, turn=1 if repeat else 0)
            form += fieldset
            if tier == "reasons":
                whys.append(make("p", text("quiz.reasons"), inline=True, plain="strong", classes=["qedu-subtitle"]))
            whys.append(explained)
        action = text("quiz.keep") if stage == "pre" else text("quiz.check")
        form += make("p", make("button", action, inline=True, plain="drop", type="submit", hidden=True,
                               classes=["qedu-button"]), inline=True, plain="drop")
        summary = text("quiz.answers_now") if stage == "pre" else text("quiz.answers")
        node = make("div", make("p", inline=True, plain="strong", classes=["qedu-kicker"]), form,
                    make("div", plain="drop", role="status", classes=["qedu-status"]),
                    details([nodes.Text(summary)], *whys, classes=["qedu-answers"]),
                    classes=["qedu-box", "qedu-quiz"], data_quiz=identifier, data_stage=stage,
                    **({"data_repeat": repeat} if repeat else {}))
        node["qedu_stage"] = stage
        return self.anchor(node, f"quiz-{identifier}")

    def tier(self, identifier, tier, data, turn):
        """The fieldset of one tier, and the list that explains its options.

        A repeated question starts with option `turn`, or the place of the answer would be remembered instead of
        the answer.  Each option keeps its number, by which it is known in both places.
        """
        fieldset = make("fieldset", data_tier=tier)
        if tier == "options":
            question = list(self.blocks(data["question"]))
            if not question or not isinstance(question[0], nodes.paragraph):
                raise body.BodyError("'question:' must begin with a paragraph", data.line)
            fieldset += make("legend", *question[0].children, inline=True, plain="paragraph")
            fieldset += question[1:]
        else:
            fieldset += make("legend", text("quiz.reason"), inline=True, plain="paragraph")
        choices, explained = make("div", plain="letters"), make("ul", plain="bullets", classes=["qedu-whys"])
        numbered = list(enumerate(data[tier]))
        for place, (number, entry) in enumerate(numbered[turn:] + numbered[:turn], 1):
            right = self.right(entry)
            field = f"quiz-{identifier}-{tier}-{number}"
            label = self.inline(entry["text"], "the text of an option")
            choices += make(
                "div", make("input", inline=True, plain="drop", type="radio", name=f"quiz-{identifier}-{tier}",
                            value=str(number), ids=[field]),
                make("label", *named(label, place), inline=True, for_=field),
                plain="item", classes=["qedu-choice"])
            word = text("quiz.right") if right else text("quiz.wrong")
            symbol = text("quiz.right_symbol") if right else text("quiz.wrong_symbol")
            verdict = make("p", make("strong", make("span", symbol, inline=True, aria_hidden="true"), f" {word}: ",
                                     inline=True), *[child.deepcopy() for child in label],
                           inline=True, plain="paragraph", classes=["qedu-verdict"])
            why = make("li", verdict, *self.blocks(entry["why"]), plain="item", data_choice=str(number),
                       classes=["qedu-right" if right else "qedu-wrong"])
            fits = entry.get("misconception")
            if fits in misconceptions.load():
                why["attrs"]["data-misconception"] = fits
                why += make("p", text("quiz.fits"), " ", link("misconception", fits, claimed(fits)),
                            inline=True, plain="paragraph", classes=["qedu-fits"])
            explained += why
        fieldset += choices
        return fieldset, explained
