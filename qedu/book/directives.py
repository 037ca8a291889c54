"""The directives that a chapter is made of.

Each class says how it is written, what it shows and what it refuses.  Mistakes
are Sphinx warnings that name file and line, so a build with ``-W`` fails.
"""

from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives as options
from docutils.statemachine import StringList
from sphinx.addnodes import pending_xref
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from qedu.book import body, exercise_texts
from qedu.book.nodes import make
from qedu.book.parts import split_ids
from qedu.content import chapters, misconceptions, sets
from qedu.content.strings import plural, text

logger = logging.getLogger(__name__)


def _stage(argument):
    return options.choice(argument, ("pre", "end"))


class _Directive(SphinxDirective):
    """What the directives share: messages with a line, nested MyST, the chapter's manifest."""

    final_argument_whitespace = True

    def run(self):
        try:
            return self.build()
        except body.BodyError as error:
            self.warn(str(error), self.line_of(error.line))
            return []

    @property
    def first(self):
        """The file's line of the first line of the body."""
        return self.lineno + self.content_offset + 1

    def line_of(self, line):
        return self.lineno if line is None else self.first + line

    def warn(self, message, line=None):
        logger.warning("%s: %s", self.name, message, location=(self.env.docname, line or self.lineno),
                       type="qedu", subtype=self.name)

    def data(self):
        return body.read("\n".join(self.content))

    def manifest(self):
        """The chapter's manifest, or None; a broken one is reported once."""
        cache = self.env.temp_data
        if "qedu_manifest" not in cache:
            path = self.env.doc2path(self.env.docname)
            try:
                cache["qedu_manifest"] = chapters.read(path)
            except ValueError as error:
                cache["qedu_manifest"] = None
                self.warn(str(error).replace(f"{path}: ", ""), 1)
        return cache["qedu_manifest"]

    def blocks(self, source, line=0):
        """Parse MyST to block nodes; `line` counts from the first line of the body."""
        source = source if isinstance(source, str) else "\n".join(source)
        line = getattr(source, "line", line)
        holder = nodes.Element()
        self.state.nested_parse(StringList(source.split("\n"), "body"), self.content_offset + line, holder)
        return holder.children

    def inline(self, source, what):
        """Parse MyST that must be one paragraph, to inline nodes."""
        children = self.blocks(source)
        if len(children) != 1 or not isinstance(children[0], nodes.paragraph):
            raise body.BodyError(f"{what} must be one paragraph", getattr(source, "line", 0))
        return children[0].children

    def known(self, kind, identifiers, allowed, where):
        for identifier in identifiers:
            if identifier not in allowed:
                self.warn(f"unknown {kind} '{identifier}': {where} has {', '.join(allowed) or 'none'}")

    def check_objectives(self, identifiers):
        chapter = self.manifest()
        if chapter:
            self.known("objective", identifiers, chapter.objectives, "the front matter")

    def check_misconception(self, identifier, line=None):
        if identifier not in misconceptions.load():
            self.warn(f"unknown misconception '{identifier}': the catalogue has "
                      f"{min(misconceptions.load())} to {max(misconceptions.load())}", line)
            return False
        return True

    def check_widget(self, name):
        chapter = self.manifest()
        if chapter:
            self.known("widget", [name], chapter.widgets, "'widgets:' in the front matter")

    def anchor(self, node, identifier):
        """Give the node an HTML id, and report one that the page has already."""
        if identifier in self.state.document.ids:
            self.warn(f"'{identifier}' is on this page twice; each ID must be used once")
        self.state.document.ids[identifier] = node
        node["ids"].append(identifier)
        return node

    def admonition(self, kind, title, *children):
        node = nodes.admonition("", nodes.title("", "", *title), *children, classes=["qedu-box", f"qedu-{kind}"])
        return node

    @property
    def domain(self):
        return self.env.get_domain("qedu")


def link(kind, identifier, *children, **attributes):
    """A link to a chapter or to a misconception's box; plain text while there is no such place."""
    inner = nodes.inline("", "", *children)
    return pending_xref("", inner, refdomain="qedu", reftype=kind, reftarget=identifier, refexplicit=True,
                        refwarn=False, **attributes)


