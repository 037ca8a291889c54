"""Chapter C16: Mosca's timeline, the adviser, positions."""

import random
import re

import numpy as np
import pytest

from qedu import policy, widgets
from qedu.policy import FORECASTS, SURVEYS

from .conftest import SETTLE, line, on_paper
from .test_hosts import LOOK, true_to_python
from .test_made import same_on_the_page
from .test_numbers import any_state

MOSCA, ADVISER, EXPLORER = (widgets.load(name) for name in ("mosca-timeline", "adviser", "position-explorer"))
STATE = "() => JSON.parse(document.querySelector('qedu-widget').dataset.state)"


# ------------------------------------------------------------- Mosca's timeline

def found(edition, reading):
    """Years and probabilities of a source, read off its rows by hand."""
    if edition == "model":
        row = FORECASTS["sevilla-riedel-2020"]
        return [0, row.by_year - 2020], [0, row.at_most]
    points = [(years, {"low": low, "high": high, "middle": None if None in (low, high) else (low + high) / 2}[reading])
              for years, low, high in SURVEYS[edition].points]
    known = [(years, p) for years, p in points if p is not None]
    return [0, *(years for years, _ in known)], [0, *(p for _, p in known)]


def before(edition, reading, years):
    return np.interp(years, *found(edition, reading))


def test_the_last_data_are_read_with_the_share_of_the_survey():
    """x + y = 15 years: the figure that the landing page of the survey of 2025 prints."""
    assert MOSCA.numbers()["p"] == pytest.approx(0.51) and MOSCA.numbers({"reading": "high"})["p"] == pytest.approx(0.70)
    assert MOSCA.numbers()["forged"] == pytest.approx(0.05)


def test_an_overrun_is_the_average_over_its_lengths():
    chance = random.Random(16)
    for state in [{"over": 8}, {"over": 1, "edition": "2022", "reading": "high"}, *(any_state(MOSCA, chance) for _ in range(60))]:
        numbers, one = MOSCA.numbers(state), MOSCA.state(state)
        middles = (np.arange(4000) + 0.5) / 4000 * one["over"]
        for source in ("z", "2022", "2023", "2024", "2025", "model"):
            edition = one["edition"] if source == "z" else source
            wanted = np.mean(before(edition, one["reading"], one["life"] + one["move"] + middles))
            assert numbers[f"{source}.p"] == pytest.approx(wanted, abs=1e-6), (source, state)
        assert numbers["p"] == numbers["z.p"]
        for t in (-10, -1, 0, one["move"], 9, 19):
            kept = np.mean(one["move"] + middles > t)
            assert numbers[f"read.of@{t}"] == pytest.approx(kept * before(one["edition"], one["reading"], t + one["life"]), abs=3e-4)
        assert same_on_the_page(MOSCA, state)["p"] == numbers["p"]


def test_what_is_said_depends_on_how_far_the_source_looks():
    assert "at 27 % at least, for they were not asked beyond 10 years." in line(MOSCA, {"edition": "2022", "reading": "high"})
    assert "survey of 2025, taken at the low end of what they ticked, put a machine before that at 51 %." in line(MOSCA, {})
    assert "has less than 4 % confidence" in line(MOSCA, {"edition": "model"}) and "Experts" not in line(MOSCA, {"edition": "model"})
    beyond = {"edition": "model", "life": 20, "move": 5}
    assert "says nothing beyond 19 years" in line(MOSCA, beyond) and "%" not in line(MOSCA, beyond)
    assert not on_paper(MOSCA, beyond).select('[data-key="p"]') and on_paper(MOSCA, {}).select('svg [data-key="p"]')
    assert "until year 15 to 23" in line(MOSCA, {"over": 8})
    # Of an upper bound nothing follows for later years, so no bar is drawn; of a survey a lower bound does.
    drawn = {mark["data-key"] for mark in on_paper(MOSCA, beyond).select('svg [data-key^="read.of@"]')}
    assert drawn == {f"read.of@{t}" for t in range(-10, 0)}
    light = on_paper(MOSCA, {"edition": "2022", "reading": "high"}).select("svg rect.q-entry.q2")
    assert {one["data-key"] for one in light} == {f"read.of@{t}" for t in range(1, 20)}


