"""Chapter C18: the proficiency triangle, the advert mapper."""

import math
import random
import re
from pathlib import Path

import pytest
import yaml

from qedu import policy, widgets
from qedu.content import chapters
from qedu.policy import LEVELS, Proficiency
from qedu.widgets import adverts, skills
from qedu.widgets.paper import run

from .conftest import SETTLE, line, on_paper
from .test_hosts import LOOK, true_to_python
from .test_made import same_on_the_page
from .test_numbers import any_state

ROOT = Path(widgets.__file__).parents[2]
TRIANGLE, MAPPER = (widgets.load(name) for name in ("proficiency-triangle", "advert-mapper"))
STATE = "() => JSON.parse(document.querySelector('qedu-widget').dataset.state)"
STEPS, AREAS = ["none", "A1", "A2", "B1", "B2", "C1", "C2"], ["I", "II", "III"]
TASKS = skills.tasks()


def front_matters():
    """What each chapter of the book says of its levels, read here once more."""
    found = {}
    for path in ROOT.glob("chapters/*/*/index.md"):
        says = yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])["qedu"]
        found[says["id"]] = says["cfqt"]
    return found


# ------------------------------------------------------------- tasks, people and chapters

def test_each_level_of_each_area_has_tasks_and_the_book_is_no_substitute_for_the_highest():
    for area in AREAS:
        for level in STEPS[1:]:
            mine = [one for one in TASKS if (one.area, one.level) == (area, level)]
            assert 1 <= len(mine) <= 2, (area, level)
            for one in mine:
                assert bool(one.chapters) == (level[0] in "AB") and len(one.ask) < 80 and not one.ask.endswith((".", "?"))
    assert len({one.key for one in TASKS} | {one.ask for one in TASKS}) == 2 * len(TASKS)


def test_a_task_is_done_in_chapters_that_lead_at_least_as_high():
    says = front_matters()
    for one in TASKS:
        assert set(one.chapters) <= set(chapters.titles()), one.key
        for name in set(one.chapters) & set(says):
            assert STEPS.index(says[name][one.area]) >= STEPS.index(one.level), (one.key, name)
    # Of each that the book can help with some chapter is written.
    assert all(set(one.chapters) & set(says) for one in TASKS if one.chapters)


def test_the_book_leads_where_its_chapters_say():
    says, book = front_matters(), skills.book()
    assert {name: {area: level for area, level in levels.by_area.items() if level} for name, levels, _ in book.chapters} \
        == {name: {area: level for area, level in one.items() if area in AREAS} for name, one in says.items()}
    listed = TRIANGLE.views[1].plain()["chapters"]
    assert [title for title, _ in listed] == [title for name, title in chapters.titles().items() if name in says]


def test_people_and_jobs_differ_and_are_called_made_up():
    for some in (skills.goals(), skills.people()):
        assert len({repr(one.levels) for one in some.values()}) == len(some) >= 4
    for key in ("goal", "advert", "person"):
        control = next(one for widget in (TRIANGLE, MAPPER) for one in widget.controls if one.key == key)
        assert "made up" in control.label


# ------------------------------------------------------------- the triangle

def by_hand(state):
    """Level and loose tasks by area: up the ladder until something is missing."""
    out = {}
    for area in AREAS:
        mine, height = [one for one in TASKS if one.area == area], 0
        while height < 6 and all(state[one.key] == "yes" for one in mine if one.level == STEPS[height + 1]):
            height += 1
        out[area] = height, sum(state[one.key] == "yes" for one in mine if STEPS.index(one.level) > height)
    return out


def likely(chance):
    """A state in which low levels are mostly done, so that all levels occur."""
    bound = chance.uniform(0, 8)
    return any_state(TRIANGLE, chance) | {one.key: "yes" if chance.random() < 1.05 - (STEPS.index(one.level) / bound) ** 4 else "no" for one in TASKS}


