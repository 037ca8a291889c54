"""Each block of code can be copied: the code, and nothing of what it prints."""

import pytest
from playwright.sync_api import expect

from tests.pages.conftest import Tab


@pytest.fixture(params=[True, False], ids=["clipboard", "no clipboard"])
def copying(browser, request):
    """The page for authors, on which there is code; with the browser's clipboard, and as from a disk without one."""
    with Tab(browser, "chapters/back/authors", permissions=["clipboard-read", "clipboard-write"]) as tab:
        if not request.param:
            tab.page.add_init_script("delete Navigator.prototype.clipboard")
            tab.page.reload()
        yield tab.page


def test_the_button_copies_the_code(copying):
    block = copying.locator("main div.highlight").first
    block.hover()
    button = block.locator(".site-copy")
    button.click()
    expect(button).to_have_text("Copied")                     # the clipboard answers in its own time
    copying.evaluate("document.body.append(Object.assign(document.createElement('textarea'), { id: 'there' }))")
    copying.locator("#there").press("Control+v")
    code = block.locator("pre").inner_text().strip()
    assert code and copying.locator("#there").input_value() == code and "Copy" not in code
    assert copying.locator(".site-copy").count() >= 3


def test_what_a_cell_prints_has_no_button(browser):
    with Tab(browser, "chapters/1-foundations/qubits/counting") as tab:
        assert tab.page.locator(".cell_output .site-copy").count() == 0