def test_editions_stand_apart_and_say_where_they_end():
    bars = [text.text for text in on_paper(MOSCA, {"life": 6, "move": 4}).select("svg text")]
    assert any("survey of 2022, 40 experts" == words for words in bars) and not any("at least" in words for words in bars)
    late = on_paper(MOSCA, {"life": 20, "move": 5})
    assert "survey of 2022, 40 experts: at least" in late.text and "survey of 2025, 26 experts" in late.text
    assert "The model of 2020 ends after 19 years and says nothing of these data." in late.text and not late.select('svg [data-key="model.p"]')


def test_both_times_are_dragged_in_the_picture(site, open_page):
    page = open_page(site("mosca-timeline"))
    page.wait_for_selector("qedu-widget.qedu-alive")
    for key, far in (("life", 80), ("move", 25)):
        start, grip = page.evaluate(STATE)[key], page.locator(f"[data-grip={key}]")
        box = grip.bounding_box()
        page.mouse.move(box["x"], box["y"])
        page.mouse.down()
        page.mouse.move(box["x"] + far, box["y"] + 30, steps=4)
        page.mouse.up()
        page.evaluate(SETTLE)
        assert page.evaluate(STATE)[key] > start + 1
    true_to_python("mosca-timeline", page.query_selector("qedu-widget").evaluate(LOOK))


# ------------------------------------------------------------- the adviser

def answers(state):
    return {key: None if state[key] == "open" else state[key] for key in policy.QUESTIONS}


def shelved(page):
    """Ways by the shelf that they are drawn on: the last heading above each."""
    texts = [(float(one["y"]), one.text) for one in page.select("svg text")]
    heads = [(y, words) for y, words in texts if words in policy.VERDICTS]
    out = {}
    for mark in page.select('svg g[data-key^="verdict."]'):
        top = float(mark.rect["y"])
        out[mark["data-key"].removeprefix("verdict.")] = max(one for one in heads if one[0] <= top + 19)[1]
    return out


def test_every_way_stands_on_the_shelf_of_its_group_with_the_rules_that_fired():
    chance, groups = random.Random(17), set()
    for state in [{}, {"regulator": "de"}, *(task.state for task in ADVISER.tasks), *(any_state(ADVISER, chance) for _ in range(25))]:
        one, page = ADVISER.state(state), on_paper(ADVISER, state)
        advice = policy.advise(**answers(one))
        assert shelved(page) == {found.option: found.verdict for found in advice.options}, state
        groups |= {found.verdict for found in advice.options}
        for found in advice.options:
            drawn = page.select_one(f'svg g[data-key="verdict.{found.option}"]').parent
            signs = [mark["data-key"] for mark in drawn.select('[data-key^="fires."]')]
            assert sorted(signs) == sorted(f"fires.{rule.id}" for rule in found.fired), (state, found.option)
        mine = next(found for found in advice.options if found.option == one["way"])
        told = page.select_one(".qedu-log").text
        for rule in mine.fired:
            assert rule.because in told and all(policy.source(name).source in told for name in rule.sources)
        assert len(page.select(".qedu-log li")) == len(mine.fired)
        assert f": {mine.verdict}, for {policy.VERDICTS[mine.verdict]}." in line(ADVISER, state)
        assert same_on_the_page(ADVISER, state)["answered"] == 9 - len(advice.unanswered)
    assert groups == set(policy.VERDICTS)


def test_no_score_is_shown():
    for state in ({}, *(task.state for task in ADVISER.tasks)):
        page = on_paper(ADVISER, state)
        drawn = [text.text for text in page.select("svg text")]
        told = [words for words in drawn if re.search(r"\d", words)]
        assert told == [str(number) for number in range(1, 10)], "the numbers of the questions alone"


