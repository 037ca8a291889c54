"""The rules that a chapter keeps besides, if it is a folder: what belongs on its index page, in a lesson, on its practice page."""

import re

from qedu.book.parts import widget_of, words
from qedu.book.rules import HEADINGS, Rules
from qedu.content import chapters

__all__ = ["Folder", "LONGEST", "labels"]

#: Words that a lesson may have, as `qedu.book.parts.words` counts them.
LONGEST = 2500

#: Lessons of a chapter, minutes of a lesson, check questions in it.
LESSONS, MINUTES, CHECKS = (3, 6), (15, 40), (1, 2)

#: Pages that each part belongs on, where it does not fit every page.
_PAGES = {"lessons": "index", "pre": "index", "prediction": "lesson", "widget": "lesson", "observe": "lesson", "check": "lesson",
          "cards": "practice", "end": "practice", "exercises": "practice", **dict.fromkeys(HEADINGS, "practice")}
_NAMES = {"index": "the index page", "lesson": "a lesson", "practice": "the practice page"}


def labels(text):
    """Find the labels of sections in a source.

    Parameters
    ----------
    text : str

    Returns
    -------
    set of str

    Examples
    --------
    >>> labels("(bb84-sift)=\\n## Sift")
    {'bb84-sift'}
    """
    return set(re.findall(r"^\(([\w-]+)\)=\s*$", text, re.M))


def _links(text):
    """The labels to which a source links."""
    return set(re.findall(r"\{ref\}`(?:[^`<]*<)?([\w-]+)>?`", text)) | set(re.findall(r"\]\(#([\w-]+)\)", text))


class Folder(Rules):
    """The rules for a chapter that is a folder: those of every chapter over all its pages, and those of each kind of page.

    Parameters
    ----------
    root, pages, manifest
        As for `Rules`: the index page, the lessons, and the practice page.
    earlier : set of str
        Labels of all pages of the book that stand before this chapter.
    """

    NAMES = {**Rules.NAMES, "lessons": "list of lessons"}
    RANKS = {**Rules.RANKS, "lessons": 0}

    def __init__(self, root, pages, manifest, *, earlier=frozenset()):
        super().__init__(root, pages, manifest)
        self.earlier = set(earlier)
        self.index, self.practice = pages[0], pages[-1] if pages[-1].stem == "practice" else None
        self.lessons = pages[1:-1] if self.practice else pages[1:]

    def rules(self):
        return [self._shape, self._front, self._places, self._index, *super().rules(), self._questions, self._lengths, self._needs,
                self._folded]

    def key(self, part):
        # A lesson repeats the objectives that are its own, at its head.
        return None if part.kind == "objectives" and part.page != self.index else super().key(part)

    def of_page(self, page, key):
        return [part for part in self.parts if part.page == page and self.key(part) == key]

    def kind(self, page):
        return "index" if page == self.index else "practice" if page == self.practice else "lesson"

    def _shape(self):
        if self.index.stem != "index":
            self.report("the page has sections in _toc.yml, so it is a chapter's index page. Call it index.md, in the chapter's folder.")
        for page in self.pages[1:]:
            if page.parent != self.index.parent:
                self.report(f"the page belongs to the chapter {self.manifest.id} and lies in another folder. Put it beside index.md.",
                            page=page)
        if not self.practice:
            self.report("the last page of the chapter is not practice.md. Put it last in _toc.yml.")
        if not LESSONS[0] <= len(self.lessons) <= LESSONS[1]:
            self.report(f"the chapter has {len(self.lessons)} lessons; {LESSONS[0]} to {LESSONS[1]} are wanted.")

    def _front(self):
        taught, whole = set(), True
        for page in self.pages[1:]:
            try:
                said = chapters.lesson(page)
            except ValueError as error:
                self.problems.append(str(error).replace(f"{self.root.as_posix()}/", ""))
                whole = False
                continue
            if said is None:
                self.report(f"the front matter says nothing of the chapter. Add 'qedu: {{chapter: {self.manifest.id}, minutes: 20, "
                            f"objectives: [{next(iter(self.manifest.objectives))}]}}'.", page=page)
                whole = False
            elif page in self.lessons:
                taught |= set(said.objectives)
                if not MINUTES[0] <= said.minutes <= MINUTES[1]:
                    self.report(f"the lesson takes {said.minutes} minutes; {MINUTES[0]} to {MINUTES[1]} are wanted. Divide it, or join it "
                                "with its neighbour.", page=page)
        for objective in self.manifest.objectives:
            if objective not in taught and whole:
                self.report(f"objective {objective} is taught in no lesson. Add it to 'objectives:' of the lesson that teaches it.")

    def _places(self):
        for part in self.parts:
            wanted = _PAGES.get(self.key(part))
            if wanted and wanted != self.kind(part.page):
                name = self.NAMES.get(self.key(part), self.key(part))
                self.report(f"the part '{name}' stands on {_NAMES[self.kind(part.page)]}. Put it on {_NAMES[wanted]}.", part)

    def _index(self):
        if not self.of_page(self.index, "lessons"):
            self.report("there is no list of lessons. Put a {lessons} directive after the {objectives}.")
        goals = self.of_page(self.index, "objectives")
        if not goals:
            self.report("there is no {objectives} directive on the index page. Put one after the real case.")
            return
        before = [part for part in self.parts if part.page == self.index and part.place < goals[0].place]
        told = sum(len(part.body.split()) for part in before if part.kind == "text")
        if told < 40 and not any(part.kind in ("drawing", "figure", "image") for part in before):
            self.report("there is no real case before the objectives. Open with one: a drawing, or forty words at least.", goals[0])

    def _questions(self):
        for page in self.lessons:
            widgets = [part for part in self.parts if part.page == page and part.kind == "code-cell" and widget_of(part.body)]
            if len(widgets) > 1:
                self.report(f"the lesson has {len(widgets)} simulations; one at most is wanted. Make two lessons of it.", widgets[1])
            checks = self.of_page(page, "check")
            if not CHECKS[0] <= len(checks) <= CHECKS[1]:
                self.report(f"the lesson has {len(checks)} check questions; one or two are wanted: {{quiz}} with ':stage: check'.",
                            page=page)

    def _lengths(self):
        for page in self.lessons:
            count = words(self.texts[page])
            if count > LONGEST:
                self.report(f"the lesson has {count:,} words, code and questions included; {LONGEST:,} are allowed. Cut it, or divide it.",
                            page=page)

    def _needs(self):
        known = set(self.earlier)
        for number, page in enumerate(self.pages):
            front, text = chapters.front_matter(page), self.texts[page]
            front = front if isinstance(front, dict) else {}
            if page in self.lessons:
                needs = front.get("needs") if isinstance(front.get("needs"), list) else []
                for label in needs:
                    if label not in known:
                        self.report(f"'needs:' names the label {label}, which no earlier page has.", page=page)
                if number > 1 and "needs" not in front and not _links(text) & known:
                    self.report("the lesson does not say what it needs. Link to a section of an earlier page, or name its label in "
                                "'needs:' of the front matter ('needs: []' if it needs nothing).", page=page)
            known |= labels(text)

    def _folded(self):
        if not self.practice:
            return
        cells = [part for part in self.parts if part.page == self.practice and part.kind == "code-cell"]
        if not cells:
            self.report("there is no number check. Add a folded code cell that compares the chapter's numbers with the library.",
                        page=self.practice)
        for part in cells:
            if not re.search(r"\bhide-(input|cell)\b", part.options.get("tags", "")):
                self.report("the code cell on the practice page is not folded. Give it ':tags: [hide-input]'.", part)
