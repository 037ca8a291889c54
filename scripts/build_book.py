"""Build the book into _build/html and print where to open it.

    python scripts/build_book.py                                  the whole book
    python scripts/build_book.py --only bb84                      one chapter, quickly, into _build/one
    python scripts/build_book.py --as epub                        the whole book for an e-reader, in _build/epub
    python scripts/build_book.py --as latex                       and as LaTeX, in _build/latex; a Chromium prints its drawings

Warnings are errors, and so is a cell that fails.  The cells are executed beforehand, on all cores, and only on pages
whose code, or a file that it read, has changed (scripts/execute.py).
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from qedu import _yaml  # noqa: E402
from scripts import chapters, execute, lesson_notebooks  # noqa: E402

BUILD = ROOT / "_build"
#: The built site, for those who look at it; run_tests.py says another one for the tests of a single chapter.
SITE = Path(os.environ.get("QEDU_SITE", BUILD / "html"))
#: The results of the cells, one for the whole book and for single pages.
CACHE = BUILD / ".jupyter_cache"


def pages():
    """The sources of the pages of the table of contents."""
    return [ROOT / f"{name}.md" for name in chapters.book()]


def prepare(folder, sources):
    """Execute what is to be executed, and throw away pages of an earlier build that may look otherwise now.

    Parameters
    ----------
    folder : pathlib.Path
        That of the built pages.
    sources : list of pathlib.Path
    """
    to_do = execute.stale(sources, CACHE)
    digest = execute.digest(["process"])          # the pages are made by the library too
    mark = folder / "library-digest"
    if to_do or not mark.exists() or mark.read_text() != digest:
        for name in (".doctrees", "html", "jupyter_execute"):
            shutil.rmtree(folder / name, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
    failed = execute.execute(to_do)
    for page, error in failed.items():
        print(f"{page}: the code of this page ended with an error.\n{error}", file=sys.stderr)
    if failed:
        sys.exit(1)
    mark.write_text(digest)


def jupyter_book(*arguments):
    """Run jupyter-book of this environment; end with its exit code if it fails."""
    program = Path(sys.executable).with_name("jupyter-book.exe" if os.name == "nt" else "jupyter-book")
    environment = dict(os.environ, PYDEVD_DISABLE_FILE_VALIDATION="1")
    result = subprocess.run([str(program), "build", str(ROOT), *arguments], cwd=ROOT, env=environment)
    if result.returncode:
        sys.exit(result.returncode)


def pack(target, files):
    """Write a zip file.

    Parameters
    ----------
    target : pathlib.Path
    files : dict of str to bytes
        By name in the zip file.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in files.items():
            bundle.writestr(name, content)
            bundle.getinfo(name).external_attr = 0o644 << 16        # else only whoever unpacks it may read it


def add_downloads(downloads, site=None):
    """Put into a folder what runs: qedu's wheel, the notebooks of exercises and of lessons, and zip files that hold both.

    The notebooks in the repository, and so in the wheel, name no address and no checksum: the wheel cannot hold its own.
    If the book has an address, the copies here get them, so that a single notebook finds its wheel.

    Parameters
    ----------
    downloads : pathlib.Path
    site : str, optional
        The address of the book; by default that of _config.yml.
    """
    from qedu import __version__
    from qedu.content import address
    from qedu.grading.exercise import folders
    from qedu.grading.notebooks import sources

    site = address.site() if site is None else site
    downloads.mkdir(exist_ok=True)
    for old in (*downloads.glob("*.whl"), *downloads.glob("*.zip")):
        old.unlink()
    subprocess.run([sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check", "wheel", "--no-deps",
                    "--no-build-isolation", "--wheel-dir", str(downloads), str(ROOT)], check=True)
    wheel = next(downloads.glob("qedu-*.whl"))
    checksum = hashlib.sha256(wheel.read_bytes()).hexdigest()
    always = {path.name: path.read_bytes() for path in (wheel, ROOT / "LICENSE", ROOT / "LICENSE-CONTENT")}
    notebooks = {}
    for name, folder in folders().items():
        text = sources.text(sources.student(folder, __version__, site, checksum))
        notebooks[f"{name}.ipynb"] = text.encode()
        (downloads / f"{name}.ipynb").write_bytes(text.encode())
        pack(downloads / f"{name}.zip", {f"{name}.ipynb": text.encode(), **always, "README.txt": readme(f"{name}.ipynb", wheel)})
    pack(downloads / "qedu-exercises.zip", {**notebooks, **always, "README.txt": readme("a notebook (.ipynb)", wheel)})
    lessons = downloads / "lessons"
    shutil.rmtree(lessons, ignore_errors=True)
    lessons.mkdir()
    for name, text in lesson_notebooks.texts(chapters.book(), __version__, site, checksum).items():
        (lessons / f"{name}.ipynb").write_bytes(text.encode())
        pack(lessons / f"{name}.zip", {f"{name}.ipynb": text.encode(), **always, "README.txt": readme(f"{name}.ipynb", wheel)})