def test_questions_and_answers_are_those_of_the_library():
    asked = [control for control in ADVISER.controls if control.key in policy.QUESTIONS]
    assert [control.key for control in asked] == list(policy.QUESTIONS) and set(dict(ADVISER.controls[-1].options)) == set(policy.OPTIONS)
    for control in asked:
        told, whole = {key: words for key, words in control.options.items() if key != "open"}, policy.QUESTIONS[control.key]
        assert set(told) == set(whole)
        # In a list long answers are told briefly, all else in the library's words.
        brief = {key for key in whole if told[key] != whole[key]}
        assert not brief or control.key == "regulator" and all(len(told[key]) < len(whole[key]) for key in brief)


@pytest.mark.parametrize("size", [(1280, 720), (360, 640)], ids=str)
def test_all_nine_questions_fit_the_stage_one_at_a_time(size, site, browser):
    context = browser.new_context(viewport=dict(zip(("width", "height"), size)), offline=True)
    page = context.new_page()
    page.goto(site("adviser"))
    page.wait_for_selector("qedu-widget.qedu-alive")
    seen = """() => [...document.querySelectorAll('.qedu-main [data-control]')].filter(e => e.getClientRects().length).map(e => e.dataset.control)"""
    for number, key in enumerate(policy.QUESTIONS, 1):
        page.locator(f'.qedu-scene g[data-set="{{\\"q\\":{number}}}"]').click()
        page.evaluate(SETTLE)
        assert set(page.evaluate(seen)) == {"q", key}, "one question at a time"
        box, stage = page.evaluate("""() => [Math.max(...[...document.querySelectorAll('.qedu-main')].filter(e => e.getClientRects().length).map(e => e.getBoundingClientRect().bottom)),
            document.querySelector('.qedu-stage').getBoundingClientRect()].map((one, i) => i ? [one.top, one.height] : one)""")
        assert box - stage[0] <= size[1] - 48 and (size[0] < 700 or stage[1] <= size[1] - 48), key
    context.close()


def test_the_adviser_is_answered_by_keyboard(site, open_page):
    page = open_page(site("adviser"))
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    page.locator("[data-control=q]").press("Home")
    page.evaluate(SETTLE)
    page.locator("[data-control=distance]:checked").focus()
    page.keyboard.press("ArrowDown")
    page.evaluate(SETTLE)
    assert page.evaluate(STATE)["distance"] == "country" and page.evaluate(STATE)["q"] == 1
    page.locator('.qedu-scene g[data-set*="way"]').filter(has_text="wait").click()
    page.evaluate(SETTLE)
    assert page.evaluate(STATE)["way"] == "wait"
    assert page.locator(".qedu-live .qedu-log li").count() == len(policy.advise(**answers(page.evaluate(STATE))).options[-1].fired) == 3
    true_to_python("adviser", widget.evaluate(LOOK))


def test_one_question_of_a_choice_is_seen_at_a_time():
    asked = {control.key: control.when for control in ADVISER.controls if getattr(control, "when", None)}
    assert asked == {key: {"q": number} for number, key in enumerate(policy.QUESTIONS, 1)}
    sent = {control["key"]: control for control in ADVISER.spec()["controls"]}
    assert sent["fibre"]["when"] == {"q": 2} and "when" not in sent["way"]


# ------------------------------------------------------------- who says what

def fitting(state):
    """The library's own filter."""
    subject, scope = (None if state[key] == "any" else state[key] for key in ("subject", "scope"))
    return policy.positions(subject=subject, scope=scope, year=(2000, int(state["year"])))


def plain(words):
    return words.replace("\u00a0", " ")


def test_what_fits_is_what_the_library_finds_and_stands_at_its_date():
    chance = random.Random(18)
    for state in [{}, *(task.state for task in EXPLORER.tasks), *(any_state(EXPLORER, chance) for _ in range(25))]:
        one, numbers = EXPLORER.state(state), EXPLORER.numbers(state)
        wanted, picked = {row.id for row in fitting(one)}, policy.POSITIONS[one["pick"]]
        assert numbers["found"] == len(wanted) and {key for key in policy.POSITIONS if numbers[f"fits.{key}"]} == wanted
        page = on_paper(EXPLORER, state)
        drawn = {mark["data-key"].removeprefix("date."): float(mark.rect["x"]) for mark in page.select('svg [data-key^="date."]')}
        named = {key for key in (picked.id, *picked.disagrees) if policy.POSITIONS[key].year <= one["year"]}
        assert set(drawn) == wanted | named, "what fits, and what the lines join"
        assert f"Of {len(policy.POSITIONS)} documents {len(wanted)} fit." in line(EXPLORER, state)
        if len(drawn) > 1:
            inorder = sorted(drawn, key=lambda key: numbers[f"date.{key}"])
            assert [drawn[key] for key in inorder] == sorted(drawn.values()), "later is farther right"
        assert same_on_the_page(EXPLORER, state)["found"] == len(wanted)