def test_a_level_counts_once_all_tasks_up_to_it_are_done_and_the_gap_is_that_of_the_library():
    chance, seen = random.Random(181), set()
    for state in [{}, *(task.state for task in TRIANGLE.tasks), *(likely(chance) for _ in range(60)), *(any_state(TRIANGLE, chance) for _ in range(10))]:
        one, numbers = TRIANGLE.state(state), TRIANGLE.numbers(state)
        found = by_hand(one)
        for area, (height, loose) in found.items():
            assert (numbers[f"level.{area}"], numbers[f"loose.{area}"]) == (height, loose), (area, state)
            seen.add(height)
        names = {area: one[f"guess{area}"] for area in AREAS} if one["by"] == "guess" else {area: STEPS[height] for area, (height, _) in found.items()}
        me = Proficiency(*(None if name == "none" else name for name in names.values()))
        goal = skills.goals()[one["goal"]].levels
        gap, lead = me.gap(goal), policy.coverage(front_matters()).towards(goal, have=me)
        for area in AREAS:
            assert numbers[f"lack.{area}"] == len(gap.get(area, ())) and numbers[f"chapters.{area}"] == len(lead.get(area, ()))
        assert numbers["lack"] == sum(map(len, gap.values())), "a surplus pays for nothing"
        assert (numbers["lack"] == 0) == me.covers(goal)
        assert same_on_the_page(TRIANGLE, state)["lack"] == numbers["lack"]
    assert seen == set(range(7))


def test_what_is_said_of_the_first_state():
    told = line(TRIANGLE, {})
    assert told.startswith("By the tasks done: I B1, II A1, III none. 4 more do not count yet,")
    assert "By the tasks 4 rungs are missing for the goal." in told and "Task 21 can be done in “Attacks on devices and networks” or “Threat and policy”." in told
    assert "By your guess 2 rungs are missing for the goal." in line(TRIANGLE, {"by": "guess"})
    assert "For task 31 no chapter of this book is enough." in line(TRIANGLE, {"q": 31})
    assert "nothing is missing for the goal." in line(TRIANGLE, {one.key: "yes" for one in TASKS})


def test_chapters_are_listed_with_the_levels_that_they_claim_and_with_where_they_end():
    chance, says = random.Random(182), front_matters()
    for state in [{"goal": "product"}, *(likely(chance) for _ in range(12))]:
        numbers, page = TRIANGLE.numbers(state), on_paper(TRIANGLE, state)
        goal = skills.goals()[TRIANGLE.state(state)["goal"]].levels.by_area
        rows = page.select(".qedu-log li")
        short = [area for area in AREAS if numbers[f"lack.{area}"]]
        assert len(rows) == len(short)
        for area, row in zip(short, rows):
            told = row.text.replace("\u00a0", " ")
            for name, entry in says.items():
                higher = STEPS.index(entry.get(area, "none")) > numbers[f"have.{area}"]
                assert (f"{chapters.titles()[name]} ({entry.get(area)})" in told) == higher, (area, name)
            top = max([numbers[f"have.{area}"], *(STEPS.index(entry.get(area, "none")) for entry in says.values())])
            assert ("has to come from elsewhere" in told) == (STEPS.index(goal[area]) > top)
        assert "Nobody has certified it" in page.text


def glyph(page, key):
    """Where a corner of an outline stands."""
    mark = page.select_one(f'svg [data-key="{key}"]')
    if mark.has_attr("cx"):
        return float(mark["cx"]), float(mark["cy"])
    return tuple(map(float, re.search(r"translate\(([\d.]+) ([\d.]+)\)", mark["transform"]).groups()))


def test_levels_are_evenly_far_from_the_middle_in_three_directions():
    places = {area: [] for area in AREAS}
    for height in range(7):
        state = {f"guess{area}": STEPS[height] for area in AREAS}
        page = on_paper(TRIANGLE, state)
        for area in AREAS:
            places[area].append(glyph(page, f"guess.{area}"))
    for area, spots in places.items():
        steps = [math.dist(a, b) for a, b in zip(spots, spots[1:])]
        assert max(steps) - min(steps) < 0.1 and min(steps) > 15, area
    ends = [spots[-1] for spots in places.values()]
    sides = [math.dist(a, b) for a, b in zip(ends, ends[1:] + ends[:1])]
    assert max(sides) - min(sides) < 1 and ends[0][1] < ends[1][1]
    # A guess at the tip covers no letter of its name: the ring has a radius of 9, and letters reach 4 below their line.
    name = next(one for one in page.select("svg text.q-value") if one.text.startswith("I "))
    assert ends[0][1] - 9 > float(name["y"]) + 4 and float(name["y"]) > 11


