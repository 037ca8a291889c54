"""What the directives write: HTML that can be read without a script, and plain text without HTML."""

import html.parser
import json
import re
import shutil
import zipfile
from xml.etree import ElementTree

import pytest
import yaml

import qedu
from qedu.content import misconceptions, strings

from .conftest import CONFIGURATION, FOLDER, MINI, build


@pytest.fixture(scope="module")
def page(book):
    return book.soup("chapters/mini")


def words(node):
    return re.sub(r"\s+", " ", node.get_text(" ")).strip()


def test_the_miniature_book_builds_without_a_warning(book):
    # The plain theme shows no code, so Pygments is not asked for a lexer of the cell.
    assert book.warnings == []


def test_objectives_show_the_front_matter(page):
    box = page.select_one(".qedu-objectives")
    assert [words(item) for item in box.select("ul > li")] == [
        "Predict how many photons pass a filter.", "Say what a filter does to a photon."]
    facts = words(box.dl)
    assert "about 2 hours" in facts and "Toolkit and self-check" in facts and "C00" not in facts
    assert "Quantum concepts: B1, Utilisation; Applications and strategies: A1, Awareness" in facts
    assert not box.select('a[href*="C00"]'), "a chapter that is not written must not be linked"


def test_numbers_of_chapters_become_titles_linked_once_written(book):
    paragraph = book.soup("index").find_all("p")[1]
    assert words(paragraph) == ("Chapters “Qubits, bases, measurement” and “From sifted bits to a secret key” , from “Information against "
                                "disturbance” on, are named here; chapter C02 and C02.1 stay as they are, and so does C02 .")
    assert [words(link) for link in paragraph.select('a[href="chapters/mini.html"]')] == ["“Qubits, bases, measurement”", "C02"]
    assert len(paragraph.select("a")) == 2, "a chapter that is not written must not be linked"


def test_every_quiz_is_a_form_of_native_controls(page):
    quizzes = page.select(".qedu-quiz")
    assert [quiz["data-quiz"] for quiz in quizzes] == ["pre-1", "pre-2", "pre-3", "end-1", "end-2", "end-3"]
    for quiz in quizzes:
        for fieldset in quiz.form.select("fieldset"):
            assert fieldset.find("legend", recursive=False) and words(fieldset.legend)
            radios = fieldset.select("input[type=radio]")
            assert len(radios) >= 2 and len({radio["name"] for radio in radios}) == 1
            for radio in radios:
                assert quiz.select_one(f'label[for="{radio["id"]}"]').get_text().strip()
        assert quiz.form.select_one("button[type=submit]").has_attr("hidden"), "no use without the script"
        assert quiz.select_one('.qedu-status[role="status"]')
    assert words(quizzes[0].select_one(".qedu-kicker")) == "Before you read: question 1 of 3"
    assert words(quizzes[5].select_one(".qedu-kicker")) == "Question 3 of 3"


def test_an_option_that_is_all_formula_has_a_name_in_words(page):
    labels = [words(label) for label in page.select("#quiz-pre-2 label")]
    assert labels[0] == "90°" and labels[1].startswith("Option 2:")


def test_every_option_is_explained_where_there_is_no_script(page):
    quiz = page.select_one("#quiz-pre-1")
    assert quiz.details and quiz.details.summary and not quiz.details.has_attr("hidden")
    options, reasons = quiz.details.select(".qedu-whys")
    items = [words(item) for item in options.select("li")]
    assert items[0].startswith("✓ Right: It passes half of the time. One half is")
    assert items[1].startswith("✗ Not right: Half of it passes. A photon is found whole")
    assert f"This fits a misconception: “{misconceptions.get('M03').claim}”" in items[1]
    assert "misconception" not in items[2]
    assert options.select("li")[1].select_one(".qedu-fits a")["href"] == "#misconception-m03"
    assert [item["class"] for item in options.select("li")] == [["qedu-right"], ["qedu-wrong"], ["qedu-wrong"]]
    assert [item.get("data-misconception") for item in reasons.select("li")] == [None, "M03"]


