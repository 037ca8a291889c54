"""Chapter C17: the divide lens, the stakeholder table."""

import io
import math
import random
import re

import pytest
from PIL import Image

from qedu import policy, widgets

from .conftest import SETTLE, line, on_paper
from .test_hosts import LOOK, true_to_python
from .test_made import same_on_the_page
from .test_numbers import any_state

LENS, TABLE = (widgets.load(name) for name in ("divide-lens", "stakeholder-table"))
STATE = "() => JSON.parse(document.querySelector('qedu-widget').dataset.state)"
PLACES = sorted({fact.place for fact in policy.PLACE_FACTS} - {"World", "Europe"})


def plain(words):
    return words.replace("\u00a0", " ")


def svg(page, number=0):
    return page.select("svg[role=img]")[number]


# ------------------------------------------------------------- the divide lens

@pytest.mark.parametrize("name", ["adviser", "divide-lens", "proficiency-triangle"])
def test_on_paper_no_box_is_cut(site, open_page, name):
    page = open_page(site(name), width=680)
    page.wait_for_selector("qedu-widget.qedu-alive")
    page.emulate_media(media="print")
    cut = page.evaluate("""() => [...document.querySelectorAll('.qedu-log')].filter(one => one.getClientRects().length)
        .map(one => [one.scrollHeight - one.clientHeight, getComputedStyle(one).overflowY])""")
    assert len(cut) >= 3 and all(more <= 1 and how == "visible" for more, how in cut)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_box_that_scrolls_shows_at_which_edge_there_is_more(site, open_page, scheme):
    """Looked at: how far the colour just inside each edge is from the ground, above, in the middle of the way and at the end."""
    page = open_page(site("divide-lens"), width=360, color_scheme=scheme)
    page.wait_for_selector("qedu-widget.qedu-alive")
    page.locator("[role=tab]", has_text="Figure").click()
    page.locator("select[data-control=lens]").select_option("key_network_km")
    page.evaluate(SETTLE)
    box = page.locator(".qedu-live .qedu-log")
    # Few lines may fit: in a box that is made lower there is more for certain.
    box.evaluate("e => { e.style.maxHeight = '90px'; }")
    long = box.evaluate("e => e.scrollHeight - e.clientHeight")
    assert long > 60

    def edges(top):
        box.evaluate("(e, top) => { e.scrollTop = top; }", top)
        page.evaluate(SETTLE)
        picture = Image.open(io.BytesIO(box.screenshot())).convert("RGB")
        # Right of all words: the padding of the box.
        x, high = picture.width - 5, picture.height
        ground = (picture.getpixel((x, high // 2)))
        return [max(abs(a - b) for a, b in zip(picture.getpixel((x, y)), ground)) for y in (1, high - 2)]

    above, below = edges(0)
    assert above <= 4 and below >= 30, "at the top there is more below"
    above, below = edges(long // 2)
    assert above >= 30 and below >= 30, "in between on both sides"
    above, below = edges(long)
    assert above >= 30 and below <= 4, "and at the end above"

def facts(lens):
    return {fact.place: fact for fact in policy.place_facts(indicator=lens) if fact.place in PLACES}


def key(place):
    return place.lower().replace(" ", "-")


def heights(drawing):
    """Where each place stands: the top of its row or of its chip, by what is set when it is touched."""
    found = {}
    for part in drawing.select('g[data-set*="place"]'):
        name = re.search(r'"place":"([a-z-]+)"', part["data-set"])[1]
        assert name not in found, "each stands once"
        found[name] = float(part.rect["y"])
    return found


@pytest.mark.parametrize("lens", policy.INDICATORS)
def test_places_stand_in_the_order_of_one_list_and_the_others_below_it(lens):
    page, known = svg(on_paper(LENS, {"lens": lens})), facts(lens)
    at = heights(page)
    assert set(at) == set(map(key, PLACES)), "everybody is there, known or not"
    rows, rest = [key(place) for place in known], [key(place) for place in PLACES if place not in known]
    assert not rows or not rest or max(at[place] for place in rows) + 20 < min(at[place] for place in rest)
    heading = next(text for text in page.select("text") if text.text == "Not known, which is not zero:")
    assert all(at[place] > float(heading["y"]) for place in rest) and all(at[place] < float(heading["y"]) for place in rows)
    if len({fact.unit for fact in known.values()}) < 2:
        # Sure orders are kept, by the ends of the figures themselves.
        sign = 1 if policy.INDICATORS[lens].first == "earliest" else -1
        for one in known.values():
            for other in known.values():
                if max(sign * end for end in one.ends) < min(sign * end for end in other.ends):
                    assert at[key(one.place)] < at[key(other.place)]


@pytest.mark.parametrize("lens", policy.INDICATORS)
def test_what_is_missing_has_no_number_and_no_bar(lens):
    page, known = on_paper(LENS, {"lens": lens}), facts(lens)
    wider = [fact for fact in policy.place_facts(indicator=lens) if fact.place not in PLACES] if not known else []
    drawn = {mark["data-key"] for mark in svg(page).select("[data-key]") if mark["data-key"].startswith(("low.", "high."))}
    assert drawn == {f"{end}.{fact.id}" for fact in [*known.values(), *wider] for end in ("low", "high") if getattr(fact, end) is not None}
    ends = {name for name in LENS.numbers({"lens": lens}) if name.startswith(("low.", "high."))}
    assert ends == {f"{end}.{fact.id}" for fact in policy.PLACE_FACTS for end in ("low", "high") if getattr(fact, end) is not None}
    for place in set(PLACES) - set(known):
        chip = next(part for part in svg(page).select("g[data-set]") if f'"{key(place)}"' in part["data-set"])
        assert chip.rect["stroke-dasharray"] and not chip.select("[data-key]") and not re.search(r"\d", chip.text)
    assert line(LENS, {"lens": lens, "place": "netherlands"}).startswith("Netherlands: 1 billion USD" if lens == "public_money_2023" else "Netherlands: no figure was found, which is not zero.")


def test_bars_are_as_long_as_their_figures():
    for lens in ("public_money_2022", "public_money_2023", "communication_sum", "key_network_km"):
        page, scale = svg(on_paper(LENS, {"lens": lens})), []
        for fact in facts(lens).values():
            low = page.select_one(f'[data-key="low.{fact.id}"] rect')
            scale.append(float(low["width"]) / fact.low)
            if fact.high is None:
                assert page.select("line.q-arrow"), "open at its upper end"
            elif fact.high > fact.low:
                high = page.select_one(f'[data-key="high.{fact.id}"] rect')
                assert float(high["x"]) == pytest.approx(float(low["x"]) + float(low["width"]), abs=0.2)
                scale.append(float(high["width"]) / (fact.high - fact.low))
        assert scale == pytest.approx([scale[0]] * len(scale), rel=0.02)
    page, known = svg(on_paper(LENS, {"lens": "pqc_year"})), facts("pqc_year")
    places = {year: float(page.select_one(f'[data-key="low.{fact.id}"] circle')["cx"]) for fact in known.values() for year in [fact.low]}
    steps = [(b - a) / (later - year) for (year, a), (later, b) in zip(sorted(places.items()), sorted(places.items())[1:])]
    assert len(places) >= 4 and steps == pytest.approx([steps[0]] * len(steps), rel=0.02)


def test_all_ends_lie_on_their_axis():
    for one in LENS.views[0].lenses:
        rows = [fact for fact in policy.place_facts(indicator=one["key"]) if fact.id in one["order"] or not one["order"]]
        ends = [end for fact in rows for end in (fact.low, fact.high) if end is not None]
        if one["axis"]:
            assert one["axis"]["low"] <= min(ends) and max(ends) <= one["axis"]["high"] and len(one["axis"]["ticks"]) >= 1
            assert all(one["axis"]["low"] <= tick <= one["axis"]["high"] for tick in one["axis"]["ticks"])
            assert one["axis"]["low"] == 0 or rows[0].unit == "year", "bars begin at nothing"
        else:
            assert len({fact.unit for fact in rows}) == len(rows) > 2


def test_sums_in_several_currencies_have_no_order_and_no_bars():
    page = svg(on_paper(LENS, {"lens": "national_sum"}))
    assert not page.select("rect.q-fill, rect.q-entry") and not page.select('[data-key^="best."], [data-key^="worst."]')
    at = heights(page)
    rows = [key(place) for place in facts("national_sum")]
    assert sorted(rows) == sorted(rows, key=at.get), "the order of the alphabet"
    said = [plain(text.text) for text in page.select("text")]
    assert {"60,036.5 million INR", "at most 300 million SGD", "1,000 to 1,050 million EUR", "54 million ZAR"} <= set(said)
    assert "has no order" in line(LENS, {"lens": "national_sum", "place": "india"})


def test_each_figure_tells_who_says_it_when_of_what_and_where():
    for fact in policy.PLACE_FACTS:
        if fact.place not in PLACES:
            continue
        told = plain(on_paper(LENS, {"lens": fact.indicator, "place": key(fact.place)}).select_one(".qedu-log").text)
        for words in (fact.body, fact.counts, fact.scope, fact.source, policy.READ[fact.read], fact.date[:4]):
            assert plain(words) in told, (fact.id, words)
        said = line(LENS, {"lens": fact.indicator, "place": key(fact.place)})
        for end in (fact.low, fact.high):
            if end is not None:
                assert f"{end:,.1f}".removesuffix(".0").replace(",", "" if fact.unit == "year" else ",") in said
        if fact.unit not in ("year", "share"):
            assert fact.unit in said and fact.unit in told
    told = on_paper(LENS, {"lens": "without_facilities"}).select_one(".qedu-log").text
    world = policy.place_facts(place="World", indicator="without_facilities")[0]
    assert "This is not zero" in told and world.body in told and world.scope in told


def test_who_is_counted_again_is_marked():
    page = on_paper(LENS, {"lens": "public_money_2023", "place": "germany"})
    twice = policy.rank("public_money_2023").twice
    assert svg(page).text.count("also in EU") + svg(page).text.count("also in European Union") == len(twice) == 3
    assert "Counted again in: European Union" in page.select_one(".qedu-log").text


def test_no_control_puts_lenses_together():
    """No weights and no index: what is drawn of a place comes from one list at a time, or says only that there is a figure."""
    assert [control.key for control in LENS.controls] == ["lens", "place"]
    for state in ({}, *(task.state for task in LENS.tasks)):
        grid = svg(on_paper(LENS, state), 1)
        assert {mark["data-key"] for mark in grid.select("[data-key]")} == {f"known.{name}" for name in policy.INDICATORS}
        drawn = [text.text for text in grid.select("text") if re.fullmatch(r"\d+", text.text)]
        assert len(drawn) in (10, 20), "the numbers of the lenses and how many places each knows; none of a place"


def test_the_grid_shows_what_is_known_and_what_may_stand_first():
    grid = svg(on_paper(LENS, {}), 1)
    cells = {tuple(re.findall(r'":"([a-z0-9_-]+)"', part["data-set"])): part for part in grid.select("g[data-set]")}
    assert len(cells) == 10 * len(PLACES)
    for lens in policy.INDICATORS:
        known = facts(lens)
        ranked = len({fact.unit for fact in known.values()}) < 2 and len(known) > 1
        sign = 1 if policy.INDICATORS[lens].first == "earliest" else -1
        for place in PLACES:
            classes = " ".join(cells[key(place), lens].select("path, circle")[0]["class"])
            if place not in known:
                assert "q-rest" in classes
            elif ranked:
                # First is possible where no other is ahead for sure.
                mine = min(sign * end for end in known[place].ends)
                assert ("q3" in classes) == all(max(sign * end for end in other.ends) >= mine for other in known.values())
            else:
                assert ("q4" in classes) == (lens == "national_sum") and "q3" not in classes


def test_the_lens_is_dragged_along_and_places_are_touched(site, open_page):
    page = open_page(site("divide-lens"))
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    box = page.locator("[data-grip=lens]").bounding_box()
    target = page.locator('.qedu-scene g[data-set="{\\"lens\\":\\"strategy_year\\"}"]').bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(target["x"] + target["width"] / 2, box["y"] + 30, steps=5)
    page.mouse.up()
    page.evaluate(SETTLE)
    assert page.evaluate(STATE)["lens"] == "strategy_year" and page.locator("select[data-control=lens]").input_value() == "strategy_year"
    grip = page.locator("[data-grip=lens]")
    assert grip.get_attribute("role") == "slider" and grip.get_attribute("aria-valuetext") == "year of a strategy"
    grip.press("ArrowRight")
    page.evaluate(SETTLE)
    assert page.evaluate(STATE)["lens"] == "national_sum"
    for place in ("india", "japan"):                            # a row, and a chip
        page.locator(f'.qedu-panel:not([hidden]) g[data-set*="{place}"]').click()
        page.evaluate(SETTLE)
        assert page.evaluate(STATE)["place"] == place
    assert "no figure was found" in page.inner_text(".qedu-live .qedu-line")
    true_to_python("divide-lens", widget.evaluate(LOOK))


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_places_move_from_where_they_stood(motion, site, open_page):
    page = open_page(site("divide-lens"), reduced_motion=motion)
    page.wait_for_selector("qedu-widget.qedu-alive")
    before = page.evaluate("() => document.querySelectorAll('.qedu-panel:not([hidden]) .q-moves').length")
    tops = """() => Object.fromEntries([...document.querySelectorAll('.qedu-panel:not([hidden]) g[data-set*=place]')].map(e => [e.dataset.set, +e.querySelector('rect').getAttribute('y')]))"""
    was = page.evaluate(tops)
    page.select_option("select[data-control=lens]", "export_rule_year")
    page.evaluate(SETTLE)
    now = page.evaluate(tops)
    moved = page.evaluate("""() => [...document.querySelectorAll('.qedu-panel:not([hidden]) .q-moves')].map(e => [e.querySelector('[data-set]').dataset.set,
        parseFloat(e.style.getPropertyValue('--from')), getComputedStyle(e).animationName])""")
    assert before == 0 and len(moved) >= 5
    for place, far, name in moved:
        assert far == pytest.approx(was[place] - now[place], abs=1.6) and name == ("none" if motion == "reduce" else "q-move")


# ------------------------------------------------------------- the stakeholder table

PEOPLE = {"ministry": "ministry", "hospitals": "hospitals", "operator": "operator", "region": "far region", "liberties": "liberties", "university": "university"}
OPTIONS = ("trunk", "space", "clinics", "skills")


def decided(state):
    one = TABLE.state(state)
    return policy.decide(policy.FICTION.gets(), {name: one[who] for who, name in PEOPLE.items()}, rule=one["rule"],
                         floor=float(one["floor"]) if one["rule"] == "floor" else None)


def test_page_and_library_decide_alike():
    chance, seen = random.Random(20), set()
    level = [{who: 0 for who in PEOPLE}, {**dict.fromkeys(PEOPLE, 0), "ministry": 3, "university": 3.5}]
    for state in [{}, *level, {"ministry": 10, "operator": 8, "region": 2}, {"region": 10}, {"rule": "worst"}, *({"rule": "floor", "floor": floor} for floor in ("2.0", "3.0", "3.5", "4.0")),
                  *(any_state(TABLE, chance) for _ in range(40))]:
        found, numbers = decided(state), TABLE.numbers(state)
        seen.add(found.chosen)
        assert {option for option in OPTIONS if numbers[f"wins.{option}"]} == set(found.chosen), state
        assert {option for option in OPTIONS if not numbers[f"open.{option}"]} == set(found.excluded)
        assert same_on_the_page(TABLE, state)["pick"] == (OPTIONS.index(found.chosen[0]) + 1 if len(found.chosen) == 1 else 0)
        for who, name in PEOPLE.items() if len(found.chosen) == 1 else ():
            margin = found.margins[name]
            for end, side, beyond, edge in (("low", "below", margin.below, margin.low), ("high", "above", margin.above, margin.high)):
                flips = int(numbers[f"{side}.{who}"])
                assert (OPTIONS[flips - 1] if flips else None) == (beyond if 0 < edge < 10 else None), (state, who, end)
    assert {(option,) for option in OPTIONS} <= seen and any(len(chosen) > 1 for chosen in seen) and () in seen


def test_the_nearest_flip_is_the_nearest():
    """Weights moved a hundredth at a time, one after the other, until something else wins."""
    gets = {name: {option: round(10 * value) for option, value in row.items()} for name, row in policy.FICTION.gets().items()}
    for state in ({}, {"ministry": 10, "operator": 8, "region": 2}, {"liberties": 7, "region": 8}):
        one, numbers = TABLE.state(state), TABLE.numbers(state)
        now = {name: one[who] for who, name in PEOPLE.items()}

        def winner(weights):
            sums = {option: sum(weights[name] * gets[name][option] for name in gets) for option in OPTIONS}
            return max(sums, key=sums.get)

        start, flips = winner(now), {}
        for name in gets:
            for way in (-1, 1):
                tried = next((k for k in range(1, 1001) if 0 <= now[name] + way * k / 100 <= 10 and winner({**now, name: now[name] + way * k / 100}) != start), None)
                if tried:
                    flips[tried] = (name, winner({**now, name: now[name] + way * tried / 100}))
        nearest = min(flips)
        assert numbers["step"] == pytest.approx(nearest / 100, abs=0.0101) and OPTIONS[int(numbers["near.to"]) - 1] == flips[nearest][1]
        assert f"It flips first if the {flips[nearest][0].replace('liberties', 'civil-liberties group')} count" in line(TABLE, state)


def test_the_rule_is_a_decision_of_its_own():
    assert line(TABLE, {}).startswith("Post-quantum migration of hospitals it is. The ministry loses most and gets 3.4 of 7.1.")
    for state in ({"rule": "floor"}, {"rule": "worst"}):
        assert line(TABLE, state).startswith("Schools and laboratories it is."), "the same weights"
    assert "the rule leaves nothing to choose" in line(TABLE, {"rule": "floor", "floor": "4.0"})
    assert "no weight can change that" in line(TABLE, {"rule": "worst", "ministry": 10})
    nobody = on_paper(TABLE, dict.fromkeys(PEOPLE, 0))
    assert "Several options are level" in nobody.select_one(".qedu-line").text and not svg(nobody).select("rect.q-entry")
    struck = svg(on_paper(TABLE, {"rule": "floor"})).text
    assert "3.4 < 3.5" in struck and "1.8 < 3.5" in struck, "who is below the floor is said"


def test_no_weight_and_no_score_is_hidden():
    """What each gets is the product of the numbers on the tab Interests, and the options' sums follow from these and the chairs."""
    for who, name in PEOPLE.items():
        page = on_paper(TABLE, {"who": who})
        drawing = svg(page, 2)
        points = [int(drawing.select_one(f'[data-key="points.{who}.{k}"]').text) for k in range(1, 7)]
        assert points == list(policy.FICTION.interests[name].values()) and sum(points) == 10
        rows = {}
        for text in drawing.select("text.q-small[text-anchor=middle]"):
            if text.text.isdigit() and not text.find_parent("g", attrs={"data-key": True}):
                rows.setdefault(float(text["y"]), []).append((float(text["x"]), int(text.text)))
        scores = [[value for _, value in sorted(row)] for _, row in sorted(rows.items())]
        assert [len(row) for row in scores] == [4] * 6
        for column, option in enumerate(OPTIONS):
            by_hand = sum(p * row[column] for p, row in zip(points, scores)) / 10
            assert by_hand == pytest.approx(float(drawing.select_one(f'[data-key="gets.{who}.{option}"]').text)), (who, option)
    assert "invented" in TABLE.leaves_out and "invented" in on_paper(TABLE, {}).text


def test_bands_lie_where_the_decision_stays():
    for state in ({}, {"ministry": 10, "operator": 8, "region": 2, "university": 0}):
        found, page = decided(state), svg(on_paper(TABLE, state))
        for number, (who, name) in enumerate(PEOPLE.items()):
            band, margin = page.select_one(f'g[data-key="low.{who}"] rect'), found.margins[name]
            ways = [line_ for line_ in page.select("line.q-axis") if line_["x1"] == line_["x2"] and abs(float(line_["x1"]) - float(band["x"]) - 5.5) < 0.2]
            far, near = sorted((float(one["y1"]), float(one["y2"])) for one in ways)[number // 3]
            ends = sorted(far + (near - far) * min(10, end) / 10 for end in (margin.low, margin.high))
            assert [float(band["y"]), float(band["y"]) + float(band["height"])] == pytest.approx(ends, abs=0.2), who
            assert (near > far) == (number < 3), "the table is in the middle"


def test_options_lie_on_the_table_in_their_order_and_the_first_is_framed():
    chance = random.Random(21)
    for state in [{}, {"rule": "floor", "floor": "3.0"}, {"rule": "worst"}, *(any_state(TABLE, chance) for _ in range(10))]:
        found, page = decided(state), svg(on_paper(TABLE, state))
        least = {option: min(row[option] for row in policy.FICTION.gets().values()) for option in OPTIONS}
        reached = least if TABLE.state(state)["rule"] == "worst" else found.sums
        marks = [mark for mark in page.select('[data-key^="mean."], [data-key^="least."]')]
        order = [mark["data-key"].split(".")[1] for mark in sorted(marks, key=lambda mark: float(mark.text and mark.find("text")["y"]))]
        open_ = [option for option in order if option not in found.excluded]
        assert order[:len(open_)] == open_ and [reached[option] for option in open_] == sorted((reached[option] for option in open_), reverse=True)
        framed = page.select("rect.q-face")
        assert len(framed) == (len(found.chosen) == 1) and (not framed or order[0] == found.chosen[0])


def test_a_chair_is_pulled_until_the_decision_flips(site, open_page):
    page = open_page(site("stakeholder-table"))
    widget = page.wait_for_selector("qedu-widget.qedu-alive")
    assert "Post-quantum migration" in page.inner_text(".qedu-live .qedu-line")
    box = page.locator("[data-grip=university]").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 14, steps=4)                        # from below, nearer to the table
    page.mouse.up()
    page.evaluate(SETTLE)
    assert page.evaluate(STATE)["university"] > 5.43 and page.inner_text(".qedu-live .qedu-line").startswith("Schools and laboratories it is.")
    page.locator("[data-grip=university]").press("Home")
    page.evaluate(SETTLE)
    assert page.evaluate(STATE)["university"] == 0
    page.locator('.qedu-panel:not([hidden]) g[data-set*="liberties"]').click()
    page.evaluate(SETTLE)
    assert page.evaluate(STATE)["who"] == "liberties"
    true_to_python("stakeholder-table", widget.evaluate(LOOK))


def test_options_change_places_when_the_decision_flips(site, open_page):
    page = open_page(site("stakeholder-table"))
    page.wait_for_selector("qedu-widget.qedu-alive")
    page.click(".qedu-fold summary")
    page.locator("[data-control=university]").press("End")
    page.evaluate(SETTLE)
    moved = page.evaluate("""() => [...document.querySelectorAll('.qedu-panel:not([hidden]) .q-moves')].map(e => [e.textContent, parseFloat(e.style.getPropertyValue('--from'))])""")
    assert any(words.startswith("Schools") and far > 0 for words, far in moved) and any(words.startswith("Post-quantum") and far < 0 for words, far in moved)


def test_the_table_speaks_of_the_weights_that_it_has():
    """One weight above 10 would change this decision, and none that can be set here."""
    weights = {**dict.fromkeys(policy.FICTION.interests, 0), "hospitals": 10, "liberties": 5}
    state = {"region" if who == "far region" else who: weight for who, weight in weights.items()}
    rival = policy.decide(policy.FICTION.gets(), weights)
    ends = [margin.high for margin in rival.margins.values() if margin.high < math.inf]
    assert rival.chosen == ("clinics",) and min(ends) > 10
    assert "No single weight from 0 to 10 can change that." in plain(on_paper(TABLE, TABLE.state(state)).select_one(".qedu-line").text)