def test_a_date_stands_within_what_its_document_gives():
    numbers = EXPLORER.numbers()
    for key, row in policy.POSITIONS.items():
        year, month, day = (*map(int, row.date.split("-")), None, None)[:3]
        first = year + (0 if month is None else (month - 1) / 12 + (0 if day is None else (day - 1) / 372))
        last = year + (1 if month is None else month / 12 if day is None else (month - 1) / 12 + (day + 1) / 372)
        assert first <= numbers[f"date.{key}"] <= last, key


def test_a_document_is_told_with_body_date_scope_source_and_who_disagrees():
    for key, row in policy.POSITIONS.items():
        page = on_paper(EXPLORER, {"pick": key})
        told = plain(page.select_one(".qedu-log").text)
        for words in (row.body, row.scope, row.says, row.quote, row.place, row.not_said, row.source, policy.READ[row.read], policy.FORCE[row.force]):
            assert words in told, (key, words)
        assert ("In its own words:" in told) == bool(row.quote) and ("Say otherwise:" in told) == bool(row.disagrees)
        assert f"{row.body}, " in line(EXPLORER, {"pick": key}) and f"for: {row.scope}." in line(EXPLORER, {"pick": key})
        assert len(page.select("svg line.q-tap")) == len(row.disagrees), "a line to each that says otherwise"
        assert row.date[:4] in told


def test_bodies_are_never_called_by_a_wider_name():
    """The list names the body itself, with its date, and no two entries are the same."""
    options = EXPLORER.controls[0].options
    assert set(options) == set(policy.POSITIONS) and len(set(options.values())) == len(options)
    for key, words in options.items():
        row = policy.POSITIONS[key]
        name, said = words.partition(f" {row.date[:4]}, ")[::2]
        assert name and said.partition(" (")[0] == row.subject[0]
        assert name == row.short and name not in {one for other in policy.POSITIONS.values() for one in (other.country, other.region)}, \
            "an agency is not its country"
    assert options["eu4-qkd-2024"].startswith("four agencies 2024,"), "a paper of four is not that of one"


def test_documents_are_picked_in_the_picture_and_followed_to_who_disagrees(site, open_page):
    page = open_page(site("position-explorer"))
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    page.locator("""svg g[data-key="date.anssi-qkd"]""").click()
    page.evaluate(SETTLE)
    assert page.evaluate(STATE)["pick"] == "anssi-qkd" and page.locator("select[data-control=pick]").input_value() == "anssi-qkd"
    other = page.locator(".qedu-live .qedu-log button")
    assert other.count() == 1
    other.press("Enter")
    page.evaluate(SETTLE)
    assert page.evaluate(STATE)["pick"] == "ec-euroqci"
    assert page.locator(".qedu-live .qedu-log button").count() == len(policy.POSITIONS["ec-euroqci"].disagrees)
    true_to_python("position-explorer", widget.evaluate(LOOK))


def test_the_years_are_played(site, open_page):
    page = open_page(f"{site('position-explorer')}#position-explorer?subject=any&year=2018")
    page.wait_for_selector("qedu-widget.qedu-alive")
    first = page.locator(".qedu-live svg [data-key]").count()
    page.locator("[data-play=year]").press("Enter")
    page.wait_for_function("() => JSON.parse(document.querySelector('qedu-widget').dataset.state).year > 2020")
    page.locator("[data-play=year]").press("Enter")
    page.evaluate(SETTLE)
    assert page.locator(".qedu-live svg [data-key]").count() > first
