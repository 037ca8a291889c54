"""The script of the chapter parts, with the keyboard alone, from file://."""

import json
import re

import pytest

from qedu.content import strings

NARROW = {"width": 360, "height": 740}


def press(tab, *keys):
    for key in keys:
        tab.keyboard.press(key)


def walk(tab, wanted, limit=400):
    """Press Tab until the element for the selector has the focus."""
    for _ in range(limit):
        press(tab, "Tab")
        if tab.evaluate("selector => document.activeElement.matches(selector)", wanted):
            return
    raise AssertionError(f"{wanted} cannot be reached with the Tab key")


def answer(tab, quiz, *choices, reach=lambda tab, wanted: tab.locator(wanted).first.focus()):
    """Choose the option of that number in each tier, wherever it stands, and press the button, with the keyboard."""
    reach(tab, f'input[name="quiz-{quiz}-options"]')
    for tier, choice in zip(("options", "reasons"), choices):
        if tier == "reasons":
            press(tab, "Tab")
        standing = tab.eval_on_selector_all(f'input[name="quiz-{quiz}-{tier}"]', "all => all.map(one => +one.value)")
        press(tab, "Space", *["ArrowDown"] * standing.index(choice))
    press(tab, "Tab", "Enter")


def status(tab, selector):
    return re.sub(r"\s+", " ", tab.locator(f"{selector} .qedu-status").inner_text()).strip()


def test_questions_with_the_keyboard(book, opened):
    tab = opened(book)
    answer(tab, "pre-1", 1, 1, reach=walk)
    assert status(tab, "#quiz-pre-1") == strings.text("quiz.kept")
    assert tab.locator("#quiz-end-1 .qedu-answers").is_hidden(), "no answer before a choice"

    answer(tab, "end-1", 0, 1, reach=walk)
    said = status(tab, "#quiz-end-1")
    assert said.startswith("Right answer, but not for this reason ✓ Right: It passes half of the time.")
    assert "✗ Not right: The photon was upright" in said and "This fits a misconception: “" in said and "M03" not in said
    assert said.endswith("Before you read, you chose: Half of it passes.")
    assert tab.locator("#quiz-end-1 .qedu-status a").first.get_attribute("href") == "#misconception-m03"

    answer(tab, "end-2", 0, 1)
    answer(tab, "end-3", 0)
    assert status(tab, "#quiz-end-3") == "✓ Right: Light It carries none."
    tally = tab.locator(".qedu-tally")
    assert "1 of 3 right" in tally.inner_text()
    assert [re.sub("“.*” ", "", line) for line in tally.locator("li").all_inner_texts()] == [
        "1 of your answers fits a misconception: read the box again · try it in the simulation",
        "1 of your answers fits a misconception: read the box again"]


def test_a_changed_choice_clears_the_verdict(book, opened):
    tab = opened(book)
    answer(tab, "end-3", 1)
    assert "Not right" in status(tab, "#quiz-end-3")
    tab.locator('#quiz-end-3 input[value="0"]').check()
    assert status(tab, "#quiz-end-3") == ""
    assert tab.locator("#quiz-end-3 .qedu-answers").is_hidden()


def test_check_without_a_choice_asks_for_one(book, opened):
    tab = opened(book)
    tab.locator("#quiz-end-3 button").press("Enter")
    assert status(tab, "#quiz-end-3") == "Choose an answer first."
    tab.locator("#quiz-end-1 label").first.click()
    tab.locator("#quiz-end-1 button").click()
    assert status(tab, "#quiz-end-1") == "Choose an answer and a reason first."
    assert tab.url.endswith("mini.html"), "the form must not be sent"


def test_right_and_wrong_differ_in_word_and_sign_and_not_in_colour(book, opened):
    """Colour is for what can be done, and for data."""
    tab = opened(book)
    colours = []
    for choice, word in ((0, "✓ Right:"), (1, "✗ Not right:")):
        tab.locator(f'#quiz-end-3 label[for$="-options-{choice}"]').click()
        tab.locator("#quiz-end-3 button").click()
        verdict = tab.locator("#quiz-end-3 .qedu-status .qedu-verdict strong")
        assert verdict.inner_text().strip() == word
        colours.append(verdict.evaluate("node => getComputedStyle(node).color"))
    assert colours[0] == colours[1]


