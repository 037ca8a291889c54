"""What a lesson says about itself, compared with its chapter's index page."""

import pytest

from qedu.content import chapters
from qedu.content.road import find, road

INDEX = """---
qedu:
  id: C06
  minutes: 5
  needs: [C02]
  cfqt: {I: B1, domains: [D7]}
  objectives: {C06.1: "Sift.", C06.2: "Estimate."}
  misconceptions: [M03]
  widgets: []
  exercises: []
---
# BB84
"""


@pytest.fixture
def write(tmp_path):
    """Write a page of the chapter; the index page is there."""
    (tmp_path / "index.md").write_text(INDEX, encoding="utf-8")

    def page(front, name="by-hand"):
        path = tmp_path / f"{name}.md"
        path.write_text(f"---\nqedu: {front}\n---\n# Page\n", encoding="utf-8")
        return path

    return page


def test_a_lesson_says_chapter_minutes_and_objectives(write):
    path = write("{chapter: C06, minutes: 20, objectives: [C06.1], needs: [bb84-sift]}")
    assert chapters.lesson(path) == chapters.Lesson("C06", 20, ("C06.1",), ("bb84-sift",))
    assert chapters.read(path) is None and chapters.owner(path).id == "C06"
    assert chapters.owner(path.with_name("index.md")) == chapters.read(path.with_name("index.md")) and chapters.lesson(path.with_name("index.md")) is None
    assert chapters.lesson(write("{chapter: C06, minutes: 45, objectives: []}", "practice")).objectives == ()


@pytest.mark.parametrize("front, said", [
    ("{chapter: C06, objectives: [C06.1]}", "has no 'minutes:'"),
    ("{chapter: C06, minutes: soon, objectives: [C06.1]}", "minutes:' in the front matter must be a whole number of minutes; got 'soon'"),
    ("{chapter: C06, minutes: true, objectives: [C06.1]}", "must be a whole number of minutes; got True"),
    ("{chapter: C07, minutes: 20, objectives: [C06.1]}", "chapter:' in the front matter must be C06, the chapter of index.md"),
    ("{chapter: C06, minutes: 20, objectives: [C07.1]}", "objectives:' in the front matter must be a list of C06.1, C06.2, those of the chapter"),
    ("{chapter: C06, minutes: 20, objectives: []}", "objectives:' in the front matter must be a list of C06.1"),
    ("{chapter: C06, minutes: 20, objectives: [C06.1, C06.1]}", "must be a list of different IDs"),
    ("{chapter: C06, minutes: 20, objectives: C06.1}", "must be a list of different IDs; got 'C06.1'"),
    ("{chapter: C06, minutes: 20, objectives: [C06.1], widgets: []}", "unknown key 'widgets:'; it may have chapter, minutes, objectives, needs, was"),
    ("{chapter: C06, minutes: 20, objectives: [C06.1], needs: {a: 1}}", "needs:' in the front matter must be a list of different IDs")])
def test_what_is_wrong_is_named_with_file_and_key(write, front, said):
    path = write(front)
    with pytest.raises(ValueError) as error:
        chapters.lesson(path)
    assert str(error.value).startswith(f"{path}: 'qedu:") and said in str(error.value)


def test_a_lesson_needs_an_index_page(write):
    path = write("{chapter: C06, minutes: 20, objectives: [C06.1]}")
    path.with_name("index.md").unlink()
    with pytest.raises(ValueError, match=r"by-hand\.md: .* no index\.md with a chapter's 'qedu: id:' beside this page"):
        chapters.lesson(path)


def test_a_page_says_where_it_was(write):
    assert chapters.moved(write("{was: [chapters/bb84, a-b/c]}")) == ("chapters/bb84", "a-b/c")
    assert chapters.read(write("{was: [chapters/bb84]}")) is None and chapters.moved(write("{}")) == ()
    for wrong in ("chapters/bb84", "[chapters/bb84.html]", "[/bb84]", "[../bb84]", "[3]"):
        with pytest.raises(ValueError, match="was:' in the front matter must be a list of names of pages without ending"):
            chapters.moved(write(f"{{was: {wrong}}}"))


def test_a_page_is_found_on_the_road_of_a_book_without_parts_too(write, tmp_path):
    write("{chapter: C06, minutes: 20, objectives: [C06.1]}")
    (tmp_path / "other.yml").write_text("root: home\nchapters: [{file: index, sections: [{file: by-hand}]}]\n", encoding="utf-8")
    parts = road(tmp_path, "other.yml")
    chapter, page = find(parts, "by-hand")
    assert (chapter.id, chapter.minutes, page.number, page.objectives, parts[0].caption) == ("C06", 25, 1, ("C06.1",), "")
    assert chapter.pages[0].objectives == ("C06.1", "C06.2") and find(parts, "nowhere") is None
