"""The landing page: the road links what is written and names the rest, and each way says how much of it there is."""

import re
from pathlib import Path

from qedu.book import ways
from qedu.content import chapters
from qedu.content.road import road

from .conftest import CONFIGURATION, build

ROOT = Path(__file__).parents[2]


def test_the_road_links_what_is_written_and_names_the_rest(mini):
    index = mini / "index.md"
    index.write_text(index.read_text(encoding="utf-8") + "\n```{ways}\n```\n\n```{road}\n```\n", encoding="utf-8")
    book = build(mini)
    assert not [line for line in book.warnings if "index.md" in line]
    page = book.soup("index")
    parts = page.select(".qedu-road section")
    assert [part.h3.get_text(strip=True) for part in parts] == list(chapters.plan())
    assert [item.get_text(strip=True) for item in page.select(".qedu-road li")] == list(chapters.titles().values())
    links = {link.get_text(strip=True): link["href"] for link in page.select(".qedu-road a")}
    own, = (chapter.id for part in road(mini) for chapter in part.chapters if chapter.id)
    assert links == {chapters.titles()[own]: "chapters/mini.html"}
    ways = page.select(".qedu-ways > li")
    assert len(ways) == len(chapters.tracks())
    for way, track in zip(ways, chapters.tracks()):
        assert way.small.get_text() == f"{len(track['chapters'])} chapters, {int(own in track['chapters'])} of them written"
        assert bool(way.a) == (own in track["chapters"])


def test_every_part_of_the_table_of_contents_is_a_part_of_the_plan():
    """And its chapters stand in the order of the plan, under the titles that they are planned by."""
    plan = chapters.plan()
    for part in road(ROOT):
        ids = [chapter.id for chapter in part.chapters if chapter.id]
        if ids:
            assert ids == [identifier for identifier in plan[part.caption] if identifier in ids]
            for chapter in part.chapters:
                assert chapter.title == plan[part.caption][chapter.id]


def test_each_way_goes_forward_and_names_chapters_that_are_planned():
    order = list(chapters.titles())
    for track in chapters.tracks():
        places = [order.index(identifier) for identifier in track["chapters"]]
        assert places == sorted(set(places)) and re.fullmatch(r"[A-Z].*\.", track["words"])
    assert chapters.tracks()[0]["chapters"] == order


def test_the_landing_page_counts_no_chapters_in_words():
    """Such a number stays behind when a chapter comes."""
    page = (ROOT / "chapters" / "index.md").read_text(encoding="utf-8") + (ROOT / "chapters" / "about.md").read_text(encoding="utf-8")
    assert not re.search(r"\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten)( \w+)? chapters?\b", page, re.I)


# --- walked ------------------------------------------------------------------------------------------------------

def test_a_way_names_lessons_that_there_are():
    pages = {chapter.id: [page.name.rpartition("/")[2] for page in chapter.lessons] for part in road(ROOT) for chapter in part.chapters}
    some = [(track["id"], chapter, lessons) for track in chapters.tracks() for chapter, lessons in track.get("lessons", {}).items()]
    assert some
    for way, chapter, lessons in some:
        assert lessons and set(lessons) < set(pages[chapter]), (way, chapter)
        assert lessons == [name for name in pages[chapter] if name in lessons], "in their order"
    ways = [track["id"] for track in chapters.tracks() if "id" in track]
    assert len(set(ways)) == len(ways) == len(chapters.tracks()) - 1 and all(re.fullmatch("[a-z]+", way) for way in ways)


