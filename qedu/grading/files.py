"""Files that a notebook writes: they go into memory and can be read back, and no file of the machine is touched.

While a notebook is marked it may save a figure or a table and load it again, as it did when it was written; what it
does not write itself is not there, except Python and its packages.  This is a convenience for honest notebooks: what
keeps others from files is `qedu.grading.confine`.
"""

import builtins
import errno
import genericpath
import importlib.abc
import importlib.util
import io
import os
import stat
import sys

__all__ = ["install", "Readable"]


class Readable:
    """Which files a notebook may read while it is marked: Python, its packages, and the system's libraries.

    Parameters
    ----------
    allowed, hidden : iterable of pathlib.Path
        What lies in `allowed` and not in `hidden`; all resolved.
    """

    def __init__(self, allowed, hidden=()):
        self._allowed = tuple(os.path.join(os.path.normcase(path), "") for path in map(str, allowed))
        self._hidden = tuple(os.path.join(os.path.normcase(path), "") for path in map(str, hidden))
        self._files = frozenset(os.path.normcase(path) for path in map(str, allowed))

    def __contains__(self, path):
        """Whether the file or folder `path`, a str, is one of them."""
        for where in (os.path.abspath, os.path.realpath):
            place = os.path.normcase(where(path))
            if place in self._files or (place + os.sep).startswith(self._allowed):
                return not os.path.join(os.path.normcase(os.path.realpath(path)), "").startswith(self._hidden or ("\0",))
        return False


class _File(io.BytesIO):
    """A file in memory; what is written is kept at each flush and at its end."""

    def __init__(self, kept, path, mode, data):
        super().__init__(data)
        self._kept, self._path, self.name, self.mode = kept, path, path, mode
        self._writes = mode != "rb"
        if "a" in mode:
            self.seek(0, io.SEEK_END)
        if self._writes:
            kept[path] = data

    def flush(self):
        super().flush()
        if self._writes:
            self._kept[self._path] = self.getvalue()

    def close(self):
        if not self.closed:
            self.flush()
        super().close()


class _Source(importlib.abc.InspectLoader):
    """Loads a module from text."""

    def __init__(self, text):
        self._text = text

    def get_source(self, name):
        return self._text


def install(readable):
    """From now on, in this process, keep what is opened for writing in memory.  There is no way back.

    Parameters
    ----------
    readable : Readable
        What may be read besides.
    """
    kept, folders = {}, set()
    opens, stats, removes, makes, renames, lists = io.open, os.stat, os.remove, os.mkdir, os.replace, os.listdir

    def place(path):
        return os.path.abspath(os.fsdecode(os.fspath(path)))

    def open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
        kinds = set(mode) if isinstance(mode, str) else set()
        if isinstance(file, int) or opener is not None or len(kinds & set("rwax")) != 1 or kinds - set("rwaxbt+"):
            return opens(file, mode, buffering, encoding, errors, newline, closefd, opener)
        path = place(file)
        if path not in kept and not kinds & set("wax"):
            if "+" not in kinds and path in readable:
                return opens(file, mode, buffering, encoding, errors, newline, closefd)
            raise FileNotFoundError(errno.ENOENT, "This file is not there while the notebook is marked", str(file))
        if "x" in kinds and path in kept:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(file))
        binary = "".join(sorted(kinds - {"t"} | {"b"}, key="rwaxb+".index))
        data = _File(kept, path, binary, b"" if "w" in kinds else kept.get(path, b""))
        return data if "b" in kinds else io.TextIOWrapper(data, encoding or "utf-8", errors, newline)

    def status(path, *more, **named):
        where = None if isinstance(path, int) else place(path)
        if where in kept:
            return os.stat_result((stat.S_IFREG | 0o644, 0, 0, 1, 0, 0, len(kept[where]), 0, 0, 0))
        if where in folders:
            return os.stat_result((stat.S_IFDIR | 0o755, 0, 0, 1, 0, 0, 0, 0, 0, 0))
        return stats(path, *more, **named)

    def remove(path, *more, **named):
        if kept.pop(place(path), None) is None:
            removes(path, *more, **named)

    def mkdir(path, *more, **named):
        if genericpath.exists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
        folders.add(place(path))

    def rename(source, target, *more, **named):
        if place(source) in kept:
            kept[place(target)] = kept.pop(place(source))
        else:
            renames(source, target, *more, **named)

    def listdir(path="."):
        here = None if isinstance(path, int) or path is None else place(path)
        inside = sorted({os.path.basename(one) for one in [*kept, *folders] if here == os.path.dirname(one)})
        return inside if inside or here in folders else lists(path)

    class Finder(importlib.abc.MetaPathFinder):
        """Modules that the notebook itself has written beside it."""

        def find_spec(self, name, path=None, target=None):
            text = kept.get(place(name + ".py")) if path is None else None
            return None if text is None else importlib.util.spec_from_loader(name, _Source(text.decode("utf-8")))

    sys.meta_path.append(Finder())
    builtins.open = io.open = open
    os.stat, os.remove, os.unlink, os.mkdir, os.rename, os.replace, os.listdir = status, remove, remove, mkdir, rename, rename, listdir
    os.path.exists, os.path.isfile, os.path.isdir, os.path.getsize = (
        genericpath.exists, genericpath.isfile, genericpath.isdir, genericpath.getsize)
    openers = sys.modules.get("numpy.lib._datasource")
    if openers is not None:                             # it holds on to the io.open of the time when it was loaded
        openers._file_openers._file_openers[None] = open
