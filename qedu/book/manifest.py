"""The manifest in a chapter's front matter, and the check that a chapter keeps what it promises.

``python -m qedu.book.manifest [book root]`` prints what is missing and exits with 1 if anything is.
"""

import ast
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from qedu.book import misconceptions as catalogue
from qedu.book import sets

__all__ = ["Manifest", "Part", "chapter_titles", "check", "main", "parts", "read", "toc", "widget_of"]

AREAS = ("I", "II", "III")
LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
HEADINGS = ("Summary", "Check yourself", "Exercises", "What this model leaves out", "Go deeper")

_KEYS = ("id", "minutes", "needs", "cfqt", "objectives", "misconceptions", "widgets", "exercises")


@dataclass(frozen=True)
class Manifest:
    """What a chapter says about itself.

    Attributes
    ----------
    id : str
        ``"C02"``.
    minutes : int
        Study time.
    needs : tuple of str
        IDs of the chapters to read before.
    cfqt : dict
        Levels by area (``"I"``, ``"II"``, ``"III"``) and the list ``"domains"`` of the European Competence
        Framework for Quantum Technologies.
    objectives : dict of str to str
        Sentences by ID, such as ``"C02.1"``.
    misconceptions, widgets, exercises : tuple of str
        IDs.
    """

    id: str
    minutes: int
    needs: tuple
    cfqt: dict
    objectives: dict
    misconceptions: tuple
    widgets: tuple
    exercises: tuple


@cache
def chapter_titles():
    """Return the titles of all chapters, written or not, by ID.

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> chapter_titles()["C06"]
    'BB84'
    """
    import yaml

    return yaml.safe_load((Path(__file__).parent / "chapters.yaml").read_text(encoding="utf-8"))


def read(path):
    """Read the manifest of a chapter.

    Parameters
    ----------
    path : str or pathlib.Path
        A MyST notebook.

    Returns
    -------
    Manifest or None
        None if the front matter has no ``qedu:``.

    Raises
    ------
    ValueError
        If the front matter is not YAML, or a field is missing, unknown or of the wrong kind; names the file.
    """
    import yaml

    text = Path(path).read_text(encoding="utf-8")
    match = re.match(r"---\n(.*?\n)---\s*\n", text, re.DOTALL)
    if not match:
        return None
    try:
        front = yaml.safe_load(match[1]) or {}
    except yaml.YAMLError as error:
        raise ValueError(f"{path}: the front matter is not YAML: {error}") from None
    raw = front.get("qedu") if isinstance(front, dict) else None
    if raw is None:
        return None
    _validate(path, raw)
    return Manifest(raw["id"], raw["minutes"], tuple(raw["needs"] or ()), raw["cfqt"], raw["objectives"],
                    tuple(raw["misconceptions"] or ()), tuple(raw["widgets"] or ()), tuple(raw["exercises"] or ()))