def test_the_mark_of_a_goal_covers_no_words():
    page = on_paper(TRIANGLE, {"goal": "product"})
    marks = [float(re.search(r"translate\([\d.]+ ([\d.]+)\)", one["transform"])[1]) if one.has_attr("transform") else float(one["y"]) + float(one["height"]) / 2
             for one in page.select('svg g[data-key^="goal."] .q-glyph')]
    written = [float(one["y"]) for one in page.select('svg g[data-key^="have."] text, svg g[data-key^="lack."] text')]
    assert len(marks) == 3 and len(written) == 6
    assert all(mark + 4 < y - 10 or y + 4 < mark - 4 for mark in marks for y in written)


@pytest.mark.parametrize("size", [(1280, 720), (360, 640)], ids=str)
def test_tasks_are_asked_one_at_a_time_on_one_screen(size, site, browser):
    context = browser.new_context(viewport=dict(zip(("width", "height"), size)), offline=True)
    page = context.new_page()
    page.goto(site("proficiency-triangle"))
    page.wait_for_selector("qedu-widget.qedu-alive")
    for number, one in enumerate(TASKS, 1):
        page.evaluate("""n => { const q = document.querySelector('[data-control=q]'); q.value = n; q.dispatchEvent(new Event('input', { bubbles: true })); }""", number)
        page.evaluate(SETTLE)
        seen, bottom, stage = page.evaluate("""() => { const all = [...document.querySelectorAll('.qedu-main')].filter(e => e.getClientRects().length), stage = document.querySelector('.qedu-stage').getBoundingClientRect();
            return [all.flatMap(e => [...e.querySelectorAll('[data-control]')].map(c => c.dataset.control)), Math.max(...all.map(e => e.getBoundingClientRect().bottom)) - stage.top, stage.height]; }""")
        assert set(seen) == {"q", one.key}
        assert bottom <= size[1] - 48 and (size[0] < 700 or stage <= size[1] - 48), one.key
    context.close()


def test_tasks_are_picked_and_answered_in_the_picture_and_by_keyboard(site, open_page):
    page = open_page(site("proficiency-triangle"))
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    spot = page.locator('.qedu-scene g[data-key="has.III_A1_2"]')
    assert page.evaluate(STATE)["III_A1_2"] == "no"
    spot.click()
    page.evaluate(SETTLE)
    assert page.evaluate(STATE)["q"] == 22 and page.evaluate(STATE)["III_A1_2"] == "no", "the first press asks"
    assert page.locator("legend", has_text="told a quantum key from").is_visible()
    spot.click()
    page.evaluate(SETTLE)
    assert page.evaluate(STATE)["III_A1_2"] == "yes", "the second one answers"
    assert "III A1." in page.inner_text(".qedu-live .qedu-line")
    page.locator("[data-control=III_A1_2]:checked").focus()
    page.keyboard.press("ArrowUp")
    page.evaluate(SETTLE)
    assert page.evaluate(STATE)["III_A1_2"] == "no"
    true_to_python("proficiency-triangle", widget.evaluate(LOOK))


def test_behind_the_veil_of_a_phone_no_two_words_of_the_triangle_lie_over_each_other(open_page, site):
    """There it is small: the names of the levels lay in a heap."""
    page = open_page(site("proficiency-triangle"), width=360)
    page.wait_for_selector("qedu-widget.qedu-alive")
    heaps = """veiled => { const view = JSON.parse(document.querySelector('qedu-widget script').textContent).views.find(one => one.view === 'triangle');
        const ctx = { get: () => 0, veiled, state: {}, width: 302, height: 210, label: () => '', spec: {} };
        const box = document.body.appendChild(document.createElement('div'));
        box.innerHTML = QEduWidgets.tools.views.triangle(view, ctx).body;
        const all = [...box.querySelectorAll('text')].map(one => [one.textContent, one.getBoundingClientRect()]);
        box.remove();
        return [all.length, all.filter(([, a], i) => all.some(([, b], j) => i < j && a.left < b.right && b.left < a.right && a.top + 3 < b.bottom - 3 && b.top + 3 < a.bottom - 3)).map(one => one[0])];
    }"""
    assert page.evaluate(heaps, True) == [7, []]


