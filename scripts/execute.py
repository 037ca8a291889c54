"""Execute the code of the book's pages on all cores, into the cache from which the pages are made.

A page's results are kept as long as its code, and everything of this repository that its code has read, is what it
was: the modules of qedu that it imports, the checks of the exercises, data.  What a page reads is written down while
it runs (scripts/watch.py).  A page that starts other processes counts as reading everything.
"""

import asyncio
import contextlib
import hashlib
import os
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.util import source_from_cache
from pathlib import Path

from qedu import _yaml
from scripts import kernels

ROOT = Path(__file__).resolve().parent.parent

#: Kernels at a time: each takes some hundred megabytes.
WORKERS = min(os.cpu_count() or 1, 4)

_WATCH, _KERNELS = (Path(__file__).with_name(name) for name in ("watch.py", "kernels.py"))


def visible():
    """Every file of the repository that can change what a cell prints, besides the page."""
    for path in sorted((ROOT / "qedu").rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith("."):
            yield path
    for name in ("set.yaml", "common.py", "check.py", "words.yaml"):
        yield from sorted((ROOT / "exercises").rglob(name))
    yield ROOT / "requirements.txt"
    yield ROOT / "_config.yml"


def digest(used):
    """What the files and folders that a page has used hold now.

    Parameters
    ----------
    used : list of str
        Such as "file qedu/states.py", "folder exercises", "process", as `uses` gives them.

    Returns
    -------
    str
    """
    found = hashlib.sha256(sys.version.encode())
    for path in (ROOT / "requirements.txt", ROOT / "_config.yml", Path(__file__), _WATCH, _KERNELS):
        found.update(path.read_bytes())
    lines = [line for line in used if line != "process"]
    if "process" in used:
        lines += [f"file {path.relative_to(ROOT).as_posix()}" for path in visible()]
    for line in sorted(set(lines)):
        kind, _, name = line.partition(" ")
        path = ROOT / name
        if kind == "folder":
            held = "\n".join(sorted(each.name for each in path.iterdir() if _counts(each))).encode() if path.is_dir() else b"-"
        else:
            held = path.read_bytes() if path.is_file() else b"-"
        found.update(line.encode() + b"\0" + hashlib.sha256(held).digest())
    return found.hexdigest()


def _counts(path):
    """Whether a path is of the repository: not built, not installed, not hidden."""
    parts = path.relative_to(ROOT).parts
    return not any(part.startswith((".", "_build")) or part == "__pycache__" for part in parts)


def uses(written):
    """What a page has read, from the lines that its kernel wrote: compiled modules are named by their source.

    Parameters
    ----------
    written : str

    Returns
    -------
    list of str
    """
    found = set()
    for line in written.splitlines():
        kind, _, name = line.partition(" ")
        if kind == "process":
            found.add(kind)
            continue
        path = Path(name)
        if path.parent.name == "__pycache__" and path.suffix == ".pyc":
            path = Path(source_from_cache(name))
        if _counts(path) and (kind == "file" or path.is_dir()):
            found.add(f"{kind} {path.relative_to(ROOT).as_posix()}")
    return sorted(found)


class Page:
    """A page with code: its notebook, and what the cache holds of it.

    Parameters
    ----------
    source : pathlib.Path
        A MyST text notebook.
    cache : jupyter_cache.base.JupyterCacheAbstract
    """

    def __init__(self, source, cache):
        from myst_nb.core.read import is_myst_markdown_notebook, read_myst_markdown_notebook
        from myst_parser.config.main import MdParserConfig

        self.source, self.cache, self.notebook = source, cache, None
        text = source.read_text(encoding="utf-8")
        if is_myst_markdown_notebook(text):
            settings = _yaml.parse((ROOT / "_config.yml").read_text(encoding="utf-8"))
            self.timeout = settings["execute"]["timeout"]
            # Read as the book reads it, else its results are not found.
            parser = MdParserConfig(enable_extensions=set(settings["parse"]["myst_enable_extensions"]))
            self.notebook = read_myst_markdown_notebook(text, config=parser, add_source_map=True, path=str(source))

    def result(self):
        """The record of its results, or None."""
        try:
            return self.cache.match_cache_notebook(self.notebook)
        except KeyError:
            return None

    def is_stale(self):
        """Whether it has to be executed: never done, or something that it read has changed."""
        if self.notebook is None:
            return False
        result = self.result()
        return result is None or result.data.get("digest") != digest(result.data.get("used", ["process"]))

    def before(self):
        """Seconds that the page took the last time; unknown ones count as long."""
        return max((record.data.get("execution_seconds", 0) for record in self._records()), default=float("inf"))

    def _records(self):
        return [record for record in self.cache.list_cache_records() if record.uri == str(self.source)]

    async def execute(self, manager):
        """Execute it and keep the results, in place of earlier ones.

        Parameters
        ----------
        manager : type
            Class of the kernel's manager.

        Raises
        ------
        nbclient.exceptions.CellExecutionError, nbclient.exceptions.CellTimeoutError
        """
        from jupyter_cache.base import CacheBundleIn
        from nbclient import NotebookClient

        for record in self._records():
            with contextlib.suppress(KeyError):         # its file is gone already
                self.cache.remove_cache(record.pk)
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder, "used")
            first = f"exec(open({str(_WATCH)!r}, encoding='utf-8').read(), {{'root': {str(ROOT)!r}, 'out': {str(out)!r}}})"
            # Without times, for results are found again by all that a cell holds; and what a cell prints is one output, in
            # however many pieces it came from a busy machine.
            client = NotebookClient(self.notebook, timeout=self.timeout, record_timing=False, coalesce_streams=True,
                                    kernel_manager_class=manager, resources={"metadata": {"path": str(self.source.parent)}},
                                    extra_arguments=["--IPKernelApp.log_level=40", f"--IPKernelApp.exec_lines={first}"])
            began, clock = time.time(), time.monotonic()
            await client.async_execute(env=environment())
            used = uses(out.read_text(encoding="utf-8"))
        # What was edited meanwhile may have been read before or after: such a page is executed anew next time.
        edited = [line for line in used if line.startswith("file ") and (path := ROOT / line[5:]).is_file()
                  and path.stat().st_mtime >= began]
        data = {"execution_seconds": time.monotonic() - clock, "used": used, "digest": "" if edited else digest(used)}
        self.cache.cache_notebook_bundle(CacheBundleIn(self.notebook, str(self.source), data=data), check_validity=False,
                                         overwrite=True)