def test_answers_are_told_to_a_screen_reader(book, opened):
    tab = opened(book)
    for region in tab.locator(".qedu-quiz .qedu-status, .qedu-prediction .qedu-status").all():
        assert region.get_attribute("role") == "status"
    tab.locator('#quiz-end-3 label[for$="-options-0"]').click()
    assert "Right" not in tab.locator("#quiz-end-3 .qedu-status").aria_snapshot()
    tab.locator("#quiz-end-3 button").click()
    assert "Right" in tab.locator("#quiz-end-3 .qedu-status").aria_snapshot()


def test_prediction_with_the_keyboard(book, opened):
    tab = opened(book)
    box = tab.locator("#prediction-polariser-bench")
    tab.locator("#prediction-polariser-bench button").first.focus()
    press(tab, "Tab", "Enter")
    assert [node.get_attribute("aria-pressed") for node in box.locator("button").all()] == ["false", "true"]
    said = status(tab, "#prediction-polariser-bench")
    assert said.startswith("You predicted: Some light,")
    assert said.endswith("What the simulation shows A quarter of the light behind the first filter passes.")
    assert box.locator(".qedu-outcome").is_hidden(), "the outcome is told once"


def test_prediction_can_be_skipped(book, opened):
    tab = opened(book)
    tab.locator("#prediction-polariser-bench summary").focus()
    press(tab, "Enter")
    assert tab.locator("#prediction-polariser-bench .qedu-outcome .qedu-inside").is_visible()


def test_cards_repeat_in_the_same_sitting(book, opened):
    tab = opened(book)

    def fronts():
        return tab.locator(".qedu-cards .qedu-front").all_inner_texts()

    first = fronts()
    tab.locator(".qedu-cards summary").first.focus()
    press(tab, "Enter", "Tab", "Tab", "Enter")                     # open, past "Knew it", "Again"
    assert fronts() == [*first[1:], first[0]], "the card comes again at the end"
    assert tab.evaluate("document.activeElement.innerText").strip() == first[1]
    for left in (5, 4, 3, 2, 1):
        press(tab, "Enter", "Tab", "Enter")                        # open, "Knew it"
        assert status(tab, ".qedu-cards").startswith(strings.plural("cards.left", left))
    assert tab.evaluate("document.activeElement.innerText").strip() == first[0]
    press(tab, "Enter", "Tab", "Enter")
    assert status(tab, ".qedu-cards").startswith(strings.text("cards.done"))
    assert tab.locator(".qedu-cards .qedu-mark:visible").count() == 6
    press(tab, "Enter")                                            # the focus is on "Start again"
    assert status(tab, ".qedu-cards") == "6 cards left."


def test_answers_are_kept_only_if_asked_for(book, browser, opened):
    context = browser.new_context(offline=True)
    tab = context.new_page()
    tab.goto(book.path("chapters/mini").as_uri())
    answer(tab, "end-3", 1)
    assert tab.evaluate("localStorage.length") == 0
    tab.locator(".qedu-progress summary").press("Enter")
    tab.locator(".qedu-progress input[type=checkbox]").press("Space")
    tab.reload()
    assert status(tab, "#quiz-end-3") == "✗ Not right: Electrons They carry one."
    assert "0 of 3 right" in tab.locator(".qedu-tally").inner_text()
    tab.locator(".qedu-progress summary").press("Enter")
    tab.get_by_role("button", name=strings.text("progress.forget")).press("Enter")
    assert tab.evaluate("localStorage.length") == 0 and status(tab, "#quiz-end-3") == ""
    context.close()


def keeping(book, browser, number=2):
    """Pages of one context that keep their answers: the box is ticked on the first, the others learn of it."""
    context = browser.new_context(offline=True)
    tabs = [context.new_page() for _ in range(number)]
    for tab in tabs:
        tab.goto(book.path("chapters/mini").as_uri())
    tabs[0].locator(".qedu-progress summary").press("Enter")
    tabs[0].locator(".qedu-progress input[type=checkbox]").check()
    for tab in tabs:
        tab.wait_for_function("document.querySelector('.qedu-progress input[type=checkbox]').checked")
    return context, tabs


def kept(tab):
    return tab.evaluate("JSON.parse(localStorage.getItem('qedu-progress'))")


