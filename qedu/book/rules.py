"""The rules that a chapter keeps: every part is there, in its place, and does what the front matter promises."""

from collections import Counter

from qedu.book import body
from qedu.book.parts import parts, split_ids, widget_of
from qedu.content import sets

__all__ = ["HEADINGS", "Rules"]

#: Sections that every chapter has.
HEADINGS = ("Summary", "Check yourself", "Exercises", "What this model leaves out", "Go deeper")


class Rules:
    """The rules for one chapter; each `_…` method reports what it finds wrong.

    Parameters
    ----------
    root : pathlib.Path
        The book's folder.
    pages : list of pathlib.Path
        The chapter's pages, in order.
    manifest : Manifest
        From the first one's front matter.
    """

    # The order of a chapter's parts.  Parts of the same rank may alternate, concept by concept.
    RANKS = {"objectives": 0, "pre": 1, "prediction": 2, "widget": 2, "observe": 2, "check": 2, "worked": 2, "completion": 2,
             "misconception": 2, "cards": 3, "Summary": 4, "Check yourself": 5, "end": 5, "Exercises": 6,
             "exercises": 6, "What this model leaves out": 7, "Go deeper": 8}
    NAMES = {"pre": "pre-question", "end": "end-quiz question", "check": "check question", "widget": "widget cell"}

    def __init__(self, root, pages, manifest):
        self.root, self.pages, self.manifest = root, pages, manifest
        self.parts = [part for number, page in enumerate(pages) for part in parts(page, number)]
        self.texts = {page: page.read_text(encoding="utf-8") for page in pages}
        self.problems = []

    def run(self):
        """Apply all rules.

        Returns
        -------
        list of str
            What is missing, each with its page, and its line if it has one.
        """
        self.quizzes = {}
        for part in self.of("quiz"):
            try:
                data = body.read(part.body) or {}
            except body.BodyError:
                data = {}                      # the build itself reports it
            self.quizzes.setdefault(part.argument, (part, data if isinstance(data, dict) else {}))
        self.exercises = self._sets()
        for rule in self.rules():
            rule()
        return self.problems

    def rules(self):
        """The rules, in the order in which what they find is told."""
        return [self._present, self._order, self._pre_questions, self._objectives, self._misconceptions, self._widgets,
                self._cards, self._exercises, self._summary, self._sources]

    def of(self, kind):
        return [part for part in self.parts if part.kind == kind]

    def report(self, message, part=None, page=None):
        """Note what is wrong with a part, with a page, or with the chapter."""
        page = (part.page if part else page or self.pages[0]).relative_to(self.root).as_posix()
        self.problems.append(f"{page}{f':{part.line}' if part else ''}: {message}")

    def stage(self, part):
        return part.options.get("stage", "end")

    def of_quiz(self, part, option):
        """IDs in an option of a quiz, or of the pre-question that it repeats."""
        source = self.quizzes.get(part.options.get("repeat"), (part, {}))[0]
        return split_ids(part.options.get(option) or source.options.get(option))

    def key(self, part):
        """The name of a part in `RANKS`, or None if its place is free."""
        if part.kind == "quiz":
            return self.stage(part)
        if part.kind == "code-cell":
            return "widget" if widget_of(part.body) else None
        if part.kind == "heading":
            return part.argument if part.level == 2 and part.argument in HEADINGS else None
        return part.kind if part.kind in self.RANKS else None

    def _sets(self):
        found, self.sets_read = {}, True
        for part in self.of("exercises"):
            try:
                for exercise in sets.read(self.root / "exercises" / part.argument)["exercises"]:
                    found[exercise["id"]] = exercise
            except ValueError as error:
                self.report(str(error).replace(f"{self.root.as_posix()}/", ""), part)
                self.sets_read = False         # what else is missing follows from that
        return found

    def _present(self):
        for kind, advice in (
                ("objectives", "Put an {objectives} directive under the title."),
                ("worked", "Add a {worked} example."),
                ("completion", "Add a {completion} example after the worked one."),
                ("cards", "Add 6 to 10 recall {cards} before the summary."),
                ("exercises", "Add an {exercises} directive under 'Exercises'.")):
            if not self.of(kind):
                self.report(f"there is no '{kind}' part. {advice}")
        titles = [part.argument for part in self.of("heading") if part.level == 2]
        for title in HEADINGS:
            if title not in titles:
                self.report(f"there is no section '{title}'. Add the heading '## {title}'.")

    def _order(self):
        last, rank = None, -1
        for part in self.parts:
            key = self.key(part)
            if key is None:
                continue
            if self.RANKS[key] < rank:
                self.report(f"the {self.NAMES.get(key, key)} stands after the part '{self.NAMES.get(last, last)}', "
                            "but comes before it in the order of a chapter. Move it up.", part)
                continue
            last, rank = key, self.RANKS[key]
        worked, completion = self.of("worked"), self.of("completion")
        if worked and completion and completion[0].place < worked[0].place:
            self.report("the completion example stands before the first worked example. Put a {worked} example "
                        "before it.", completion[0])

    def _pre_questions(self):
        questions = [part for part in self.of("quiz") if self.stage(part) == "pre"]
        if len(questions) != 3:
            self.report(f"there are {len(questions)} pre-questions. Three are wanted: {{quiz}} with ':stage: pre'.")
        repeated = {part.options.get("repeat") for part in self.of("quiz")}
        for part in questions:
            if part.argument not in repeated:
                self.report(f"the pre-question '{part.argument}' does not come back at the end. Add a {{quiz}} with "
                            f"':repeat: {part.argument}' under 'Check yourself'.", part)
        predictions = self.of("prediction")
        if questions and predictions:
            between = [part for part in self.parts
                       if part.kind == "text" and questions[-1].place < part.place < predictions[0].place]
            if sum(len(part.body.split()) for part in between) < 40:
                self.report("there is hardly any text between the pre-questions and the first prediction. Open with "
                            "a real case, then the concept.", questions[-1])

    def _objectives(self):
        end = [part for part in self.of("quiz") if self.stage(part) == "end"]
        asked = {objective for part in end for objective in self.of_quiz(part, "objectives")}
        trained = {objective for exercise in self.exercises.values() for objective in exercise["objectives"]}
        for objective in self.manifest.objectives:
            if objective not in asked:
                self.report(f"objective {objective} has no end-quiz question. Add {objective} to ':objectives:' of "
                            "one, or write one.")
            if objective not in trained and self.sets_read:
                self.report(f"objective {objective} has no exercise. Add {objective} to 'objectives' of an exercise "
                            "in set.yaml, or write one.")
        for objective in sorted((asked | trained) - set(self.manifest.objectives)):
            self.report(f"a quiz or an exercise names objective {objective}, which the front matter does not have.")

    def _misconceptions(self):
        boxes = {part.argument for part in self.of("misconception")}
        two_tier = {reason.get("misconception") for _, data in self.quizzes.values()
                    for reason in data.get("reasons") or () if isinstance(reason, dict)}
        trained = {item for exercise in self.exercises.values() for item in exercise["misconceptions"]}
        for item in self.manifest.misconceptions:
            if item not in boxes:
                self.report(f"misconception {item} has no box. Add a {{misconception}} {item} to the text.")
            if item not in two_tier | trained and self.sets_read:
                self.report(f"misconception {item} is met by no two-tier question and no exercise. Give a quiz "
                            f"'reasons:' of which one has 'misconception: {item}', or name it in set.yaml.")
        for item in sorted(boxes - set(self.manifest.misconceptions)):
            self.report(f"there is a box for misconception {item}, which the front matter does not name. Add it "
                        "there.")

    def _widgets(self):
        cells = [(widget_of(part.body), part) for part in self.of("code-cell") if widget_of(part.body)]
        shown = [name for name, _ in cells]
        for name in self.manifest.widgets:
            if name not in shown:
                self.report(f"the widget '{name}' is in the front matter but in no code cell. Show it with "
                            f"qedu.widgets.{name.replace('-', '_')}().")
        for name, count in Counter(shown).items():
            if count > 1:
                self.report(f"the widget '{name}' is shown {count} times; once is wanted.")
        places = [0, *(cell.place for _, cell in cells), 10**9]
        for before, (name, cell), after in zip(places, cells, places[2:], strict=False):
            if name not in self.manifest.widgets:
                self.report(f"the widget '{name}' is shown, but is not in 'widgets:' of the front matter.", cell)
            beside = [part for part in self.parts if part.page == cell.page]
            if not any(part.kind == "prediction" and part.argument == name and before < part.place < cell.place for part in beside):
                self.report(f"the widget '{name}' has no prediction before it. Add a {{prediction}} {name}.", cell)
            if not any(part.kind == "observe" and cell.place < part.place < after for part in beside):
                self.report(f"the widget '{name}' is not followed by 'What did you see?'. Add an {{observe}} after "
                            "it, before the next widget.", cell)

    def _cards(self):
        count = 0
        for part in self.of("cards"):
            try:
                count += len(body.read(part.body) or [])
            except body.BodyError:
                pass                           # the build itself reports it
        if self.of("cards") and not 6 <= count <= 10:
            self.report(f"there are {count} recall cards; 6 to 10 are wanted.", self.of("cards")[0])

    def _exercises(self):
        if not self.of("exercises") or not self.sets_read:
            return
        for item in self.manifest.exercises:
            if item not in self.exercises:
                self.report(f"the exercise '{item}' is in the front matter but in no set that the chapter lists. Write "
                            "it, or take it out.")
        for item in self.exercises:
            if item not in self.manifest.exercises:
                self.report(f"the exercise '{item}' is in the set but not in 'exercises:' of the front matter. Add "
                            "it.")

    def _section(self, title):
        """A level-2 heading, and the parts between it and the next one."""
        heading = next((part for part in self.of("heading") if part.level == 2 and part.argument == title), None)
        if heading is None:
            return None, []
        after = [part for part in self.parts if part.page == heading.page and part.place > heading.place]
        stop = next((part.place for part in after if part.kind == "heading" and part.level <= 2), 10**9)
        return heading, [part for part in after if part.place < stop]

    def _summary(self):
        heading, inside = self._section("Summary")
        if heading and not any(part.kind in ("table", "list-table") for part in inside):
            self.report("the summary has no table. Add one with what the reader should keep.", heading)

    def _sources(self):
        heading, _ = self._section("Go deeper")
        if heading:
            after = self.texts[heading.page].split("\n")[heading.line:]
            stop = next((number for number, line in enumerate(after) if line.startswith(("# ", "## "))), len(after))
            if "{cite" not in "\n".join(after[:stop]):
                self.report("'Go deeper' cites nothing. Cite primary sources with {cite}.", heading)
