"""A page of the book as a notebook: its cells, with our directives told in Markdown that every notebook shows."""

import re
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from qedu import _yaml
from qedu.book import body, naming
from qedu.book.parts import pieces
from qedu.content import chapters, misconceptions
from qedu.content.road import road
from qedu.content.strings import text

__all__ = ["Book", "cells", "name"]

#: Directives that have nothing to say in a notebook.
_SILENT = ("lessons", "bibliography", "toctree", "eval-rst", "tableofcontents")
_LETTERS = "abcdefghij"


def name(path):
    """The name of the notebook that the book offers of a page.

    Parameters
    ----------
    path : str or pathlib.Path
        A page's source.

    Returns
    -------
    str
        Such as ``"bb84-by-hand"``, of a lesson, or ``"qubits"``, of a chapter that is one page; empty where none is offered.
    """
    path, front = Path(path), chapters.front_matter(path)
    if not isinstance(front, dict) or path.stem in ("index", "practice"):
        return ""
    return f"{path.parent.name}-{path.stem}" if "chapter" in front else path.stem if "id" in front else ""


class Book:
    """What the pages of a book say of each other: titles by label, numbers of equations, sources.

    Parameters
    ----------
    root : str or pathlib.Path
        The folder of the pages, with ``_toc.yml`` and ``references.bib``.
    site : str, optional
        The address of the book; without one, references name what they refer to and link nothing.
    """

    def __init__(self, root, site=""):
        self.root, self.site = Path(root), site
        self.titles, self.sections, self.equations = {}, {}, {}
        for page in (page for part in road(root) for chapter in part.chapters for page in chapter.pages):
            source = (self.root / f"{page.name}.md").read_text(encoding="utf-8")
            self.titles[page.name] = page.title
            for label, title in re.findall(r"^\(([\w-]+)\)=\n+#+ (.+)$", source, re.M):
                self.sections[label] = (page.name, title.strip())
            for number, label in enumerate(re.findall(r"^```+\{math\}\n:label: (\S+)$", source, re.M), 1):
                self.equations[label] = (page.name, number)

    @cached_property
    def sources(self):
        """The entries of the bibliography, by key."""
        from pybtex.database import parse_file

        path = self.root / "references.bib"
        return parse_file(str(path)).entries if path.is_file() else {}

    def link(self, words, page, label=""):
        return f"[{words}]({self.site}{page}.html{'#' * bool(label)}{label})" if self.site else words

    def section(self, label, words=""):
        """What stands for a link to a section."""
        page, title = self.sections.get(label, ("", words or label))
        return self.link(words or f"*{title}*", page, label) if page else words or label

    def equation(self, label, here):
        page, number = self.equations.get(label, (here, "?"))
        return f"({number})" if page == here else f"({number}) of {self.link(f'*{self.titles[page]}*', page)}"

    def cited(self, keys):
        """Authors and years, each with a link to its DOI."""
        found = []
        for key in keys.split(","):
            entry = self.sources.get(key.strip())
            words = _authors(entry) + f", {entry.fields.get('year', '')}" if entry else key.strip()
            doi = entry.fields.get("doi") if entry else None
            found.append(f"[{words}](https://doi.org/{quote(doi)})" if doi else words)
        return f"({'; '.join(found)})"


def _authors(entry):
    from pybtex.richtext import Text

    def plain(latex):
        return str(Text.from_latex(latex))

    if "shortauthor" in entry.fields:
        return f"{plain(entry.fields['shortauthor'])} et al."
    people = [plain(" ".join(person.prelast_names + person.last_names)) for person in entry.persons.get("author", [])]
    if len(people) > 2 or people[1:] == ["others"]:
        return f"{people[0]} et al."
    return " and ".join(people) or plain(entry.fields.get("title", ""))


def cells(path, book):
    """Turn a page into the cells of a notebook.

    Parameters
    ----------
    path : pathlib.Path
        The page's source, a MyST text notebook below the book's folder.
    book : Book

    Returns
    -------
    list of (str, str, list of str)
        ``"markdown"`` or ``"code"``, the text, and the tags of a code cell.  The first holds the page's title alone.
    """
    return _Page(path, book).cells()