def named(children, number):
    """An option's inline nodes; one that is all formula gets a number in words that only hearing readers get.

    Accessible names are made from text, and some assistive techniques find none in a formula.
    """
    children = list(children)
    if any(node.astext().strip() for node in children if not isinstance(node, nodes.math)):
        return children
    return [make("span", text("quiz.option", n=number), " ", inline=True, plain="drop", classes=["qedu-unseen"]),
            *children]


def details(summary, *children, classes=(), **attributes):
    """A ``<details>`` with a summary; elsewhere the summary in bold and then the content."""
    return make("details", make("summary", *summary, inline=True, plain="strong"),
                make("div", *children, classes=["qedu-inside"]), classes=["qedu-details", *classes], **attributes)


class Objectives(_Directive):
    """What the chapter teaches, how long it takes and what it needs, all from the front matter.

    .. code-block:: md

        ```{objectives}
        ```
    """

    has_content = False

    def build(self):
        chapter = self.manifest()
        if chapter is None:
            self.warn("the front matter has no usable 'qedu:' to take the objectives from")
            return []
        self.domain.note_chapter(chapter.id)
        goals = [make("li", make("span", identifier, inline=True, classes=["qedu-id"]), " ",
                      *self.inline(sentence, f"objective {identifier}"), inline=True, plain="item")
                 for identifier, sentence in chapter.objectives.items()]
        return [self.admonition("objectives", [nodes.Text(text("objectives.title"))],
                                make("ul", *goals, plain="bullets"), make("dl", *self.facts(chapter)))]

    def facts(self, chapter):
        time = (text("objectives.minutes", n=chapter.minutes) if chapter.minutes < 60
                else plural("objectives.hours", round(chapter.minutes / 60)))
        yield from self.fact(text("objectives.time"), time)
        needs = []
        for identifier in chapter.needs:
            title = f"{identifier} {chapters.titles()[identifier]}"
            needs += [", " if needs else "", link("chapter", identifier, nodes.Text(title))]
        yield from self.fact(text("objectives.needs"), *(needs or [text("objectives.no_needs")]))
        levels = "; ".join(
            text("objectives.cfqt_area", area=text(f"cfqt.{area}"), level=chapter.cfqt[area],
                 name=text(f"cfqt.{chapter.cfqt[area]}"))
            for area in chapters.AREAS if area in chapter.cfqt)
        domains = text("objectives.cfqt_domains", domains=", ".join(chapter.cfqt["domains"]))
        source = nodes.reference("", text("objectives.cfqt_source"), refuri="https://doi.org/10.5281/zenodo.6834598",
                                 internal=False)
        yield from self.fact(text("objectives.cfqt"), f"{levels}. {domains}. ", source)

    def fact(self, term, *value):
        yield make("dt", term, inline=True, plain="strong")
        yield make("dd", *[nodes.Text(item) if isinstance(item, str) else item for item in value if item != ""],
                   inline=True, plain="paragraph")


class Quiz(_Directive):
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
    the same question comes back with ``:repeat:``.

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
            if repeat not in known or known[repeat]["stage"] != "pre":
                raise body.BodyError(f"':repeat: {repeat}' does not name a pre-question above it in this chapter", None)
            if self.content:
                raise body.BodyError("a repeated question has no body of its own")
            item = known[repeat]
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
                claim = text("box.claim", claim=misconceptions.get(fits).claim)
                why += make("p", text("quiz.fits", id=fits), " ", link("misconception", fits, nodes.Text(claim)),
                            inline=True, plain="paragraph", classes=["qedu-fits"])
            explained += why
        fieldset += choices
        return fieldset, explained


class Prediction(_Directive):
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

    The argument is the widget's name.  ``right:`` repeats the option that comes true; the page does not show it, but
    over the whole book it must not stand in one place more often than chance has it.  Refused: fewer than two options,
    a missing outcome, a right one that is no option, a widget that the front matter does not name, a second prediction
    for it on the page.
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


class Observe(_Directive):
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


