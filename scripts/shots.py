"""Take pictures of every page of the built book, into _build/shots.

    python scripts/shots.py [--pages PART] [--widths 1280 360] [--themes light dark]

A page is split into screenfuls: chapters_2-keys_bb84-360-dark-03.png is the third screenful of
that page at 360 px in the dark scheme.  The address opened is a file://, with the network off.
"""

import argparse
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.browser import ARGUMENTS, find_browser  # noqa: E402

SITE = ROOT / "_build" / "html"
OUT = ROOT / "_build" / "shots"
HEIGHT = {1280: 900, 360: 740}


def pages():
    """The pages of the table of contents, as built."""
    from sphinx_external_toc.parsing import parse_toc_yaml

    site_map = parse_toc_yaml(ROOT / "_toc.yml")
    return [SITE / f"{name}.html" for name in site_map]


def take(page, address, name, width):
    """Save the screenfuls of one page; return how many."""
    height = HEIGHT.get(width, 900)
    page.goto(address)
    page.wait_for_load_state("load")
    full = page.evaluate("document.documentElement.scrollHeight")
    screenful = height - page.evaluate("document.querySelector('.site-header').offsetHeight") - 20
    top, number = 0, 0
    while True:
        number += 1
        page.evaluate("y => window.scrollTo({top: y, behavior: 'instant'})", top)
        page.wait_for_timeout(60)
        page.screenshot(path=OUT / f"{name}-{number:02d}.png")
        if top + height >= full:
            return number
        top += screenful


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", default="", metavar="PART", help="only pages whose address contains this")
    parser.add_argument("--widths", type=int, nargs="+", default=[1280, 360])
    parser.add_argument("--themes", nargs="+", default=["light", "dark"], choices=["light", "dark"])
    options = parser.parse_args()

    from playwright.sync_api import sync_playwright

    wanted = [path for path in pages() if options.pages in path.as_posix()]
    if not wanted:
        sys.exit(f"no page of _toc.yml contains {options.pages!r}")
    if not options.pages:
        shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True, exist_ok=True)
    total = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
        for width in options.widths:
            for theme in options.themes:
                context = browser.new_context(viewport={"width": width, "height": HEIGHT.get(width, 900)},
                                              color_scheme=theme, offline=True)
                page = context.new_page()
                for path in wanted:
                    name = path.relative_to(SITE).with_suffix("").as_posix().replace("/", "_")
                    total += take(page, path.as_uri(), f"{name}-{width}-{theme}", width)
                context.close()
        browser.close()
    print(f"{total} pictures of {len(wanted)} pages in {OUT}")


if __name__ == "__main__":
    main()
