"""A plugin of pytest (``-p tests.backwards``): the test files in reversed order, to find tests that need or spoil what others leave.

Within a file the order stays: tests of one file may share a tab or a page.
"""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    files = {}
    for item in items:
        files.setdefault(item.nodeid.partition("::")[0], []).append(item)
    items[:] = [item for file in reversed(files) for item in files[file]]