class Misconception(_Directive):
    """The refutation of one misconception of the catalogue.

    .. code-block:: md

        ```{misconception} M03
        :widget: polariser-bench
        No value was there. …
        ```

    The claim comes from ``misconceptions.yaml`` and stands in the title after "Not so:", for whoever reads titles
    only must not take it for the truth; the body says that it is wrong, why, and what is right.
    ``:widget:`` (optional) names the widget that shows it.  Refused: an unknown ID, an empty body, an unknown
    widget, a second box for the ID on the page.
    """

    has_content = True
    required_arguments = 1
    option_spec = {"widget": options.unchanged_required}

    def build(self):
        identifier = self.arguments[0]
        if not self.check_misconception(identifier):
            return []
        if not self.content:
            raise body.BodyError("the box is empty: write the refutation", None)
        widget = self.options.get("widget", "")
        children = list(self.blocks(self.content))
        if widget:
            self.check_widget(widget)
            children.append(make("p", nodes.reference("", text("box.widget"), refid=f"prediction-{widget}",
                                                      internal=True),
                                 inline=True, plain="drop", classes=["qedu-more"]))
        anchor = f"misconception-{identifier.lower()}"
        self.domain.note_box(identifier, anchor, f"prediction-{widget}" if widget else "")
        claim = text("box.not_so", claim=misconceptions.get(identifier).claim)
        title = [make("span", text("box.misconception", id=identifier), inline=True, classes=["qedu-kicker"]),
                 nodes.Text(" "), make("span", claim, inline=True, classes=["qedu-claim"])]
        return [self.anchor(self.admonition("misconception", title, *children), anchor)]


class Worked(_Directive):
    """A worked example, every step shown.

    .. code-block:: md

        ```{worked} From angles to a ket
        …
        ```
    """

    has_content = True
    required_arguments = 1

    def build(self):
        if not self.content:
            raise body.BodyError("the example is empty", None)
        title = self.inline(text(f"box.{self.name}", title=self.arguments[0]), "the title")
        return [self.admonition(self.name, title, *self.parts())]

    def parts(self):
        return self.blocks(self.content)


class Completion(Worked):
    """A worked example whose last step is the reader's; what follows ``---solution---`` is behind a click.

    .. code-block:: md

        ```{completion} The state at θ = 120°
        …

        ---solution---
        …
        ```
    """

    MARK = "---solution---"

    def parts(self):
        lines = [line.strip() for line in self.content]
        if lines.count(self.MARK) != 1:
            raise body.BodyError(f"the body needs one line '{self.MARK}' before the missing step")
        cut = lines.index(self.MARK)
        rest = list(self.content)[cut + 1:]
        if not any(line.strip() for line in rest) or not any(lines[:cut]):
            raise body.BodyError(f"there must be text before and after '{self.MARK}'", cut)
        return [*self.blocks("\n".join(list(self.content)[:cut])),
                details([nodes.Text(text("box.solution"))], *self.blocks("\n".join(rest), cut + 1))]


class Cards(_Directive):
    """Recall cards: a question, and the answer behind a click.

    .. code-block:: md

        ```{cards}
        - front: Why can Bob not learn two bits from one qubit?
          back: One measurement gives one outcome of two.
        ```
    """

    has_content = True

    def build(self):
        entries = body.want_list(self.data(), 0, "the body")
        cards = []
        for number, entry in enumerate(entries, 1):
            body.want(entry, 0, f"card {number}", ("front", "back"))
            cards.append(make("li", details(self.inline(entry["front"], "the front of a card"),
                                            *self.blocks(entry["back"]), classes=["qedu-card"]), plain="item"))
        return [self.admonition("cards", [nodes.Text(text("cards.title"))],
                                make("p", text("cards.how"), inline=True, plain="paragraph"),
                                make("ol", *cards, plain="bullets"),
                                make("div", plain="drop", role="status", classes=["qedu-status"]))]