def test_a_repeated_question_shows_the_same_texts_in_another_order(page):
    first, second = page.select_one("#quiz-pre-2"), page.select_one("#quiz-end-2")
    assert words(first.legend) == words(second.legend)
    for selector in (".qedu-choice input", ".qedu-whys > li"):      # which option each is, by its number
        before, after = ([node.get("value", node.get("data-choice")) for node in quiz.select(selector)]
                         for quiz in (first, second))
        assert sorted(before) == sorted(after) and all(old != new for old, new in zip(before, after))
    for number in before:
        texts = [[words(node).partition(":")[2] or words(node) for node in (
            quiz.select_one(f'label[for$="-options-{number}"]'), quiz.select_one(f'li[data-choice="{number}"]'))]
            for quiz in (first, second)]
        assert texts[0] == texts[1]
    assert second["data-repeat"] == "pre-2" and second["data-stage"] == "end"
    assert "Think of the sphere." in words(second.fieldset), "the question's second paragraph"


def test_prediction_and_observation_hide_the_answer_behind_a_click(page):
    prediction = page.select_one("#prediction-polariser-bench")
    assert [words(item)[:10] for item in prediction.select(".qedu-options > li")] == ["Still no l", "Some light"]
    assert "A quarter of the light" in words(prediction.details.select_one(".qedu-inside"))
    assert "At 45°." in words(page.select_one(".qedu-observe").details)
    assert "A quarter" not in words(prediction).replace(words(prediction.details), "")


def test_misconception_box_takes_its_title_from_the_catalogue(page):
    box = page.select_one("#misconception-m03")
    title = words(box.select_one(".admonition-title"))
    assert title == f"Misconception Not so: “{misconceptions.get('M03').claim}”"
    assert box.select_one('a[href="#prediction-polariser-bench"]')


def test_the_role_links_a_box_that_exists_and_names_one_that_does_not(page):
    hook = next(node for node in page.select("p") if "Malus looked" in node.get_text())
    assert hook.select_one('a[href="#misconception-m03"]').get_text() == f"“{misconceptions.get('M03').claim}”"
    claim = misconceptions.get("M07").claim
    assert claim in hook.get_text() and not [link for link in hook.select("a") if claim in link.get_text()]


def test_completion_keeps_the_last_step_behind_a_click(page):
    box = page.select_one(".qedu-completion")
    assert "0.75" in words(box.details) and "0.75" not in words(box).replace(words(box.details), "")
    assert words(page.select_one(".qedu-worked .admonition-title")).startswith("Worked example: One filter at")


def test_cards_are_details_with_one_question_each(page):
    cards = page.select(".qedu-cards ol > li > details")
    assert len(cards) == 6
    assert words(cards[1].summary) == "What does a filter keep?"
    assert [words(p) for p in cards[5].select(".qedu-inside p")] == ["The amplitude.", "Not the probability."]


def test_exercises_offer_notebook_and_hints(book, page):
    part = page.select_one(".qedu-exercises")
    assert [link["href"] for link in part.select(".qedu-downloads a")] == [
        "../downloads/mini.zip", "../downloads/mini.ipynb", "../downloads/qedu-exercises.zip"]
    assert json.loads((book.out / "downloads" / "mini.ipynb").read_text())["nbformat"] == 4
    practice, graded = part.select(".qedu-exercise")
    assert practice["id"] == "exercise-mini-pass"
    assert "20 min · difficulty 2 of 3" in words(practice) and f"Not so: “{misconceptions.get('M03').claim}”" in words(practice)
    assert practice.select_one('a[href="#misconception-m03"]') and practice.code.get_text() == "pass_probability(angle)"
    assert len(practice.select(".qedu-hint")) == len(graded.select(".qedu-hint")) == 3


def test_a_book_without_zip_files_links_the_notebook_alone(mini):
    part = build(mini, qedu_bundles=False).soup("chapters/mini").select_one(".qedu-downloads")
    assert [link["href"] for link in part.select("a")] == ["../downloads/mini.ipynb"] and words(part) == "Download the notebook"


def part_of(page):
    return page.select_one(".qedu-exercises")


def test_tasks_come_from_the_source_and_solutions_for_the_practice_pool_only(book, page):
    practice, graded = page.select(".qedu-exercise")
    assert "Write pass_probability(angle) , in degrees." in words(practice) and "Write chain(angles)" in words(graded)
    assert "GIVEN = [ 45 , 45 ]" in words(graded) and "check(" not in words(part_of(page))
    assert "return SHOWN" in words(practice.select_one(".qedu-solution"))
    assert not graded.select(".qedu-solution")
    for path in book.out.rglob("*"):
        if path.is_file():
            assert b"SECRET" not in path.read_bytes(), path
    text = page.get_text()
    assert "BEGIN SOLUTION" not in text