def _validate(path, raw):
    def refuse(key, allowed):
        raise ValueError(f"{path}: 'qedu: {key}:' in the front matter must be {allowed}; got {raw.get(key)!r}")

    if not isinstance(raw, dict):
        raise ValueError(f"{path}: 'qedu:' in the front matter must be a mapping with {', '.join(_KEYS)}")
    for key in _KEYS:
        if key not in raw:
            raise ValueError(f"{path}: 'qedu:' in the front matter has no '{key}:'")
    for key in raw:
        if key not in _KEYS:
            raise ValueError(f"{path}: 'qedu:' in the front matter has an unknown key '{key}:'; "
                             f"it may have {', '.join(_KEYS)}")
    if raw["id"] not in chapter_titles():
        refuse("id", f"one of {', '.join(chapter_titles())}")
    if not isinstance(raw["minutes"], int) or raw["minutes"] <= 0:
        refuse("minutes", "a whole number of minutes")
    for key in ("needs", "misconceptions", "widgets", "exercises"):
        if not all(isinstance(item, str) for item in raw[key] or ()) or len(set(raw[key] or ())) != len(raw[key] or ()):
            refuse(key, "a list of different IDs")
    if set(raw["needs"] or ()) - set(chapter_titles()):
        refuse("needs", f"a list of chapter IDs, {min(chapter_titles())} to {max(chapter_titles())}")
    if set(raw["misconceptions"] or ()) - set(catalogue.load()):
        refuse("misconceptions", "a list of IDs of the catalogue qedu/book/misconceptions.yaml")
    if not isinstance(raw["objectives"], dict) or not raw["objectives"] or not all(
            re.fullmatch(rf"{raw['id']}\.\d+", str(key)) for key in raw["objectives"]):
        refuse("objectives", f"sentences by ID, {raw['id']}.1 and so on")
    areas = raw["cfqt"] if isinstance(raw["cfqt"], dict) else {}
    levels = {area: areas[area] for area in AREAS if area in areas}
    if (not levels or set(levels.values()) - set(LEVELS) or set(areas) - {*AREAS, "domains"}
            or not areas.get("domains")):
        refuse("cfqt", f"levels ({', '.join(LEVELS)}) for some of the areas {', '.join(AREAS)}, and a list 'domains:'")


# --- the parts of a chapter, read from its source ---------------------------------------------------------------

@dataclass
class Part:
    """One directive, code cell, heading or table of a chapter's source.

    Attributes
    ----------
    kind : str
        The directive's name, ``"code-cell"``, ``"heading"``, ``"table"`` or ``"text"``.
    line : int
        Line in the file, from 1.
    argument : str
        What stands after the directive's name; the title of a heading.
    options : dict of str to str
    body : str
    level : int
        Of a heading.
    """

    kind: str
    line: int
    argument: str = ""
    options: dict = field(default_factory=dict)
    body: str = ""
    level: int = 0


def parts(path):
    """List the parts of a chapter in reading order.

    Parameters
    ----------
    path : str or pathlib.Path

    Returns
    -------
    list of Part
    """
    from markdown_it import MarkdownIt
    from mdit_py_plugins.colon_fence import colon_fence_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    markdown = MarkdownIt("commonmark").enable("table").use(front_matter_plugin).use(colon_fence_plugin)
    tokens = markdown.parse(Path(path).read_text(encoding="utf-8"))
    found = []
    for here, after in zip(tokens, [*tokens[1:], None], strict=True):
        if here.level:
            continue
        line = here.map[0] + 1 if here.map else 0
        if here.type in ("fence", "colon_fence"):
            match = re.match(r"\{([\w-]+)\}\s*(.*)", here.info.strip())
            if match:
                options, body = _options(here.content)
                found.append(Part(match[1], line, match[2].strip(), options, body))
        elif here.type == "heading_open":
            found.append(Part("heading", line, after.content, level=int(here.tag[1])))
        elif here.type == "table_open":
            found.append(Part("table", line))
        elif here.type == "paragraph_open":
            found.append(Part("text", line, body=after.content))
    return found


def _options(content):
    options, lines = {}, content.split("\n")
    while lines and (match := re.match(r":([\w-]+):\s*(.*)$", lines[0])):
        options[match[1]] = match[2].strip()
        lines.pop(0)
    return options, "\n".join(lines)


def split_ids(text):
    """Split "M03, M04" (or None) into its IDs."""
    return [item for item in re.split(r"[,\s]+", text or "") if item]