def test_two_pages_keep_the_answers_of_both(book, browser):
    context, (one, two) = keeping(book, browser)
    answer(one, "end-3", 1)
    two.locator('#quiz-end-1 label[for$="-options-1"]').click()      # chosen, and not checked yet
    answer(two, "pre-1", 0, 0)
    two.locator("#prediction-polariser-bench button").first.click()
    one.locator(".qedu-cards summary").first.click()
    one.locator(".qedu-cards button").first.click()                 # "Knew it"
    data = kept(one)
    assert set(data["quizzes"]) == {"end-3", "pre-1"} and len(data["cards"]) == len(data["predictions"]) == 1
    for tab in (one, two):                                          # each shows what the other has noted
        tab.wait_for_function("document.querySelector('#quiz-end-3 .qedu-status').textContent.includes('Electrons')")
        tab.wait_for_function("document.querySelector('.qedu-prediction [aria-pressed=true]')")
        tab.wait_for_function("document.querySelectorAll('.qedu-known').length === 1")
    assert two.locator('#quiz-end-1 input[value="1"]').first.is_checked(), "a choice under way stays"
    one.locator(".qedu-cards button:visible").last.click()          # "Start again" there is forgotten here
    two.wait_for_function("document.querySelectorAll('.qedu-known').length === 0")
    assert kept(two)["cards"] == {} and set(kept(two)["quizzes"]) == {"end-3", "pre-1"}
    # What one page is asked to forget, the other does not write back.
    one.get_by_role("button", name=strings.text("progress.forget")).click()
    two.wait_for_function("!document.querySelector('.qedu-progress input[type=checkbox]').checked")
    answer(two, "end-2", 0, 0)
    assert one.evaluate("localStorage.length") == 0
    # Answers of before are kept with those of the page that asks for it.
    two.locator(".qedu-progress summary").press("Enter")
    two.locator(".qedu-progress input[type=checkbox]").check()
    assert set(kept(one)["quizzes"]) >= {"end-2", "pre-1"}
    context.close()


@pytest.mark.parametrize("stored", ["{", "null", "5", "[]", '{"format": "qedu-progress", "version": 1}',
                                    '{"format": "qedu-progress", "version": 1, "quizzes": {"end-3": 7, "end-1": null, "pre-1": {}}, '
                                    '"predictions": {"prediction-polariser-bench": []}, "cards": {"x": {}}, "visits": "often"}'])
def test_nonsense_in_the_storage_harms_nothing(book, opened, stored):
    tab = opened(book)
    tab.evaluate("text => { localStorage.setItem('qedu-progress', text); sessionStorage.setItem('qedu-visits', text); }", stored)
    tab.reload()
    answer(tab, "end-3", 0)
    assert "Right" in status(tab, "#quiz-end-3")
    tab.locator(".qedu-progress summary").press("Enter")
    tab.locator(".qedu-progress input[type=checkbox]").check()
    assert kept(tab)["quizzes"]["end-3"] == ["Light"]
    tab.evaluate("localStorage.clear()")


@pytest.mark.parametrize("visits", ["0.5", "-7.5", '"1.5"'])
def test_a_count_of_visits_that_is_none_harms_nothing(book, opened, visits):
    """Places of options are counted with it: half a visit would leave an option nowhere."""
    tab = opened(book)
    tab.evaluate("""visits => {
        const { page } = JSON.parse(document.getElementById('qedu-book').textContent), seen = `{"${page}": ${visits}}`;
        sessionStorage.setItem('qedu-visits', seen);
        localStorage.setItem('qedu-progress', `{"format": "qedu-progress", "version": 1, "quizzes": {}, "predictions": {}, "cards": {}, "visits": ${seen}}`);
    }""", visits)
    tab.reload()
    answer(tab, "end-3", 0)
    assert "Right" in status(tab, "#quiz-end-3")
    assert all(count % 1 == 0 and count >= 1 for count in kept(tab)["visits"].values())
    tab.evaluate("localStorage.clear()")


def test_back_in_the_history_no_other_option_is_chosen(book, opened):
    """A browser fills in a form again by the place of its fields; here they have another place every time."""
    tab = opened(book)
    for quiz in ("pre-1", "end-1", "end-2", "end-3"):
        tab.locator(f'#quiz-{quiz} input[name$="-options"]').first.check()
    chosen = "all => all.filter(one => one.checked).map(one => `${one.name} ${one.value}`)"
    before = tab.locator(".qedu-quiz input").evaluate_all(chosen)
    tab.goto("about:blank")
    tab.go_back()
    assert len(before) == 4 and set(tab.locator(".qedu-quiz input").evaluate_all(chosen)) <= set(before)


