"""Find a Chromium for the tests and pictures, or install one.

    python scripts/browser.py      prints its path

The order: the system's own (Chromium or Chrome); Debian's package, when run as root there;
Playwright's download.  Without any of them the tests fail, they do not skip.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

#: Quiet, reproducible and without the network chatter of a browser that has just been installed.
ARGUMENTS = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--force-color-profile=srgb",
             *(("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()))

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


def _install():
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if root and shutil.which("apt-get"):
        print("browser: installing Debian's chromium", file=sys.stderr, flush=True)
        environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        for command in (["apt-get", "update", "-qq"],
                        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium",
                         "fonts-dejavu-core"]):
            if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL).returncode:
                break
        else:
            return
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
    path = _installed()
    if path is None:
        _install()
        path = _installed()
    if path is None:
        raise RuntimeError("no Chromium or Chrome was found and none could be installed; install one "
                           "(Debian, Ubuntu: apt-get install chromium) and run this again")
    return path


if __name__ == "__main__":
    print(find_browser())
