"""What tests of several folders share: the browser, since Playwright does not run twice in a process, and the book."""

import gc
import os
import platform
import sys
import time
from pathlib import Path

import pytest

from scripts.browser import ARGUMENTS, find_browser
from scripts.build_book import SITE


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=find_browser(), args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def built():
    """The folder of the built book.  Waits for its end if it is being built beside the tests (scripts/run_tests.py)."""
    mark = os.environ.get("QEDU_BEING_BUILT")
    while mark and Path(mark).exists():
        time.sleep(0.2)
    assert (SITE / "index.html").exists(), f"{SITE} is not built: run `make book` first"
    return SITE


def pytest_collection_finish():
    """Thousands of tests that stay are no garbage, and need not be looked through for it again and again."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items):
    """What looks at the built book comes last, so that no worker waits for it while there is something else to do.

    What decodes sparse codes is left out where the decoder cannot be installed, as requirements.in says.
    """
    if sys.platform == "linux" and platform.machine() != "x86_64":
        for item in items:
            if item.path.name in ("ldpc.py", "test_ldpc.py"):
                item.add_marker(pytest.mark.skip("the package ldpc wants stim, which has no wheel for Linux on this processor"))
    items.sort(key=lambda item: "built" in item.fixturenames)