class _Page:
    """One page on its way to cells."""

    def __init__(self, path, book):
        self.path, self.book = path, book
        self.name = path.relative_to(book.root).with_suffix("").as_posix()

    def cells(self):
        source = re.sub(r"\A---\n.*?\n---\n", "", self.path.read_text(encoding="utf-8"), flags=re.S)
        title = re.search(r"^# .+$", source, re.M)
        found = [("markdown", self.prose(title[0]), [])]
        for piece in pieces(source.replace(title[0], "", 1)):
            if not isinstance(piece, str) and piece.kind == "code-cell":
                tags = re.findall(r"[\w-]+", piece.options.get("tags", ""))
                found.append(("code", _without_options(piece.body).strip("\n"), tags))
                continue
            told = self.told(piece).strip()
            if told and len(found) > 1 and found[-1][0] == "markdown":
                found[-1] = ("markdown", f"{found[-1][1]}\n\n{told}", [])
            elif told:
                found.append(("markdown", told, []))
        return found

    def told(self, piece):
        """A piece of the source in Markdown."""
        if isinstance(piece, str):
            return self.prose(piece)
        if piece.kind in _SILENT:
            return ""
        if make := getattr(self, f"_{piece.kind.replace('-', '_')}", None):
            return make(piece)
        title = f"**{self.prose(piece.argument)}**\n\n" if " " in piece.argument or piece.kind == "admonition" else ""
        return title + self.blocks(piece.body)

    def blocks(self, source):
        return "\n\n".join(told.strip() for told in map(self.told, pieces(source)) if told.strip())

    def prose(self, source):
        """Text without labels, comments and roles, with what they stand for."""
        source = re.sub(r"^\([\w-]+\)=[ \t]*(?:\n|\Z)|^%.*\n?|^\{[.#][^}\n]*\}[ \t]*\n", "", source, flags=re.M)
        source = re.sub(r"\{([\w:-]+)\}`([^`]+)`", self.role, source)
        source = re.sub(r"(?<!!)\[([^\]]*)\]\((?!https?:|mailto:)([^)\s]+)\)", self.local, source)
        source = re.sub(r"\]\{[.#][^}\n]*\}", "]", source)
        return naming.in_words(_without_macros(source))

    def role(self, match):
        kind, inside = match[1], match[2]
        words, label = re.fullmatch(r"(?:(.*?)\s*<([^>]+)>|(.*))", inside, re.S).group(1, 2)
        label = label or inside
        if kind in ("cite", "cite:t", "cite:p"):
            return self.book.cited(inside)
        if kind == "eq":
            return self.book.equation(inside, self.name)
        if kind == "misconception" and inside in misconceptions.load():
            return f"“{misconceptions.get(inside).claim}”"
        if kind in ("ref", "numref"):
            return self.book.section(label, words or "")
        return words or inside

    def local(self, match):
        """A link to another page of the book, or within it."""
        words, target = match[1], match[2]
        file, _, label = target.partition("#")
        if not file:
            return self.book.section(label, words)
        page, root = (self.path.parent / file).resolve(), self.book.root.resolve()
        known = page.relative_to(root).with_suffix("").as_posix() if page.is_relative_to(root) else ""
        return self.book.link(words, known, label) if known in self.book.titles else words

    def _math(self, piece):
        inside = _without_macros(piece.body.strip())
        if (r"\\" in inside or "&" in inside) and r"\begin" not in inside:
            inside = f"\\begin{{aligned}}\n{inside}\n\\end{{aligned}}"
        number = self.book.equations.get(piece.options.get("label"))
        return f"$$\n{inside}{f' {chr(92)}tag{{{number[1]}}}' if number else ''}\n$$"

    def _objectives(self, _):
        chapter, lesson = chapters.owner(self.path), chapters.lesson(self.path)
        goals = [sentence for each, sentence in chapter.objectives.items() if not lesson or each in lesson.objectives]
        head = text("objectives.lesson" if lesson else "objectives.title")
        return f"**{head}**\n\n" + "\n".join(f"- {self.prose(goal)}" for goal in goals)

    def _quiz(self, piece):
        data = body.read(piece.body) or {}
        if not data:
            return ""                                  # a question that comes back; it stands on the index page
        head, answers = text("quiz.check_one"), []
        told = [f"**{head}.** {self.blocks(data['question'])}"]
        for tier in ("options", "reasons"):
            if tier not in data:
                continue
            if tier == "reasons":
                told.append(text("quiz.reason"))
                answers.append(f"**{text('quiz.reasons')}**")
            told.append(self.listed(entry["text"] for entry in data[tier]))
            for letter, entry in zip(_LETTERS, data[tier], strict=False):
                verdict = text("quiz.right" if entry.get("correct") == "true" else "quiz.wrong")
                answers.append(f"**{letter}) {verdict}.** {self.blocks(entry['why'])}")
        return "\n\n".join([*told, self.folded(text("quiz.answers"), "\n\n".join(answers))])

    def _prediction(self, piece):
        data = body.read(piece.body)
        return "\n\n".join([f"**{text('prediction.title')}.** {self.blocks(data['question'])}", self.listed(data["options"]),
                              self.folded(text("prediction.skip"), self.blocks(data["outcome"]))])

    def _observe(self, piece):
        data = body.read(piece.body)
        return (f"**{text('observe.title')}** {self.blocks(data['question'])}\n\n"
                + self.folded(text("observe.answer"), self.blocks(data["answer"])))

    def _cards(self, piece):
        return "\n\n".join([f"**{text('cards.title')}**", *(self.folded(self.prose(card["front"]), self.blocks(card["back"]))
                                                             for card in body.read(piece.body))])

    def _worked(self, piece):
        first, _, rest = piece.body.partition("---solution---")
        told = f"**{text(f'box.{piece.kind}', title=self.prose(piece.argument))}**\n\n{self.blocks(first)}"
        return told + (f"\n\n{self.folded(text('box.solution'), self.blocks(rest))}" if rest else "")

    _completion = _worked

    def _misconception(self, piece):
        claim = misconceptions.get(piece.argument).claim
        return f"**{text('box.not_so', claim=claim)}**\n\n{self.blocks(piece.body)}"

    def _exercises(self, piece):
        return text("notebook.exercises", file=f"{piece.argument}.ipynb")

    def _drawing(self, piece):
        """What a drawing shows, in words, and its caption."""
        path = self.path.with_name("drawings.yaml")
        known = _yaml.parse(path.read_text(encoding="utf-8")) if path.is_file() else {}
        shown = " ".join(str((known.get(piece.argument) or {}).get("alt", "")).split())
        return "\n\n".join(filter(None, [shown and f"*{text('notebook.drawing', shows=shown)}*", self.blocks(piece.body)]))

    def _code_block(self, piece):
        return f"```{piece.argument}\n{piece.body.strip()}\n```"

    def listed(self, options):
        return "\n".join(f"- **{letter})** {self.prose(option)}" for letter, option in zip(_LETTERS, options, strict=False))

    def folded(self, summary, inside):
        return f"<details>\n<summary>{summary}</summary>\n\n{inside}\n\n</details>"


def _without_options(code):
    """A cell's code without options between lines of hyphens."""
    return re.sub(r"\A---\n.*?\n---\n", "", code, flags=re.S)


def _without_macros(source):
    """Kets and bras as every notebook's formulas know them; a plain bar would end the cell of a table."""
    source = re.sub(r"\\ket\s*(?:\{((?:[^{}]|\{[^{}]*\})*)\}|(\\?\w+?|[-+])(?![a-zA-Z]))", r"\\lvert \1\2\\rangle ", source)
    return re.sub(r"\\bra\s*(?:\{((?:[^{}]|\{[^{}]*\})*)\}|(\\?\w+?|[-+])(?![a-zA-Z]))", r"\\langle \1\2\\rvert ", source)