def test_a_full_storage_is_told_and_harms_nothing(book, opened):
    tab = opened(book)
    tab.locator(".qedu-progress summary").press("Enter")
    tab.locator(".qedu-progress input[type=checkbox]").check()
    tab.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }")
    answer(tab, "end-3", 0)
    assert "Right" in status(tab, "#quiz-end-3")
    assert not tab.locator(".qedu-progress input[type=checkbox]").is_checked()
    assert strings.text("progress.unavailable") in tab.locator(".qedu-progress").inner_text()


def test_options_change_their_places(book, opened):
    """Every visit and every repetition has another order; eyes and keys meet the same one, and the answer stays the answer."""
    tab = opened(book)

    def orders(page):
        return {quiz: [field.get_attribute("value") for field in page.locator(f'#quiz-{quiz} input[name$="-options"]').all()]
                for quiz in ("pre-1", "pre-2", "end-1", "end-2", "end-3")}

    first = orders(tab)
    assert first["pre-1"] != first["end-1"] and first["pre-2"] != first["end-2"], "the repeated questions"
    seen = tab.locator('#quiz-pre-1 input[name$="-options"]').evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
    assert seen == sorted(seen)
    tab.locator('#quiz-pre-1 input[name$="-options"]').first.focus()
    walked = []
    for key in ("Space", "ArrowDown", "ArrowDown"):
        tab.keyboard.press(key)
        walked.append(tab.evaluate("document.activeElement.value"))
    assert walked == first["pre-1"]
    words = tab.locator("#quiz-pre-2 .qedu-choice label").evaluate_all("all => all.map(one => one.innerText)")
    assert [number for number, label in enumerate(words, 1) if f"Option {number}:" in label] == [
        number for number, label in enumerate(words, 1) if "Option" in label] != [], "numbers go by the place"
    answer(tab, "end-3", 1)
    tab.locator(".qedu-progress summary").press("Enter")
    tab.locator(".qedu-progress input[type=checkbox]").check()
    tab.reload()
    again = orders(tab)
    for quiz, places in again.items():
        assert sorted(places) == sorted(first[quiz]) and all(a != b for a, b in zip(places, first[quiz])), quiz
    assert status(tab, "#quiz-end-3") == "✗ Not right: Electrons They carry one."
    assert tab.locator('#quiz-end-3 input[value="1"]').is_checked()
    tab.evaluate("localStorage.clear()")
    tab = opened(book, java_script_enabled=False)
    assert orders(tab)["pre-1"] == ["0", "1", "2"]


def test_progress_goes_to_a_file_and_comes_back(book, opened, tmp_path):
    tab = opened(book)
    answer(tab, "end-3", 1)
    tab.locator(".qedu-progress summary").press("Enter")
    with tab.expect_download() as download:
        tab.get_by_role("button", name=strings.text("progress.save")).press("Enter")
    saved = tmp_path / "progress.json"
    download.value.save_as(saved)
    assert json.loads(saved.read_text())["quizzes"] == {"end-3": ["Electrons"]}

    other = opened(book)
    other.locator(".qedu-progress summary").press("Enter")
    other.locator(".qedu-progress input[type=file]").set_input_files(saved)
    other.get_by_text(strings.text("progress.loaded")).wait_for()
    assert status(other, "#quiz-end-3") == "✗ Not right: Electrons They carry one."
    saved.write_text('{"format": "something else"}')
    other.locator(".qedu-progress input[type=file]").set_input_files(saved)
    other.get_by_text(strings.text("progress.bad_file")).wait_for()
    assert "Electrons" in status(other, "#quiz-end-3"), "a bad file changes nothing"


def test_a_browser_without_storage(book, opened):
    tab = opened(book)
    tab.context.add_init_script("Object.defineProperty(window, 'localStorage', "
                                "{get() { throw new DOMException('storage denied', 'SecurityError'); }})")
    tab.reload()
    answer(tab, "end-3", 0)
    assert "Right" in status(tab, "#quiz-end-3")
    tab.locator(".qedu-progress summary").press("Enter")
    tab.locator(".qedu-progress input[type=checkbox]").press("Space")
    assert strings.text("progress.unavailable") in tab.locator(".qedu-progress").inner_text()


