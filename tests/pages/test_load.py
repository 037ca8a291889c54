"""How soon a page is there on a slow line."""

import gzip
import http.server
import threading

import pytest

from .conftest import PAGES, SITE, html

LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
LARGEST = """new PerformanceObserver(list => { for (const one of list.getEntries()) window.largest = one.startTime; })
    .observe({ type: 'largest-contentful-paint', buffered: true })"""


class Compressed(http.server.SimpleHTTPRequestHandler):
    """The site as a usual host serves it: text compressed, files kept by the browser."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments):
        super().__init__(*arguments, directory=str(SITE))

    def log_message(self, *_):
        pass

    def do_GET(self):
        file = SITE / self.path.partition("?")[0].lstrip("/")
        if not file.is_file():
            return self.send_error(404)
        text = file.suffix in (".html", ".css", ".js", ".svg", ".json")
        body = gzip.compress(file.read_bytes(), 6) if text else file.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        if text:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def address():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Compressed)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def heaviest():
    """The landing page and, of the chapters that are lessons, the heaviest page."""
    lessons = [page for page in PAGES if any(other.startswith(page.rpartition("/")[0] + "/") and other.endswith("/index") for other in PAGES)
               and page.count("/") > 2]
    some = [page for page in PAGES if page == "chapters/index"]
    return [*some, *([max(lessons, key=lambda page: html(page).stat().st_size)] if lessons else [])]


def test_the_largest_thing_is_painted_within_two_seconds_on_a_slow_line(browser, address):
    """At 1.6 Mbit/s and 150 ms each way about, on a desktop and on a phone."""
    for page_name in heaviest():
        for viewport in ({"width": 1280, "height": 900}, {"width": 360, "height": 640}):
            context = browser.new_context(viewport=viewport)
            page = context.new_page()
            devtools = context.new_cdp_session(page)
            devtools.send("Network.enable")
            devtools.send("Network.emulateNetworkConditions", LINE)
            page.add_init_script(LARGEST)
            page.goto(f"{address}/{page_name}.html", wait_until="load")
            page.wait_for_timeout(300)
            assert 0 < page.evaluate("window.largest") <= 2000, (page_name, viewport)
            context.close()