class _Nesting(html.parser.HTMLParser):
    """Reports tags that are closed out of order, and blocks inside a paragraph."""

    VOID = {"input", "br", "img", "meta", "link", "hr", "wbr"}
    NO_PARAGRAPH = {"p", "ul", "ol", "div", "details", "fieldset", "form", "dl", "table", "pre"}
    PHRASING_ONLY = {"p", "legend", "label", "summary", "button", "span"}

    def __init__(self):
        super().__init__()
        self.open, self.problems = [], []

    def handle_starttag(self, tag, attrs):
        if tag in self.NO_PARAGRAPH and self.PHRASING_ONLY & set(self.open):
            self.problems.append(f"<{tag}> inside {self.open[-3:]}, line {self.getpos()[0]}")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        if tag in self.VOID:
            self.handle_starttag(tag, attrs)
        else:
            self.problems.append(f"<{tag}/>, line {self.getpos()[0]}")

    def handle_endtag(self, tag):
        if self.open[-1:] != [tag]:
            self.problems.append(f"</{tag}> closes {self.open[-1:]}, line {self.getpos()[0]}")
        else:
            self.open.pop()


def test_the_html_is_well_nested_and_ids_are_used_once(book, page):
    checker = _Nesting()
    checker.feed(book.path("chapters/mini").read_text(encoding="utf-8"))
    # Display maths of the plain theme is a <div> where MathJax puts it; ours are the other elements.
    assert [problem for problem in checker.problems if "'p'" not in problem or "<div>" not in problem] == []
    ids = [node["id"] for node in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_no_inline_script_handler_or_style(page):
    body = page.select_one(".body") or page.body
    for node in body.find_all(True):
        assert not [name for name in node.attrs if name.startswith("on")], node
    for box in page.select(".qedu-box, .qedu-exercises"):
        assert not box.select("[style], style, script")
    inline = [script for script in page.select("script") if not script.get("src")]
    assert [script["type"] for script in inline if script.get("id") == "qedu-book"] == ["application/json"]
    assert page.select_one('script[src*="book.js"]') and page.select_one('link[href*="book.css"]')


def test_the_data_block_holds_what_the_script_needs_and_no_more(page):
    from qedu.book.extension import script_keys

    data = json.loads(page.select_one("#qedu-book").string)
    assert sorted(data["text"]) == script_keys()
    assert data["boxes"] == {"M03": ["#misconception-m03", "#prediction-polariser-bench"],
                             "M04": ["#misconception-m04", ""]}


def test_a_page_without_our_parts_has_no_data_block(book):
    assert not book.soup("index").select("#qedu-book")


def test_text_without_html_is_complete(mini):
    built = build(mini, "text")
    text = (built.out / "chapters" / "mini.txt").read_text(encoding="utf-8")
    assert built.warnings == []
    order = ["What you will be able to do", "A photon at 45° meets an upright filter. What happens?",
             "1. It passes half of the time.", "2. Half of it passes.", "Why?", "1. The filter makes the outcome.",
             "✓ Right: It passes half of the time.", "A photon is found whole or not at all.",
             "Predict first", "1. Still no light.", "Skip: what does happen?",
             "A quarter of the light", "What did you see?", "At 45°.", "Worked example", "Show the missing step",
             "Its square is 0.75.", "Misconception Not so", "Why does a third filter help?", "It makes a new state.",
             "Question 1 of 3", "How many photons pass", "Hint 1", "Think of the component"]
    flat = re.sub(r"\s+", " ", text.replace("*", ""))
    position = 0
    for part in order:
        assert part in flat[position:], f"{part!r} is missing, or not after the part before it"
        position = flat.index(part, position)
    assert "Check\n" not in text and "Download" not in text, "controls are no use on paper"


@pytest.fixture(scope="module")
def e_book(tmp_path_factory):
    """The miniature book for e-readers, with what cells bring, a drawing and formulas: what epubcheck complained of in the real one."""
    source = shutil.copytree(MINI, tmp_path_factory.mktemp("e-book") / "book")
    shutil.copy(FOLDER.parents[2] / "chapters" / "back" / "drawings.yaml", source / "chapters")
    drawing = next(iter(yaml.safe_load((source / "chapters" / "drawings.yaml").read_text(encoding="utf-8"))))
    brought = qedu.widgets.polariser_bench().html() + (
        '<div><style scoped>.dataframe td { color: red }</style><table border="1" class="dataframe"><tr><td>1<br>2</table></div>')
    folded = ('<details class="hide"><summary><p class="collapsed admonition-title">Show</p>\n<p class="expanded admonition-title">Hide</p>'
              "</summary>A cell.</details>")            # as MyST-NB writes it
    brought += folded
    with (source / "chapters" / "mini.md").open("a", encoding="utf-8") as page:
        page.write(f"\n```{{drawing}} {drawing}\nA caption.\n```\n\nSo $\\cos^2 x < 1$.\n\n$$\na = b\n$$ (eq-mini)\n\n"
                   f"```{{raw}} html\n{brought}\n```\n")
    return build(source, "epub", epub_basename="book", project="A book", copyright="nobody", author="Nobody", html_math_renderer="katex",
                 extensions=[*CONFIGURATION["extensions"], "qedu.book.maths", "qedu.book.finding", "qedu.widgets.sphinx"])


def test_an_e_book_is_well_formed_and_needs_no_script(e_book):
    assert e_book.warnings == []
    names = zipfile.ZipFile(e_book.out / "book.epub").namelist()
    pages = [name for name in names if name.endswith(".xhtml")]
    assert names[0] == "mimetype" and {"index.xhtml", "chapters/mini.xhtml", "_static/paper.css"} <= set(names)
    assert not [name for name in names if name.endswith((".js", ".woff2")) or "search" in name], "what only the site needs"
    for name in pages:
        text = (e_book.out / name).read_text(encoding="utf-8")
        root = ElementTree.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", text).replace("&nbsp;", " "))
        tags = [node.tag.rpartition("}")[2] for node in root.iter()]
        assert not set(tags) & {"script", "form", "input", "button", "fieldset", "style", "noscript"} and "qedu-widget" not in tags, name
        assert not re.search(r"downloads/| (?:border|tabindex|on\w+)=|doc-biblioentry", text), name
        phrases = [node for node in root.iter() if node.tag.rpartition("}")[2] in ("p", "summary", "span", "label")]
        assert not [node.tag for phrase in phrases for node in phrase.iter() if node is not phrase
                    and node.tag.rpartition("}")[2] in ("p", "div", "ul", "table", "figure")], f"{name}: blocks within a line"
        for figure in root.findall(".//{*}figure"):
            captions = [place for place, node in enumerate(figure) if node.tag.endswith("}figcaption")]
            assert captions in ([], [0], [len(figure) - 1]), f"{name}: a caption in the middle"
        for sheet in root.findall(".//{*}link[@rel='stylesheet']"):
            assert (e_book.out / name).parent.joinpath(sheet.get("href").partition("?")[0]).is_file()


def test_an_e_book_shows_each_thing_once(e_book):
    text = (e_book.out / "chapters/mini.xhtml").read_text(encoding="utf-8")
    page = ElementTree.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", text).replace("&nbsp;", " "))
    formulas = page.findall(".//{http://www.w3.org/1998/Math/MathML}math")
    assert len(formulas) == text.count("<math") >= 2 and "annotation" not in text and "katex" not in text
    assert any(formula.get("alttext") == r"\cos^2 x < 1" for formula in formulas)
    drawings = page.findall(".//{http://www.w3.org/2000/svg}svg")
    assert len(drawings) == text.count("<svg") > 3 and text.count("qedu-drawn") == 1, "one drawing for every page"
    assert all(drawing.get("viewBox") or drawing.get("width") for drawing in drawings) and "viewbox" not in text
    assert "var(" not in text and 'stroke=""' not in text and 'fill=""' not in text, "colours of their own"
    figure = page.find(".//{*}figure[@class='qedu-paper']")
    assert len(figure.findall("{*}section")) == 3 and len(figure.findall(".//{*}table")) == 1
    assert text.count("It passes half of the time") == 4, "a choice and its reason, before and after"


def test_the_package_of_an_e_book_says_what_its_pages_hold(e_book):
    package = (e_book.out / "content.opf").read_text(encoding="utf-8")
    held = {href: set((properties or "").split()) for href, properties in
            re.findall(r'href="([^"]+\.xhtml)" media-type="application/xhtml\+xml"(?: properties="([^"]*)")?', package)}
    assert held["chapters/mini.xhtml"] == {"mathml", "svg"} and held["index.xhtml"] == set() and held["nav.xhtml"] == {"nav"}
    (name,) = re.findall(r"<dc:identifier[^>]*>([^<]+)<", package)
    assert name.startswith("urn:uuid:") and f'content="{name}"' in (e_book.out / "toc.ncx").read_text(encoding="utf-8")
    assert "unknown<" not in package and not re.search(r"<(dc:\w+|meta)[^>]*></", package)
    listed = re.findall(r'<a href="([^"#]+)"', (e_book.out / "nav.xhtml").read_text(encoding="utf-8"))
    assert [*dict.fromkeys(listed)] == ["index.xhtml", "chapters/mini.xhtml"], "the contents, although no page shows them"
    spine = [re.search(rf'id="{key}" href="([^"]+)"|href="([^"]+)" id="{key}"', package) for key in re.findall(r'idref="([^"]+)"', package)]
    assert [found[1] or found[2] for found in spine][:2] == ["index.xhtml", "chapters/mini.xhtml"]


def test_latex_is_written(mini):
    built = build(mini, "latex")
    assert built.warnings == []
    latex = "".join(path.read_text(encoding="utf-8") for path in built.out.glob("*.tex"))
    assert "It passes half of the time" in latex and "Its square is 0.75" in latex


def test_parallel_reading_finds_the_same(mini):
    pages = {f"page{number}": f"# Page {number}\n\n{{misconception}}`M03`\n" for number in range(8)}
    pages["twice"] = ("# Twice\n\n```{quiz} pre-1\nquestion: Q?\noptions:\n  - {text: a, why: b, correct: true}\n"
                      "  - {text: c, why: d}\n```\n")
    for name, text in pages.items():
        (mini / f"{name}.md").write_text(text, encoding="utf-8")
    (mini / "index.md").write_text("# Book\n\n```{toctree}\nchapters/mini\n" + "\n".join(pages) + "\n```\n")
    # The extension that reads _toc.yml cannot read in parallel.
    extensions = [name for name in CONFIGURATION["extensions"] if "toc" not in name]
    built = build(mini, extensions=extensions, parallel=2)
    duplicates = [line for line in built.warnings if "is used already" in line]
    assert len(duplicates) == 1
    assert [line for line in built.warnings if not re.search("malus1809|external_toc", line)] == duplicates
    assert built.soup("page7").select('a[href="chapters/mini.html#misconception-m03"]')


def test_the_pseudo_language_marks_every_word_of_the_interface(pseudo_book, mini):
    """A text that carries no mark must be the author's, a claim of the catalogue or a chapter's title."""
    left, right = strings.PSEUDO_MARKS
    page = pseudo_book.soup("chapters/mini")
    authored = author_texts(mini)
    seen = 0
    for box in page.select(".qedu-box, .qedu-exercises"):
        for string in box.find_all(string=True):
            text = re.sub(r"\s+", " ", string).strip()
            if left in text or right in text:
                seen += 1
            elif re.search(r"[^\W\d_]", text):
                assert text in authored, f"{text!r} does not come from the catalogue of texts"
        for node in box.find_all(True):
            for name in ("aria-label", "title", "alt", "placeholder"):
                assert left in node.get(name, left)
    assert seen > 60


def author_texts(folder):
    from qedu.content import chapters

    texts = [(folder / "chapters/mini.md").read_text(encoding="utf-8"),
             *(path.read_text(encoding="utf-8") for path in sorted((folder / "exercises/mini").rglob("*.*")) if path.suffix != ".ipynb"),
             *chapters.titles().values()]
    texts += [f"{key} {title}" for key, title in chapters.titles().items()]
    flat = re.sub(r"\s+", " ", " ".join(texts))
    # The plain theme writes maths between \( and \).
    return re.sub(r"\$([^$]*)\$", r"\\(\1\\)", flat) + r" \[\cos^2 60° = 0.25\]"