def test_without_javascript_everything_can_be_read(book, opened):
    tab = opened(book, java_script_enabled=False)
    assert tab.locator(".qedu-box button:visible").count() == 0
    assert tab.locator(".qedu-progress, .qedu-tally").count() == 0
    for box in ("#quiz-pre-1", "#quiz-end-1", "#prediction-polariser-bench", ".qedu-observe", ".qedu-completion",
                ".qedu-cards", ".qedu-exercises"):
        details = tab.locator(f"{box} .qedu-details").first
        details.locator("summary").press("Enter")
        assert details.locator(".qedu-inside").is_visible()
    assert tab.locator(".qedu-answers[hidden], .qedu-outcome[hidden]").count() == 0
    assert tab.get_by_text("A quarter of the light behind the first filter passes.").is_visible()


@pytest.mark.parametrize("way", ["events", "medium"])
def test_printing_puts_what_is_behind_a_click_at_the_end(book, opened, way):
    tab = opened(book)
    behind = tab.locator(".qedu-details:not(.qedu-answers, .qedu-before)")
    hints = tab.locator(".qedu-hint").count()
    tab.emulate_media(media="print")
    if way == "events":
        tab.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    shown = "document.querySelectorAll('.qedu-key').length"
    tab.wait_for_function(f"{shown} === 1")
    assert behind.count() > 8 and hints == 6
    assert not [one for one in tab.locator(".qedu-details:not(.qedu-key *) > .qedu-inside").all() if one.is_visible()], "no answer beside its question"
    assert tab.locator(".qedu-card > summary").first.is_visible(), "the fronts of the cards stay"
    key = tab.locator(".qedu-key")
    words = re.sub(r"\s+", " ", key.inner_text())
    assert "Question 1 of 3" in words and "Question 3 of 3" in words and "Before you read" not in words
    assert "One half is" in words and key.locator(".qedu-right").count() == tab.locator("[data-stage=end] fieldset").count(), "reasons too"
    for part in ("A quarter of the light behind the first filter passes.", "At 45°.", "Its square is", "The amplitude.", "Think of the component",
                 "return SHOWN"):                       # a prediction, an observation, a missing step, a card, a hint, a solution
        assert part in words, part
    assert words.count("Hint ") == hints and "Show the missing step" not in words and "Knew it" not in words and not key.locator("button").count()
    assert key.locator("[id]").count() == 0
    assert tab.evaluate("""() => [...document.querySelectorAll('.qedu-quiz, .qedu-prediction, .qedu-cards')].every(box =>
        box.compareDocumentPosition(document.querySelector('.qedu-key')) & Node.DOCUMENT_POSITION_FOLLOWING)""")
    assert all(option.is_visible() for option in tab.locator(".qedu-prediction .qedu-options > li > *").all())
    tab.emulate_media(media="screen")
    tab.evaluate("window.dispatchEvent(new Event('afterprint'))")
    tab.wait_for_function(f"{shown} === 0")
    assert tab.locator(".qedu-hint > summary").first.is_visible()


def test_on_paper_an_index_page_has_its_levels_in_their_place_and_no_empty_answers(folder_book, opened):
    tab = opened(folder_book, "chapters/filters/index")
    tab.emulate_media(media="print")
    tab.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    levels = tab.locator(".qedu-objectives details")
    tab.wait_for_function("document.querySelector('.qedu-objectives details').open")
    assert levels.locator("dd").first.is_visible() and not levels.locator("summary").is_visible()
    assert tab.locator(".qedu-key").count() == 0
    tab.emulate_media(media="screen")
    tab.evaluate("window.dispatchEvent(new Event('afterprint'))")
    tab.wait_for_function("!document.querySelector('.qedu-objectives details').open")


