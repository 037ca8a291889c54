"""The exercises of a set, on the page."""

from pathlib import Path

from docutils import nodes

from qedu.book import body
from qedu.book.directives.base import Directive, claimed, details, link
from qedu.book.nodes import make
from qedu.content import address, sets
from qedu.content.strings import text


class Exercises(Directive):
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
        for path in (folder / "set.yaml", *folder.glob("*/words.yaml"), *folder.glob("*/task.md")):
            if path.is_file():
                self.env.note_dependency(str(path))
        try:
            data, (tasks, solutions) = sets.read(folder), sets.source(folder)
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
        # Where the sources are on the network, a service may run the notebook for whoever has no Jupyter.
        where = address.of(self.config)
        notebook = f"{self.config.qedu_exercises}/{name}/notebooks/{name}.ipynb"
        colab = where.colab(notebook, f"downloads/{name}.ipynb")
        for words, there in (("exercises.colab", colab), ("exercises.binder", where.binder(notebook))):
            if there:
                links += [nodes.reference("", text(words), refuri=there, internal=False, classes=["qedu-launch"]), nodes.Text(" ")]
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
                 text("exercises.difficulty", n=exercise["difficulty"])]
        children = [
            make("p", *self.inline(exercise["title"], "an exercise's title"), inline=True, plain="strong",
                 classes=["qedu-subtitle"]),
            make("p", " · ".join(facts), inline=True, plain="paragraph", classes=["qedu-facts"]),
            *self.blocks(tasks.get(exercise["id"], ""))]
        # Where to read again: the section that teaches it, and what is often believed instead.
        again = []
        if exercise.get("section"):
            again += [text("exercises.section"), " ", *self.inline(f"{{ref}}`{exercise['section']}`", "a section")]
        for identifier in filter(self.check_misconception, exercise["misconceptions"]):
            again += [" · " if again else "", link("misconception", identifier, claimed(identifier, "box.not_so"))]
        if again:
            children.append(make("p", *again, inline=True, plain="paragraph", classes=["qedu-facts"]))
        children += [details([nodes.Text(text("exercises.hint", n=number))], *self.blocks(hint), classes=["qedu-hint"])
                     for number, hint in enumerate(exercise["hints"], 1)]
        if exercise["pool"] == "practice" and exercise["id"] in solutions:
            code = nodes.literal_block(solutions[exercise["id"]], solutions[exercise["id"]], language="python")
            children.append(details([nodes.Text(text("exercises.solution"))], code, classes=["qedu-solution"]))
        item = make("li", *children, plain="item", classes=["qedu-exercise"])
        return self.anchor(item, f"exercise-{exercise['id']}")
