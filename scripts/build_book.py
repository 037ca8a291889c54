"""Build the book into _build/html and print where to open it.

    python scripts/build_book.py                                  the whole book
    python scripts/build_book.py --only chapters/2-keys/bb84.md   one chapter, quickly, into _build/one

Warnings are errors, and so is a cell that fails.  Results of cells are cached, and the cache
is thrown away when anything changes that a cell can see.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "_build"
SITE = BUILD / "html"


def visible_to_cells():
    """Files that change what a cell prints, besides the cell itself."""
    for path in sorted((ROOT / "qedu").rglob("*")):
        if path.suffix in {".py", ".json", ".yaml", ".csv", ".js", ".css", ".html", ".toml", ".mplstyle"}:
            yield path
    for name in ("checks.py", "set.yaml", "feedback.yaml"):
        yield from sorted((ROOT / "exercises").rglob(name))
    yield ROOT / "requirements.txt"
    yield ROOT / "_config.yml"


def forget_if_changed(folder):
    """Throw away an earlier build's results unless the library is what it was then."""
    digest = hashlib.sha256(sys.version.encode())
    for path in visible_to_cells():
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    mark = folder / "library-digest"
    if not mark.exists() or mark.read_text() != digest.hexdigest():
        for name in (".jupyter_cache", ".doctrees", "html", "jupyter_execute"):
            shutil.rmtree(folder / name, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        mark.write_text(digest.hexdigest())


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
    """Put into a folder what runs: qedu's wheel, the notebooks, and zip files that hold both.

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
    from qedu.grading import sources
    from qedu.grading.exercise import folders

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


def readme(what, wheel):
    """Return the two lines that go with a notebook and its wheel, as Windows' own editor shows them too."""
    return (f"Unpack this folder, open {what} in Jupyter, and run its first cell: it installs {wheel.name} from here.\r\n"
            "Texts: CC BY 4.0 (LICENSE-CONTENT). Code: BSD-3-Clause (LICENSE).\r\n").encode()


def build():
    """Build the whole book."""
    forget_if_changed(BUILD)
    jupyter_book("-W", "-n", "--keep-going", "--quiet")
    add_downloads(SITE / "downloads")
    print(f"\nThe book is built. Open it in a browser:\n    {(SITE / 'index.html').as_uri()}")


def build_one(chapter):
    """Build one chapter on its own, for writing: links to other chapters are not checked."""
    folder = BUILD / "one"
    source = Path(chapter).resolve().relative_to(ROOT).with_suffix("")
    forget_if_changed(folder / "_build")
    toc = folder / "_toc.yml"
    toc.write_text("format: jb-book\nroot: chapters/index\nchapters:\n"
                   f"  - file: {source.as_posix()}\n  - file: chapters/back/bibliography\n")
    jupyter_book("--toc", str(toc), "--path-output", str(folder), "--keep-going", "--quiet")
    page = folder / "_build" / "html" / source.with_suffix(".html")
    print(f"\nWarnings about links to other pages are to be expected here. Open it in a browser:\n    {page.as_uri()}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", metavar="CHAPTER", help="build this chapter alone, into _build/one")
    chapter = parser.parse_args().only
    if chapter:
        build_one(chapter)
    else:
        build()


if __name__ == "__main__":
    main()
