"""Register the directives, number the questions, and put styles, script and texts on the pages."""

import json
import re
import shutil
from functools import cache
from pathlib import Path

from docutils import nodes
from sphinx.domains import Domain
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from qedu.book import citations, directives, epub, latex, moved, naming, notebook
from qedu.book import nodes as book_nodes
from qedu.book.directives.base import details
from qedu.content import strings, symbols

logger = logging.getLogger(__name__)
_STATIC = Path(__file__).parent / "static"


class QeduDomain(Domain):
    """Where chapters, questions and boxes are, so that each can be linked and no ID is used twice."""

    name = "qedu"
    label = "qedu"
    initial_data = {"chapters": {}, "quizzes": {}, "boxes": {}, "sets": {}}
    data_version = 1

    def note_chapter(self, identifier):
        """Remember which page is the chapter `identifier`."""
        self.data["chapters"][identifier] = self.env.docname

    def note_quiz(self, identifier, line):
        """Remember a question; return where the ID was used before, or None."""
        first = self.data["quizzes"].get(identifier)
        if first:
            return f"{first[0]}, line {first[1]}"
        self.data["quizzes"][identifier] = (self.env.docname, line)
        return None

    def note_box(self, identifier, anchor, prediction):
        """Remember a misconception's box on this page, and the anchor of the prediction that goes with it."""
        self.data["boxes"].setdefault(identifier, {})[self.env.docname] = (anchor, prediction)

    def note_set(self, name):
        """Remember an exercise set whose notebook the site offers."""
        self.data["sets"].setdefault(name, set()).add(self.env.docname)

    def box(self, identifier, docname):
        """Return (page, anchor, prediction) of the box nearest to a page, or None."""
        places = self.data["boxes"].get(identifier, {})
        page = docname if docname in places else next(iter(sorted(places)), None)
        return (page, *places[page]) if page else None

    def clear_doc(self, docname):
        for kind in ("chapters", "quizzes"):
            keep = {key: value for key, value in self.data[kind].items()
                    if (value if kind == "chapters" else value[0]) != docname}
            self.data[kind] = keep
        for places in self.data["boxes"].values():
            places.pop(docname, None)
        for pages in self.data["sets"].values():
            pages.discard(docname)

    def merge_domaindata(self, docnames, otherdata):
        for identifier, page in otherdata.get("chapters", {}).items():
            if page in docnames:
                self.data["chapters"][identifier] = page
        for identifier, (page, line) in otherdata.get("quizzes", {}).items():
            if page in docnames:
                first = self.data["quizzes"].setdefault(identifier, (page, line))
                if first != (page, line):
                    logger.warning("quiz: the ID '%s' is used already in %s, line %s", identifier, *first,
                                   location=(page, line), type="qedu", subtype="quiz")
        for identifier, places in otherdata.get("boxes", {}).items():
            mine = self.data["boxes"].setdefault(identifier, {})
            mine.update({page: place for page, place in places.items() if page in docnames})
        for name, pages in otherdata.get("sets", {}).items():
            self.data["sets"].setdefault(name, set()).update(page for page in pages if page in docnames)

    def resolve_xref(self, env, fromdocname, builder, kind, target, node, contnode):
        if kind == "chapter":
            page, anchor = self.data["chapters"].get(target), ""
        else:
            page, anchor, _ = self.box(target, fromdocname) or (None, "", "")
        # A chapter that is not written yet is named, not linked.
        return make_refnode(builder, fromdocname, page, anchor, contnode) if page else contnode

    def resolve_any_xref(self, env, fromdocname, builder, target, node, contnode):
        return []                     # chapters and boxes are linked by their own roles and directives only

    def get_objects(self):
        return []


def _number_questions(app, doctree):
    """Write "Question 2 of 7" above each question, once it is known how many there are."""
    for stage in ("pre", "check", "end"):
        quizzes = [node for node in doctree.findall(book_nodes.element) if node.get("qedu_stage") == stage]
        for number, node in enumerate(quizzes, 1):
            key = {"pre": "quiz.pre", "end": "quiz.end", "check": "quiz.check_many" if len(quizzes) > 1 else "quiz.check_one"}[stage]
            node.children[0] += nodes.Text(strings.text(key, n=number, total=len(quizzes)))


def _fold_pre_questions(app, doctree):
    """Fold the questions before reading on the index page of a chapter, which is two screens long."""
    if not app.env.docname.endswith("/index") or app.env.docname == app.config.root_doc:
        return
    quizzes = [node for node in doctree.findall(book_nodes.element) if node.get("qedu_stage") == "pre"]
    if quizzes:
        place, parent = quizzes[0].parent.index(quizzes[0]), quizzes[0].parent
        for quiz in quizzes:
            quiz.parent.remove(quiz)
        parent.insert(place, details([nodes.Text(strings.plural("quiz.pre_fold", len(quizzes)))], *quizzes, classes=["qedu-before"]))


