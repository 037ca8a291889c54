"""A page that has another place in the book than before is found at its old address."""

from .conftest import build


def test_the_old_address_leads_to_the_page(folder_book):
    page = folder_book.soup("chapters/filters")
    assert page.select_one('meta[http-equiv="refresh"]')["content"] == "0; url=filters/index.html"
    link = page.select_one("main a")
    assert link["href"] == "filters/index.html" and link.text == "It is now here: Filters" and page.html["lang"] == "en"
    assert (folder_book.path("chapters/filters").parent / link["href"]).is_file()
    assert not page.find_all("script") and "default-src 'none'" in page.select_one('meta[http-equiv="Content-Security-Policy"]')["content"]


def test_a_browser_goes_there(folder_book, opened):
    tab = opened(folder_book, "chapters/filters")
    tab.wait_for_url("**/chapters/filters/index.html")
    assert tab.locator("h1").first.inner_text().startswith("Filters")


def test_any_page_may_say_where_it_was_and_none_is_overwritten(folder):
    after = folder / "chapters/after.md"
    after.write_text('---\nqedu: {was: [old/place, chapters/filters/practice, chapters/filters]}\n---\n# After & all\n', encoding="utf-8")
    built = build(folder)
    said = "\n".join(built.warnings)
    assert "chapters/filters/practice is a page of the book" in said and "chapters/after was chapters/filters, too" in said
    assert built.soup("old/place").select_one("a")["href"] == "../chapters/after.html"
    assert built.soup("old/place").select_one("a").text == 'It is now here: After & all'
    assert "Recall cards" in built.path("chapters/filters/practice").read_text(encoding="utf-8")
    after.write_text("---\nqedu: {was: old/place.html}\n---\n# After\n", encoding="utf-8")
    assert "was:' in the front matter must be a list of names of pages" in "\n".join(build(folder).warnings)
