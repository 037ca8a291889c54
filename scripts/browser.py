"""Find a Chromium for the tests and pictures, or install one.

    python scripts/browser.py      prints its path

The order: Chromium's headless shell, which draws a page at half the cost of a whole browser (on Debian, as
root, it is installed if it is not there); the system's own Chromium or Chrome; Playwright's download.
Without any of them the tests fail, they do not skip.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

#: Quiet, reproducible and without the network chatter of a browser that has just been installed.  One thread paints, since a page
#: is opened too often to start several for it; all in one thread (--disable-threaded-compositing) would be quicker still, but then
#: some frames that are asked for never come.
ARGUMENTS = ("--disable-gpu", "--num-raster-threads=1", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--force-color-profile=srgb",
             *(("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()))

_SHELL = "chromium-headless-shell"       # a package of Debian's, and the name of its program
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    os.path.expandvars(r"%ProgramFiles%\Google\Chrome\Application\chrome.exe"),
    os.path.expandvars(r"%LocalAppData%\Google\Chrome\Application\chrome.exe"),
    os.path.expandvars(r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe"),
)


def _installed():
    for name in _NAMES:
        path = shutil.which(name)
        if path:
            return path
    for place in _PLACES:
        if Path(place).is_file():
            return place
    try:
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            path = playwright.chromium.executable_path
        return path if Path(path).is_file() else None
    except Exception:       # inside a running event loop, or Playwright itself is broken
        return None


def _install_shell(fetch_lists):
    """Install Debian's headless shell, where that is possible; say nothing if it does not work."""
    if not (shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0):
        return
    print(f"browser: installing Debian's {_SHELL}", file=sys.stderr, flush=True)
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    apt = ["apt-get", "-qq", "-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=20"]
    install = [*apt, "install", "-y", "--no-install-recommends", _SHELL, "fonts-dejavu-core"]
    # Often the lists of packages are there already, and fresh.
    for commands in ([install], [[*apt, "update"], install])[:1 + fetch_lists]:
        if not any(subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                   .returncode for command in commands):
            return


def _download():
    print("browser: downloading Playwright's Chromium", file=sys.stderr, flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])


def find_browser():
    """Path of a Chromium that Playwright can drive.

    Returns
    -------
    str
        For ``playwright.chromium.launch(executable_path=..., args=ARGUMENTS)``.

    Raises
    ------
    RuntimeError
        If there is none and none could be installed.
    """
    if not shutil.which(_SHELL):
        _install_shell(fetch_lists=_installed() is None)     # no waiting if there is another browser
    path = shutil.which(_SHELL) or _installed()
    if path is None:
        _download()
        path = _installed()
    if path is None:
        raise RuntimeError("no Chromium or Chrome was found and none could be installed; install one "
                           "(Debian: apt-get install chromium-headless-shell) and run this again")
    return path


if __name__ == "__main__":
    print(find_browser())