#: The scripts of a page, in the order in which they run: what is kept of the reader's answers, and the questions.
_SCRIPTS = ("kept.js", "book.js")


@cache
def script_keys(*scripts):
    """Return the keys of the texts that scripts ask for, sorted.

    Parameters
    ----------
    *scripts : str
        Names of our scripts; all of them where none is named.

    Returns
    -------
    list of str
    """
    texts = strings.catalogue("en")
    keys = set()
    for name in scripts or _SCRIPTS:
        for key in re.findall(r'"([a-z]+\.[a-z_]+)"', (_STATIC / name).read_text(encoding="utf-8")):
            keys |= {key} if key in texts else {f"{key}.one", f"{key}.other"}
    return sorted(keys)


def data_block(app, pagename, boxes, keys):
    """Return the data block from which the scripts take a page's name, their texts and the places of the boxes.

    It is JSON, not code: a Content-Security-Policy without inline scripts lets it pass.

    Parameters
    ----------
    app : sphinx.application.Sphinx
    pagename : str
    boxes : dict of str to list of str
        By misconception: the addresses of its box and its prediction, "" for none.
    keys : list of str
        Of the texts.

    Returns
    -------
    str
        HTML.
    """
    texts = strings.catalogue(strings.current())
    data = {"page": pagename, "language": app.config.language, "boxes": boxes, "text": {key: texts[key] for key in keys}}
    block = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")       # no "</script>" inside it
    return f'<script type="application/json" id="qedu-book">{block}</script>\n'


def _page_data(app, pagename, templatename, context, doctree):
    """Add the data block to a page that has something of ours."""
    if doctree is None or app.builder.name == "epub" or "qedu-box" not in context.get("body", ""):
        return
    domain = app.env.get_domain("qedu")
    boxes = {}
    for identifier in sorted(set(re.findall(r'data-misconception="(\w+)"', context["body"]))):
        place = domain.box(identifier, pagename)
        if place:
            page, anchor, prediction = place
            base = "" if page == pagename else app.builder.get_relative_uri(pagename, page)
            boxes[identifier] = [f"{base}#{anchor}", f"{base}#{prediction}" if prediction else ""]
    context["body"] += "\n" + data_block(app, pagename, boxes, script_keys())


def _notebook(app, pagename, templatename, context, doctree):
    """Say where the page's notebook is, if the book offers one: scripts/build_book.py makes it, and a zip file of the same name."""
    path = Path(app.srcdir) / f"{pagename}.md"
    found = notebook.name(path) if doctree is not None and app.config.qedu_bundles and path.is_file() else ""
    context["notebook"] = f"downloads/lessons/{found}.ipynb" if found else ""


def _assets(app):
    """Offer our script and styles to HTML pages."""
    strings.use(app.config.qedu_language)
    if app.builder.format == "html":
        # Not html_static_path of the configuration file: Jupyter Book would put every file below it on every page.
        app.config.html_static_path += [str(_STATIC), str(symbols.STYLE)]
        for sheet in ("paper.css",) if app.builder.name == "epub" else ("book.css", "drawings.css", symbols.STYLE.name):
            app.add_css_file(sheet)
        if app.builder.name != "epub":
            for script in _SCRIPTS:
                app.add_js_file(script, loading_method="defer")


def _downloads(app, exception):
    """Copy the student notebooks of the sets that the pages offer to ``downloads/``."""
    if exception or app.builder.format != "html" or app.builder.name == "epub":
        return
    for name, pages in sorted(app.env.get_domain("qedu").data["sets"].items()):
        notebook = Path(app.srcdir) / app.config.qedu_exercises / name / "notebooks" / f"{name}.ipynb"
        if pages and notebook.is_file():
            target = Path(app.outdir) / "downloads"
            target.mkdir(exist_ok=True)
            shutil.copyfile(notebook, target / notebook.name)


def setup(app):
    """Register everything; see `qedu.book.setup`."""
    app.add_config_value("qedu_language", "en", "env", [str])
    app.add_config_value("qedu_exercises", "exercises", "env", [str])
    app.add_config_value("qedu_address", (), "env", [tuple, list])  # instead of that in _config.yml: site, repository, branch, built
    app.add_config_value("qedu_bundles", False, "env", [bool])     # whether zip files with qedu are put beside the notebooks
    app.add_domain(QeduDomain)
    book_nodes.setup(app)
    citations.setup(app)
    epub.setup(app)
    latex.setup(app)
    for name, directive in directives.DIRECTIVES.items():
        app.add_directive(name, directive)
    for name, role in directives.ROLES.items():
        app.add_role(name, role)
    app.connect("builder-inited", _assets)
    app.connect("doctree-read", _number_questions)
    app.connect("doctree-read", _fold_pre_questions)
    app.connect("doctree-read", naming.name_chapters)
    app.connect("html-page-context", _page_data)
    app.connect("html-page-context", _notebook)
    app.connect("build-finished", _downloads)
    app.connect("build-finished", moved.write)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