@pytest.mark.parametrize("width", [1280, 360])
def test_corners_are_dragged_and_moved_by_keys(width, site, open_page):
    page = open_page(site("proficiency-triangle"), width)
    page.wait_for_selector("qedu-widget.qedu-alive")
    grip = page.locator("[data-grip=guessI]")
    grip.scroll_into_view_if_needed()
    box, centre = grip.bounding_box(), page.locator(".qedu-scene svg[role=img]").first.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, centre["y"] + 24, steps=5)
    page.mouse.up()
    page.evaluate(SETTLE)
    assert page.evaluate(STATE)["guessI"] == "C2" and page.locator("select[data-control=guessI]").input_value() == "C2"
    page.locator("[data-grip=guessII]").press("Home")
    page.locator("[data-grip=guessIII]").press("ArrowRight")
    page.evaluate(SETTLE)
    now = page.evaluate(STATE)
    assert (now["guessII"], now["guessIII"]) == ("none", "B1")
    assert page.locator("[data-grip=guessIII]").get_attribute("aria-valuetext") == "B1"
    true_to_python("proficiency-triangle", page.query_selector("qedu-widget").evaluate(LOOK))


def test_answers_live_in_the_address_and_in_no_store(site, open_page):
    page = open_page(site("proficiency-triangle"))
    page.wait_for_selector("qedu-widget.qedu-alive")
    page.locator('.qedu-scene g[data-key="has.III_A1_1"]').click()
    page.wait_for_function("() => location.hash.includes('III_A1_1=no')")
    assert page.evaluate("() => [localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    again = open_page(site("proficiency-triangle") + page.evaluate("location.hash"))
    again.wait_for_selector("qedu-widget.qedu-alive")
    assert again.evaluate(STATE) == page.evaluate(STATE) != TRIANGLE.state({})


# ------------------------------------------------------------- the table of words

def simple(text):
    """The mapping once more, sentence by sentence and with one long alternative for all entries."""
    forms = {}
    for kind, area, level, every in adverts.words():
        for form in every:
            forms[" ".join(re.findall(r"[a-z0-9]+", form.lower()))] = kind, area, level
    entry = re.compile("(?<= )(" + "|".join(sorted(map(re.escape, forms), key=len, reverse=True)) + ")(?= )")
    out = []
    for sentence in re.split("[.!?;\n\r\u2022\u3002\uff01\uff1f]", text):
        # Letters of other scripts belong to words, and make them others.
        plain = "  " + "  ".join(re.findall(r"[^\W_]+", re.sub("[A-Z]", lambda sign: sign[0].lower(), sentence))) + "  "
        found = [(match.start(), *forms[match[1]]) for match in entry.finditer(plain.replace("  ", " "))]
        does = [(at, level) for at, kind, _, level in found if kind == "does"]
        for at, kind, area, level in found:
            if kind == "with":
                before, after = [one for one in does if one[0] < at], [one for one in does if one[0] > at]
                level = before[-1][1] if before else after[0][1] if after else "A1"
            out.append((kind, area, level))
    return out


WORDS = [form for _, _, _, every in adverts.words() for form in every]
ODD = ["", " ", "\n\n", "PhD", "You", "and", "не", "量子。通信", "كمومي", "ﬁbre", "désign", "lasers’", "<b>qubit</b>", "&lt;", "constructor", "__proto__", "toString",
       ".", "!", ";", "\r\n", "•", "-", "\u00a0", "😀", "İ", "\u212a", "e\u0301", "\u200b", "42", "design_laser", "\x00", "\ufeff", "use", "case", "no", "cloning"]
CORPUS = ["", "   \n", "Nothing of this is here.", "<script>alert('qubit')</script><img src=x onerror=alert(1)> design lasers",
          "Design a laser. Qubits! Explain; qubits", "Lasers, which you align, and detectors", "post-quantum  cryptography, POST QUANTUM\tcryptography",
          "use use cases of use case", "quantum error correction protocol", "LASER laser Laser lÄser", "设计激光 laser。qubit 设计", "лазер laser Design",
          "qubit" * 50, "\u2028qubit\u2029 explain", "explain\u00a0qubits", "master's degree; masters’ PhD", *(one["text"] for one in adverts.adverts().values())]


def texts():
    chance = random.Random(183)
    mixed = ["".join(chance.choice([*WORDS, *ODD] if chance.random() < 0.7 else ODD) + chance.choice([" ", " ", "-", ", ", ". ", "\n", "", "/"])
                     for _ in range(chance.randrange(1, 60))) for _ in range(150)]
    return [*CORPUS, *mixed]


READ = """argument.texts.map((one) => { const { found, words } = QEduWidgets.tools.readAdvert(argument.view.table, one), of = QEduWidgets.tools.askedBy(argument.view, found);
  return { words, of, found: found.map((f) => [f.words, f.kind, f.area, f.level, f.does]) }; })"""


def on_page(some):
    view = next(view.plain() for view in MAPPER.views if view.view == "advert")
    return run(READ, {"texts": some, "view": view})


def test_page_and_python_read_the_same_and_so_does_a_third_way():
    some, seen = texts(), set()
    for text, there in zip(some, on_page(some), strict=True):
        here = adverts.read(text)
        assert [[one.words, one.kind, one.area, one.level, one.does] for one in here] == there["found"], text
        assert there["words"] == adverts.length(text), text
        assert all(text[one.start:one.end] == one.words for one in here)
        levels = adverts.profile(text).by_area
        assert {area: STEPS[one["level"]] for area, one in there["of"].items()} == {area: level or "none" for area, level in levels.items()}
        seen |= {one.level for one in here}
        if not re.search(r"[_\u0301\u212aÄİ\x00\ufeff\u200b]", text):
            assert [(one.kind, one.area, one.level) for one in here] == simple(text), text
    assert seen == {None, *LEVELS}


def test_a_hundred_kilobytes_are_read_alike():
    chance = random.Random(184)
    text = " ".join(chance.choice([*WORDS, *ODD]) for _ in range(15000))
    assert len(text.encode()) > 100_000
    [there] = on_page([text])
    assert [[one.words, one.kind, one.area, one.level, one.does] for one in adverts.read(text)] == there["found"]


def test_the_rule_by_hand():
    def told(text):
        return [(one.words, one.area, one.level) for one in adverts.read(text) if one.kind == "with"]

    assert told("Explain qubits and design lasers.") == [("qubits", "I", "A2"), ("lasers", "II", "C1")], "each its own"
    assert told("Lasers are what you align.") == [("Lasers", "II", "B1")], "behind it, if none is before"
    assert told("Explain it. Lasers.") == [("Lasers", "II", "A1")], "a sentence ends what was done"
    assert told("You measure use cases") == [("use cases", "III", "B1")], "the longest entry counts, and its words for nothing else"
    assert told("PhD, professor, head of physics") == [] and adverts.profile("PhD, professor") == Proficiency()
    assert adverts.profile("Operate detectors. Design detectors. Read about detectors.") == Proficiency(None, "C1"), "neither the last nor the mean"
    assert told("No knowledge of lasers.") == [("lasers", "II", "A1")], "it understands nothing"
    with pytest.raises(ValueError, match="text"):
        adverts.read(None)


def test_the_table_has_each_form_once():
    small = [form.lower() for form in WORDS]
    assert len(set(small)) == len(small) == len(adverts.forms())
    for kind, area, level, every in adverts.words():
        assert (kind == "with") == (area in AREAS) and (kind == "does") == (level in LEVELS) and all(adverts.read(form)[0].end == len(form) for form in every)


# ------------------------------------------------------------- the mapper

def test_adverts_ask_for_one_area_most_and_titles_decide_nothing():
    tops, asked = set(), {}
    for key, one in adverts.adverts().items():
        asked[key] = [STEPS.index(level or "none") for level in adverts.profile(one["text"]).by_area.values()]
        assert sorted(asked[key])[-1] > sorted(asked[key])[-2], key
        tops.add(asked[key].index(max(asked[key])))
        found = adverts.read(one["text"])
        bare = one["text"]
        for title in [one for one in found if one.kind == "title"][::-1]:
            bare = bare[:title.start] + bare[title.end:]
        assert any(one.kind == "title" for one in found) and adverts.profile(bare) == adverts.profile(one["text"])
    assert tops == {0, 1, 2} and len(asked) == 6
    assert "lasers is not needed" in adverts.adverts()["school"]["text"] and adverts.profile(adverts.adverts()["school"]["text"]).engineering == "A1"


def test_numbers_are_those_of_the_mapping_and_of_the_library_s_gap():
    for key, advert in adverts.adverts().items():
        ask, found = adverts.profile(advert["text"]), simple(advert["text"])
        for who, one in skills.people().items():
            state = {"advert": key, "person": who, f"guess_{key}": "show"}
            numbers, gap = MAPPER.numbers(state), one.levels.gap(ask)
            assert line(MAPPER, state).startswith(f"By the words of the table the advert “{advert['name']}” asks for I "), "beside a text of one's own, too"
            assert numbers["lack"] == sum(map(len, gap.values())) and numbers["shown"] == 1
            for area in AREAS:
                assert numbers[f"ask.{area}"] == numbers[f"goal.{area}"] == STEPS.index(ask.by_area[area] or "none")
                assert numbers[f"count.{area}"] == sum(other == area for _, other, _ in found)
                assert numbers[f"lack.{area}"] == len(gap.get(area, ()))
            assert numbers["titles"] == sum(kind == "title" for kind, _, _ in found)
            assert f"{one.name[1:]} lacks {numbers['lack']:.0f} rungs." in line(MAPPER, state) or numbers["lack"] < 2
    assert same_on_the_page(MAPPER, {})["lack"] == 3


def test_marks_say_area_and_level_in_words():
    for key, advert in adverts.adverts().items():
        page = on_paper(MAPPER, {"advert": key, f"guess_{key}": "show"})
        text, whys = (page.select(f'.qedu-log[aria-label^="{name}"]')[0] for name in ("The advert", "Why each word"))
        told = [" ".join(one.text.split()) for one in text.select(".qedu-remark")]
        signs = {"I": "○", "II": "■", "III": "▲"}
        found = [one for one in adverts.read(advert["text"]) if one.kind != "does"]
        assert told == ["(a title)" if one.kind == "title" else f"{signs[one.area]} {one.area} {one.level}" for one in found]
        assert [one.text for one in text.select("b")] == [one.words for one in found if one.kind == "with"]
        assert len(whys.select("li")) == len(found)
        for row, one in zip(whys.select("li"), found):
            assert one.words in row.text and (one.kind == "title" or f"{one.level}\u00a0{LEVELS[one.level]}" in row.text)
        for remark in text.select(".qedu-remark"):
            remark.extract()
        assert "".join(text.text.split()) == "".join(advert["text"].split()), "the advert itself, whole"


def test_an_advert_is_read_before_it_is_marked(site, open_page):
    page = on_paper(MAPPER, {"advert": "ministry"})
    assert not page.select('[data-key^="ask."], [data-key^="count."], [data-key^="lack."], .qedu-log b') and "▲\u00a0III" not in page.text
    assert line(MAPPER, {"advert": "ministry"}).startswith("Read the advert.")
    assert "You said area I; by the table it is area III." in line(MAPPER, {"advert": "ministry", "guess_ministry": "I"})
    assert "You said area III, and so says the table." in line(MAPPER, {"advert": "ministry", "guess_ministry": "III"})
    page = open_page(f"{site('advert-mapper')}#advert-mapper?advert=ministry")
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    assert page.locator("[role=tab]:visible").all_inner_texts() == ["Advert", "Triangle", "Yours"]
    page.locator("[data-control=guess_ministry][value=II]").check(force=True)
    page.evaluate(SETTLE)
    assert "by the table it is area III" in page.inner_text(".qedu-live .qedu-line")
    assert page.locator("[role=tab]:visible").count() == 5 and page.locator(".qedu-panel:visible .qedu-log b").count() > 5
    true_to_python("advert-mapper", widget.evaluate(LOOK))
    # The next one is plain again.
    page.locator("select[data-control=advert]").select_option("standards")
    page.evaluate(SETTLE)
    assert page.locator(".qedu-panel:visible .qedu-log b").count() == 0


def test_a_word_that_is_pressed_says_why_it_points_where_it_does(site, open_page):
    page = open_page(site("advert-mapper"))
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    found = [one for one in adverts.read(adverts.adverts()["operator"]["text"]) if one.kind != "does"]
    remark = page.locator(".qedu-panel:visible .qedu-remark").last
    for number, one in list(enumerate(found, 1))[::4]:
        page.locator(f".qedu-panel:visible [data-set='{{\"word\":{number}}}']").click()
        page.evaluate(SETTLE)
        assert page.evaluate(STATE)["word"] == number and one.words in remark.inner_text()
        assert ("a title" if one.kind == "title" else f"{one.level}\u00a0{LEVELS[one.level]}") in remark.inner_text()
    gap = page.locator(".qedu-panel:visible .qedu-log").evaluate(
        "box => box.nextElementSibling.getBoundingClientRect().top - box.getBoundingClientRect().bottom")
    assert 6 <= gap <= 16, "the rows stand apart from the text above them"
    page.click(".qedu-fold summary")
    page.locator("[data-control=word]").press("End")
    page.evaluate(SETTLE)
    assert page.evaluate(STATE)["word"] == 13 and "entanglement" in remark.inner_text()
    # An advert with fewer words stops at its last one.
    page.locator("select[data-control=advert]").select_option("school")
    page.evaluate(SETTLE)                           # another question is asked of another advert
    page.locator("[data-control=guess_school][value=show]").check(force=True)
    page.evaluate(SETTLE)
    assert "lasers" in remark.inner_text() and page.locator("[data-control=word]").get_attribute("aria-valuetext") == "7 of 7"
    true_to_python("advert-mapper", widget.evaluate(LOOK))


HOSTILE = "<img src=x onerror=\"document.title='caught'\"><script>document.title='caught'</script></textarea><b>qubit</b> & you design &lt;lasers&gt; ' \" ` ${1}"


def test_a_text_of_ones_own_is_mapped_on_the_page_and_goes_nowhere(site, open_page):
    page = open_page(site("advert-mapper"))
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    page.locator("[role=tab]", has_text="Yours").click()
    before, field, result = page.evaluate("[location.href, document.title]"), page.locator("textarea"), page.locator("[data-own=found]")
    field.press_sequentially("You design lasers")
    assert "3 words, of which 2 are in the table. For a graduate of physics 2 rungs are missing." in result.inner_text()
    for text in (HOSTILE, "量子 خريطة не 😀 qubit", "qubit\n" * 20_000, "x" * 120_000, ""):
        # As a paste does it, which is one event; typing twenty thousand lines would take the browser a minute.
        field.evaluate("(e, text) => { e.value = text; e.dispatchEvent(new Event('input', { bubbles: true, composed: true })); }", text)
        here = adverts.read(text)
        assert f"{adverts.length(text):,} words, of which {len(here):,} are in the table." in result.inner_text()
        assert page.locator("[data-own=found] :is(img, script)").count() == 0
        if text and len(text) < 12_000:
            shown = result.locator(".qedu-log > p").evaluate("""e => { const copy = e.cloneNode(true); copy.querySelectorAll('.qedu-remark').forEach(one => one.remove());
                return copy.textContent; }""")
            assert shown.replace("\u00a0", "") == text.replace("\n", ""), "as it was written, and nothing else"
        cut = f"Of {len(text):,} signs the first 12,000 are shown and all are counted." in result.inner_text()
        assert cut == (len(text) > 12_000) == ("are shown" in result.inner_text())
    field.fill(HOSTILE)
    # It outlives another reader and another tab, and stands in no state.
    page.locator("select[data-control=person]").select_option("lawyer")
    page.evaluate(SETTLE)
    assert field.input_value() == HOSTILE and "For a lawyer in an agency" in result.inner_text()
    assert page.evaluate(STATE) == MAPPER.state({"person": "lawyer"})
    page.wait_for_function("() => location.hash.includes('lawyer')")
    assert page.evaluate("[location.href, document.title]") == [before[0] + "#advert-mapper?person=lawyer", before[1]]
    assert page.evaluate("() => [localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert "lasers" not in page.evaluate("JSON.stringify(history.state)")
    true_to_python("advert-mapper", widget.evaluate(LOOK))
    page.reload()
    page.wait_for_selector("qedu-widget.qedu-alive")
    page.locator("[role=tab]", has_text="Yours").click()
    assert field.input_value() == ""


def test_keys_typed_into_the_text_are_its_own():
    """A notebook around it takes letters for commands."""
    def used(key, **more):
        return run("QEduWidgets.uses(argument)", {"target": {"tagName": "TEXTAREA", "type": "textarea"}, "key": key, **more})

    assert used("a") and used("Enter") and used(" ") and not used("s", ctrlKey=True)