def readme(what, wheel):
    """Return the two lines that go with a notebook and its wheel, as Windows' own editor shows them too."""
    return (f"Unpack this folder, open {what} in Jupyter, and run its first cell: it installs {wheel.name} from here.\r\n"
            "Texts: CC BY 4.0 (LICENSE-CONTENT). Code: BSD-3-Clause (LICENSE).\r\n").encode()


def build():
    """Build the whole book."""
    site = BUILD / "html"
    prepare(BUILD, pages())
    jupyter_book("-W", "-n", "--keep-going", "--quiet")
    add_downloads(site / "downloads")
    print(f"\nThe book is built. Open it in a browser:\n    {(site / 'index.html').as_uri()}")


def build_as(form):
    """Build the whole book for paper or for an e-reader.

    Parameters
    ----------
    form : str
        ``"epub"`` or ``"latex"``.

    Returns
    -------
    pathlib.Path
        The folder that holds it.
    """
    if form == "latex":
        from scripts.browser import find_browser

        os.environ.setdefault("QEDU_BROWSER", find_browser())
    prepare(BUILD, pages())
    folder = BUILD / form
    shutil.rmtree(folder, ignore_errors=True)           # what an earlier build left there would be packed too
    jupyter_book("-W", "-n", "--keep-going", "--quiet", "--builder", "custom", "--custom-builder", form)
    for file in sorted((*folder.glob("*.epub"), *folder.glob("*.tex"))):
        print(f"\nThe book is built:\n    {file}")
    return folder


def build_some(names):
    """Build some pages on their own, for writing: links to other chapters are not checked.

    Parameters
    ----------
    names : list of str
        As in the table of contents.
    """
    folder = BUILD / "one"
    prepare(folder / "_build", [ROOT / f"{name}.md" for name in dict.fromkeys(["chapters/index", *names])])     # the root is always there
    settings = _yaml.parse((ROOT / "_config.yml").read_text(encoding="utf-8"))
    settings["execute"]["cache"] = str(CACHE)
    (folder / "_config.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    shown = [name for name in dict.fromkeys([*names, "chapters/back/bibliography"]) if name != "chapters/index"]
    contents = {"format": "jb-book", "root": "chapters/index", "chapters": chapters.contents(shown)}
    (folder / "_toc.yml").write_text(yaml.safe_dump(contents), encoding="utf-8")
    jupyter_book("--config", str(folder / "_config.yml"), "--toc", str(folder / "_toc.yml"), "--path-output", str(folder),
                 "--keep-going", "--quiet")
    page = folder / "_build" / "html" / f"{names[0]}.html"
    print(f"\nWarnings about links to other pages are to be expected here. Open it in a browser:\n    {page.as_uri()}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", metavar="CHAPTER", nargs="+", help="build this chapter alone, into _build/one: its page's or "
                        "folder's name, its path or its ID")
    parser.add_argument("--as", dest="form", choices=("epub", "latex"), help="the whole book in another form than a site")
    wanted = parser.parse_args()
    if wanted.only:
        build_some([name for word in wanted.only for name in chapters.find(word)])
    elif wanted.form:
        build_as(wanted.form)
    else:
        build()


if __name__ == "__main__":
    main()