def environment():
    """What a kernel runs in: widgets as static elements (qedu.widgets.sphinx), one thread, compiled modules beside their sources."""
    given = {name: value for name, value in os.environ.items() if name != "PYTHONPYCACHEPREFIX"}
    return {**given, "QEDU_STATIC": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}


def stale(sources, folder):
    """Those pages that have to be executed, the longest first.

    Parameters
    ----------
    sources : iterable of pathlib.Path
    folder : pathlib.Path
        The cache's.

    Returns
    -------
    list of Page
    """
    from jupyter_cache import get_cache

    cache = get_cache(folder)
    return sorted((page for source in sources if (page := Page(source, cache)).is_stale()), key=Page.before, reverse=True)


def execute(pages):
    """Execute pages, several at a time.

    Parameters
    ----------
    pages : list of Page

    Returns
    -------
    dict of str to Exception
        What went wrong, by page.
    """
    failed = {}

    async def work(waiting, manager):
        while waiting:
            page = waiting.pop(0)
            try:
                await page.execute(manager)
            except Exception as error:          # a cell's own error among them: the other pages go on
                failed[page.source.relative_to(ROOT).as_posix()] = error

    async def everything():
        waiting = list(pages)
        with kernels.manager(environment(), len(pages)) as manager:
            await asyncio.gather(*(work(waiting, manager) for _ in range(WORKERS)))

    # In a thread of its own: whoever asks may have an event loop running already.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(everything())).result()
    return failed