def widget_of(cell):
    """Return the name of the widget that a code cell shows, or None.

    Parameters
    ----------
    cell : str
        The cell's code; its last expression counts.

    Returns
    -------
    str or None

    Examples
    --------
    >>> widget_of("import qedu\\nqedu.widgets.polariser_bench()")
    'polariser-bench'
    >>> widget_of("1 + 1") is None
    True
    """
    try:
        last = ast.parse(re.sub(r"^[%!].*$", "", cell, flags=re.MULTILINE)).body[-1:]
    except SyntaxError:
        return None
    call = last[0].value if last and isinstance(last[0], ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return None
    owner = call.func.value
    if getattr(owner, "attr", getattr(owner, "id", "")) != "widgets":
        return None
    if call.func.attr == "load":
        return call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
    return call.func.attr.replace("_", "-")


# --- the check --------------------------------------------------------------------------------------------------

def check(book_root="."):
    """Check every chapter of the table of contents that has a manifest.

    Parameters
    ----------
    book_root : str or pathlib.Path
        The folder with ``_toc.yml``, ``chapters/`` and ``exercises/``.

    Returns
    -------
    list of str
        One sentence for each thing missing: where, what, and what to do.
    """
    root = Path(book_root)
    problems, owners = [], {}
    for path in toc(root):
        name = path.relative_to(root).as_posix()
        try:
            manifest = read(path)
        except ValueError as error:
            problems.append(str(error).replace(f"{root.as_posix()}/", ""))
            continue
        if manifest is None:
            continue
        if manifest.id in owners:
            problems.append(f"{name}: the chapter ID {manifest.id} is that of {owners[manifest.id]}. Give each "
                            "chapter its own.")
        owners[manifest.id] = name
        problems += [f"{name}{problem}" for problem in _Check(root, path, manifest).run()]
    return problems


def toc(book_root="."):
    """List the source files that ``_toc.yml`` names, in order.

    Parameters
    ----------
    book_root : str or pathlib.Path

    Returns
    -------
    list of pathlib.Path
    """
    import yaml

    root = Path(book_root)
    names = []

    def collect(node):
        if isinstance(node, list):
            for item in node:
                collect(item)
        elif isinstance(node, dict):
            for key, value in node.items():
                if key in ("root", "file"):
                    names.append(value)
                else:
                    collect(value)

    collect(yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8")))
    files = [root / name if (root / name).is_file() else root / f"{name}.md" for name in names]
    return [path for path in files if path.suffix == ".md" and path.is_file()]


class _Check:
    """The rules for one chapter; each `_…` method reports what it finds wrong."""

    # The order of a chapter's parts.  Parts of the same rank may alternate, concept by concept.
    RANKS = {"objectives": 0, "pre": 1, "prediction": 2, "widget": 2, "observe": 2, "worked": 2, "completion": 2,
             "misconception": 2, "cards": 3, "Summary": 4, "Check yourself": 5, "end": 5, "Exercises": 6,
             "exercises": 6, "What this model leaves out": 7, "Go deeper": 8}
    NAMES = {"pre": "pre-question", "end": "end-quiz question", "widget": "widget cell"}

    def __init__(self, root, path, manifest):
        self.root, self.manifest = root, manifest
        self.parts = parts(path)
        self.text = path.read_text(encoding="utf-8")
        self.problems = []

    def run(self):
        from qedu.book import body

        self.quizzes = {}
        for part in self.of("quiz"):
            try:
                data = body.read(part.body) or {}
            except body.BodyError:
                data = {}                      # the build itself reports it
            self.quizzes.setdefault(part.argument, (part, data if isinstance(data, dict) else {}))
        self.exercises = self._sets()
        for rule in (self._present, self._order, self._pre_questions, self._objectives, self._misconceptions,
                     self._widgets, self._cards, self._exercises, self._summary, self._sources):
            rule()
        return self.problems

    def of(self, kind):
        return [part for part in self.parts if part.kind == kind]

    def report(self, message, line=None):
        self.problems.append(f"{f':{line}' if line else ''}: {message}")

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
                self.report(str(error).replace(f"{self.root.as_posix()}/", ""), part.line)
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
                            "but comes before it in the order of a chapter. Move it up.", part.line)
                continue
            last, rank = key, self.RANKS[key]
        worked, completion = self.of("worked"), self.of("completion")
        if worked and completion and completion[0].line < worked[0].line:
            self.report("the completion example stands before the first worked example. Put a {worked} example "
                        "before it.", completion[0].line)

    def _pre_questions(self):
        questions = [part for part in self.of("quiz") if self.stage(part) == "pre"]
        if len(questions) != 3:
            self.report(f"there are {len(questions)} pre-questions. Three are wanted: {{quiz}} with ':stage: pre'.")
        repeated = {part.options.get("repeat") for part in self.of("quiz")}
        for part in questions:
            if part.argument not in repeated:
                self.report(f"the pre-question '{part.argument}' does not come back at the end. Add a {{quiz}} with "
                            f"':repeat: {part.argument}' under 'Check yourself'.", part.line)
        predictions = self.of("prediction")
        if questions and predictions:
            between = [part for part in self.parts
                       if part.kind == "text" and questions[-1].line < part.line < predictions[0].line]
            if sum(len(part.body.split()) for part in between) < 40:
                self.report("there is hardly any text between the pre-questions and the first prediction. Open with "
                            "a real case, then the concept.", questions[-1].line)

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
        cells = [(widget_of(part.body), part.line) for part in self.of("code-cell") if widget_of(part.body)]
        shown = [name for name, _ in cells]
        for name in self.manifest.widgets:
            if name not in shown:
                self.report(f"the widget '{name}' is in the front matter but in no code cell. Show it with "
                            f"qedu.widgets.{name.replace('-', '_')}().")
        for name, count in Counter(shown).items():
            if count > 1:
                self.report(f"the widget '{name}' is shown {count} times; once is wanted.")
        starts = [line for _, line in cells] + [10 ** 9]
        for number, (name, line) in enumerate(cells):
            if name not in self.manifest.widgets:
                self.report(f"the widget '{name}' is shown, but is not in 'widgets:' of the front matter.", line)
            before = starts[number - 1] if number else 0
            if not any(before < part.line < line and part.argument == name for part in self.of("prediction")):
                self.report(f"the widget '{name}' has no prediction before it. Add a {{prediction}} {name}.", line)
            if not any(line < part.line < starts[number + 1] for part in self.of("observe")):
                self.report(f"the widget '{name}' is not followed by 'What did you see?'. Add an {{observe}} after "
                            "it, before the next widget.", line)

    def _cards(self):
        from qedu.book import body

        count = 0
        for part in self.of("cards"):
            try:
                count += len(body.read(part.body) or [])
            except body.BodyError:
                pass                           # the build itself reports it
        if self.of("cards") and not 6 <= count <= 10:
            self.report(f"there are {count} recall cards; 6 to 10 are wanted.", self.of("cards")[0].line)

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
        """The parts between a level-2 heading and the next one, with the line numbers that bound them."""
        start = next((p.line for p in self.of("heading") if p.level == 2 and p.argument == title), None)
        if start is None:
            return None, []
        stop = next((p.line for p in self.of("heading") if p.level <= 2 and p.line > start), 10 ** 9)
        return (start, stop), [part for part in self.parts if start < part.line < stop]

    def _summary(self):
        bounds, inside = self._section("Summary")
        if bounds and not any(part.kind in ("table", "list-table") for part in inside):
            self.report("the summary has no table. Add one with what the reader should keep.", bounds[0])

    def _sources(self):
        bounds, _ = self._section("Go deeper")
        if bounds and "{cite" not in "\n".join(self.text.split("\n")[bounds[0]:bounds[1] - 1]):
            self.report("'Go deeper' cites nothing. Cite primary sources with {cite}.", bounds[0])


def main(arguments=None):
    """Print the problems of a book.

    Parameters
    ----------
    arguments : list of str, optional
        The book's root folder, by default the current one; None reads the command line.

    Returns
    -------
    int
        1 if there are problems, else 0.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    problems = check(arguments[0] if arguments else ".")
    print("\n".join(problems) or "Every chapter has all its parts.")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