class Exercises(_Directive):
    """The exercises of one set, with notebook, hints and, for the practice pool, the worked solutions.

    .. code-block:: md

        ```{exercises} c02
        ```

    The argument is the folder below ``exercises/``.  Refused: a set that is not there or is not complete.
    """

    required_arguments = 1

    def build(self):
        name = self.arguments[0]
        folder = Path(self.env.srcdir) / self.config.qedu_exercises / name
        for file in ("set.yaml", "source.md"):
            if (folder / file).is_file():
                self.env.note_dependency(str(folder / file))
        try:
            data, (tasks, solutions) = sets.read(folder), exercise_texts.source(folder)
        except ValueError as error:
            raise body.BodyError(str(error).replace(f"{self.env.srcdir}/", ""), None) from None
        if not (folder / "notebooks" / f"{name}.ipynb").is_file():
            self.warn(f"exercises/{name}/notebooks/{name}.ipynb does not exist: generate the student notebooks")
        self.domain.note_set(name)
        up = "../" * self.env.docname.count("/")
        files = [(text("exercises.download"), f"{name}.ipynb")]
        if self.config.qedu_bundles:                        # what runs as it is comes first
            files = [(text("exercises.with_qedu"), f"{name}.zip"), (text("exercises.notebook"), f"{name}.ipynb"),
                     (text("exercises.all"), "qedu-exercises.zip")]
        links = []
        for words, file in files:
            links += [nodes.reference("", words, refuri=f"{up}downloads/{file}", internal=True, classes=["qedu-download"]),
                      nodes.Text(" ")]
        download = make("p", *links, inline=True, plain="drop", classes=["qedu-downloads"])
        children = [make("p", text("exercises.intro"), inline=True, plain="paragraph"), download]
        for pool in ("practice", "graded"):
            chosen = [exercise for exercise in data["exercises"] if exercise["pool"] == pool]
            if chosen:
                children += [make("p", make("strong", text(f"exercises.{pool}"), inline=True), " ",
                                  text(f"exercises.{pool}_note"), inline=True, plain="paragraph",
                                  classes=["qedu-pool"]),
                             make("ul", *[self.exercise(exercise, tasks, solutions) for exercise in chosen],
                                  plain="bullets", classes=["qedu-list"])]
        return [make("div", *children, classes=["qedu-exercises"])]

    def exercise(self, exercise, tasks, solutions):
        self.check_objectives(exercise["objectives"])
        facts = [text("exercises.minutes", n=exercise["minutes"]),
                 text("exercises.difficulty", n=exercise["difficulty"]),
                 plural("exercises.objectives", len(exercise["objectives"]), ids=", ".join(exercise["objectives"]))]
        facts = [nodes.Text(" · ".join(facts[:2] + [fact for fact in facts[2:] if exercise["objectives"]]))]
        for number, identifier in enumerate(exercise["misconceptions"]):
            if self.check_misconception(identifier):
                word = plural("exercises.misconceptions", len(exercise["misconceptions"])).strip()
                facts += [nodes.Text(f" · {word} " if not number else ", "),
                          link("misconception", identifier, nodes.Text(identifier))]
        children = [
            make("p", *self.inline(exercise["title"], "an exercise's title"), inline=True, plain="strong",
                 classes=["qedu-subtitle"]),
            make("p", *facts, inline=True, plain="paragraph", classes=["qedu-facts"]),
            *self.blocks(tasks.get(exercise["id"], ""))]
        if exercise.get("section"):
            children.append(make("p", text("exercises.section"), " ",
                                 *self.inline(f"{{ref}}`{exercise['section']}`", "a section"), inline=True,
                                 plain="paragraph", classes=["qedu-facts"]))
        children += [details([nodes.Text(text("exercises.hint", n=number))], *self.blocks(hint), classes=["qedu-hint"])
                     for number, hint in enumerate(exercise["hints"], 1)]
        if exercise["pool"] == "practice" and exercise["id"] in solutions:
            code = nodes.literal_block(solutions[exercise["id"]], solutions[exercise["id"]], language="python")
            children.append(details([nodes.Text(text("exercises.solution"))], code, classes=["qedu-solution"]))
        item = make("li", *children, plain="item", classes=["qedu-exercise"])
        return self.anchor(item, f"exercise-{exercise['id']}")


class MisconceptionRole(SphinxRole):
    """A link to a misconception's box: ``{misconception}`M03```."""

    def run(self):
        identifier = self.text
        if identifier not in misconceptions.load():
            logger.warning("misconception: unknown misconception %r", identifier,
                           location=(self.env.docname, self.lineno), type="qedu", subtype="misconception")
            return [nodes.Text(identifier)], []
        return [link("misconception", identifier, nodes.Text(identifier))], []


DIRECTIVES = {"objectives": Objectives, "quiz": Quiz, "prediction": Prediction, "observe": Observe,
              "misconception": Misconception, "worked": Worked, "completion": Completion, "cards": Cards,
              "exercises": Exercises}
