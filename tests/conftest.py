"""One browser for all tests of a process: Playwright does not run twice in one."""

import pytest

from scripts.browser import ARGUMENTS, find_browser


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=find_browser(), args=list(ARGUMENTS))
        yield chromium
        chromium.close()