def test_each_page_leads_to_the_next_one_of_a_way_and_nothing_written_is_passed_over():
    """From the first page of each way one gets to its last, over all its pages; also from a page that it leaves out."""
    parts = road(ROOT)
    places = [(chapter, page) for part in parts for chapter in part.chapters for page in chapter.pages if chapter.id]
    names = [page.name for _, page in places]

    def leads(chapter, page):
        return {way["id"]: way for way in ways.around(parts, names, chapter, page, lambda name: name)}

    told = [leads(*place) for place in places]
    there = {chapter.id for chapter, _ in places}
    for track in chapters.tracks()[1:]:
        mine = [way[track["id"]] for way in told]
        on = [number for number, way in enumerate(mine) if "page" in way["place"].split()[0]]
        first = [names[number] for number in on]
        # By hand: the chapters of the way, whole or the lessons named.
        assert first == [page.name for chapter, page in places if chapter.id in track["chapters"] and (
            chapter.id not in track.get("lessons", {}) or page.kind == "index"
            or page.name.split("/")[-1] in track["lessons"][chapter.id])]
        for number, way in enumerate(mine):
            later = [name for name in first if names.index(name) > number]
            assert (way["next"][1].name if way["next"] else None) == (later[0] if later else None)
        walked = " ".join(mine[number]["passed"] for number in on)
        for identifier in track["chapters"]:
            before_all = list(chapters.titles()).index(identifier) < list(chapters.titles()).index(places[on[0]][0].id)
            title = chapters.titles()[identifier]
            assert (title in walked) == (identifier not in there and not before_all), title
    before = told[names.index("chapters/1-foundations/qubits/one-photon")]["policy"]
    taken = ("index", "the-protocol", "on-the-line", "the-promise")
    assert before["minutes"] == sum(page.minutes for _, page in places if page.name in {f"chapters/2-keys/bb84/{name}" for name in taken})
    policy = told[names.index("chapters/1-foundations/qubits/index")]["policy"]
    assert "one-photon" in policy["chosen"] and told[names.index("chapters/5-world/people/index")]["policy"]["chosen"] == ""


def test_a_reader_is_led_along_a_way(road_book, opened):
    tab = opened(road_book, "two/keys/first", viewport={"width": 1280, "height": 700})
    assert tab.locator(".site-way:visible, .site-onward:visible").count() == 0 and tab.locator(".site-continue").is_visible()
    tab.goto(f"{road_book.path('one/light').as_uri()}?way=security")
    shown = tab.locator(".site-way:visible")
    assert shown.count() == 1 and shown.inner_text().startswith("Track Security, page 1 of 6")
    onward = tab.locator(".site-onward:visible")
    assert onward.count() == 1 and "Noise and density matrices, No-cloning, The classical cryptography you need" in onward.inner_text()
    onward.locator("a").click()
    tab.wait_for_url("**/two/keys/index.html?way=security")
    assert tab.locator(".site-continue, .site-prev-next").is_visible() is False
    tab.locator(".site-nav .site-lessons a").first.click()          # any link within the book
    tab.wait_for_url("**/two/keys/first.html?way=security")
    read = "() => { scrollTo({ top: document.body.scrollHeight, behavior: 'instant' }); return window.qeduKept.get('pages', 'two/keys/first') === 2; }"
    tab.wait_for_function(read)
    tab.goto(f"{road_book.path('two/decoys').as_uri()}?way=school")
    assert "this page is not on it" in tab.locator(".site-way:visible").inner_text()
    assert "The track ends here" in tab.locator(".site-onward:visible").inner_text()
    tab.locator("[data-way-off]:visible").click()
    tab.wait_for_url("**/two/decoys.html")
    assert tab.locator(".site-way:visible").count() == 0
    tab.goto(f"{road_book.path('two/keys/first').as_uri()}?way=%3Cb%3E")
    assert tab.locator(".site-way:visible").count() == 0 and tab.locator(".site-continue").is_visible()


def test_the_way_without_code_folds_code_and_the_list_of_ways_starts_one(mini, opened):
    index = mini / "index.md"
    index.write_text(index.read_text(encoding="utf-8") + "\n```{ways}\n```\n", encoding="utf-8")
    for name in ("LICENSE", "LICENSE-CONTENT"):
        (mini / name).write_text("free", encoding="utf-8")
    chapter = mini / "chapters" / "mini.md"
    chapter.write_text(chapter.read_text(encoding="utf-8") + "\n```{code-cell} ipython3\nx = 1\n```\n", encoding="utf-8")
    page = build(mini, extensions=[*CONFIGURATION["extensions"], "qedu.book.maths", "qedu.book.theme"], html_theme="qedu",
                 html_math_renderer="katex", html_title="A book", project="A book", copyright="nobody")
    own, = (chapter.id for part in road(mini) for chapter in part.chapters if chapter.id)
    tab = opened(page, "index")
    way = next(track for track in chapters.tracks() if track.get("code") == "folded")
    assert own in way["chapters"]
    entry = tab.locator(f"[data-track={way['id']}]")
    entry.locator("summary").click()
    assert "not written yet" in entry.inner_text()
    entry.locator("a").first.click()
    tab.wait_for_url(f"**/chapters/mini.html?way={way['id']}")
    code = tab.locator(".cell_input")
    assert code.count() and not any(one.is_visible() for one in code.all())
    tab.locator(".site-fold summary").first.click()
    assert code.first.is_visible()
    plain = opened(page, "chapters/mini")
    assert plain.locator(".cell_input").first.is_visible()