CONTRAST = """() => {
  const linear = c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const light = c => 0.2126 * linear(c[0] / 255) + 0.7152 * linear(c[1] / 255) + 0.0722 * linear(c[2] / 255);
  const bad = [];
  for (const node of document.querySelectorAll('.qedu-box *, .qedu-exercises *, .qedu-progress *')) {
    const own = [...node.childNodes].some(child => child.nodeType === 3 && child.textContent.trim());
    if (!own || !node.getClientRects().length) continue;
    let ground = node, fill = [0, 0, 0, 0];
    while (ground && fill[3] === 0) {
      fill = rgb(getComputedStyle(ground).backgroundColor);
      if (fill.length === 3) fill.push(1);
      ground = ground.parentElement;
    }
    if (fill[3] === 0) fill = [255, 255, 255];
    const [a, b] = [light(rgb(getComputedStyle(node).color)), light(fill)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) bad.push([node.className, node.textContent.trim().slice(0, 30), ratio.toFixed(2)]);
  }
  return bad;
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast_and_narrow_screens(book, opened, theme):
    from pathlib import Path

    import qedu.book

    tab = opened(book, viewport=NARROW)
    site = Path(qedu.book.__file__).parent / "site/static/site.css"
    # Without the fonts, which are named from where the style sheet is.
    tab.add_style_tag(content=re.sub(r"@font-face \{[^}]*\}", "", site.read_text(encoding="utf-8")))
    tab.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
    answer(tab, "pre-1", 1, 1)
    answer(tab, "end-1", 0, 1)
    tab.evaluate("document.querySelectorAll('.qedu-details').forEach(node => { node.open = true; })")
    assert tab.evaluate(CONTRAST) == []
    wide = tab.evaluate("""() => [...document.querySelectorAll('.qedu-box, .qedu-exercises, .qedu-progress')]
        .filter(node => node.getBoundingClientRect().right > innerWidth || node.scrollWidth > node.clientWidth + 1)
        .map(node => node.className)""")
    assert wide == []
    assert tab.evaluate("""() => Math.min(...[...document.querySelectorAll('.qedu-button')]
        .map(node => node.offsetHeight || 99))""") >= 24


def test_the_focus_can_be_seen(book, opened):
    tab = opened(book)
    for wanted in (".qedu-quiz input", ".qedu-quiz button", ".qedu-quiz summary"):
        walk(tab, wanted)
        outline = tab.evaluate("getComputedStyle(document.activeElement).outline")
        assert "solid 3px" in outline or "3px solid" in outline or "rgb" in outline and " 3px" in outline, outline


def test_every_word_that_the_script_writes_comes_from_the_catalogue(pseudo_book, opened, mini):
    from .test_html import author_texts

    left, right = strings.PSEUDO_MARKS
    tab = opened(pseudo_book)
    answer(tab, "pre-1", 1, 1)
    answer(tab, "end-1", 0, 1)
    answer(tab, "end-2", 1, 1)
    tab.locator("#quiz-end-3 button").click()
    tab.locator(".qedu-cards summary").first.click()
    tab.locator(".qedu-cards button").first.click()
    tab.locator(".qedu-progress summary").click()
    tab.locator(".qedu-progress button").nth(2).click()
    answer(tab, "end-1", 0, 1)
    tab.locator(".qedu-prediction button").first.click()
    texts = tab.evaluate("""() => {
        const found = [];
        for (const root of document.querySelectorAll('.qedu-box, .qedu-progress')) {
          const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) found.push(walker.currentNode.data);
        }
        return found; }""")
    authored = author_texts(mini)
    for text in (re.sub(r"\s+", " ", text).strip() for text in texts):
        if re.search(r"[^\W\d_]", text) and left not in text and right not in text:
            assert text in authored, f"{text!r} does not come from the catalogue of texts"
    shown = " ".join(texts)
    for key in ("tally.title", "quiz.half", "prediction.yours", "cards.knew", "progress.forget"):
        assert strings.text(key, choice="").split("{")[0].strip() in shown


def test_every_key_of_the_script_is_in_the_catalogue():
    from qedu.book.extension import script_keys

    texts = strings.catalogue("en")
    assert [key for key in script_keys() if key not in texts] == []
    assert len(script_keys()) > 20


def test_the_script_is_small_plain_and_classic():
    import gzip
    from pathlib import Path

    import qedu.book

    script = (Path(qedu.book.__file__).parent / "static/book.js").read_bytes()
    assert len(gzip.compress(script)) < 8_000
    for word in (b"eval(", b"new Function", b"innerHTML", b"import ", b"export ", b"fetch(", b"http"):
        assert word not in script
