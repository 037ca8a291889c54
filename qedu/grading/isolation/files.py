"""Files that a notebook writes: they go into memory and can be read back, and no file of the machine is touched.

While a notebook is marked it may save a figure or a table and load it again, as it did when it was written; what it
does not write itself is not there, except Python and its packages.  This is a convenience for honest notebooks: what
keeps others from files is `qedu.grading.isolation.confine`.
"""

import builtins
import errno
import genericpath
import importlib.abc
import importlib.util
import io
import itertools
import os
import shutil
import stat
import sys
import tempfile

__all__ = ["install", "Readable", "SYSTEM"]

#: Where systems keep what libraries look up by themselves, such as fonts and time zones.
SYSTEM = tuple(os.path.normcase(os.path.join(path, "")) for path in (
    "/usr", "/etc", "/proc", "/sys", "/dev", "/lib", "/lib64", "/opt", "/System", "/Library", os.environ.get("SYSTEMROOT", r"C:\Windows"),
    os.environ.get("PROGRAMFILES", r"C:\Program Files")))


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


class _Entries(list):
    """What `os.scandir` gives: an iterator that can be closed."""

    def __next__(self):
        if not self:
            raise StopIteration
        return self.pop(0)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def close(self):
        pass


class _Entry:
    """What `os.scandir` tells of a file or folder in memory."""

    def __init__(self, folder, path):
        self.name, self._place = os.path.basename(path), path
        self.path = os.path.join(folder, self.name)

    def __fspath__(self):
        return self.path

    def is_dir(self, *, follow_symlinks=True):
        return genericpath.isdir(self._place)

    def is_file(self, *, follow_symlinks=True):
        return genericpath.isfile(self._place)

    def is_symlink(self):
        return False

    def stat(self, *, follow_symlinks=True):
        return os.stat(self._place)


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
    opens, stats, removes, renames, lists, scans = io.open, os.stat, os.remove, os.replace, os.listdir, os.scandir
    changes, dates, clears = os.chmod, os.utime, shutil.rmtree
    count = itertools.count()

    def place(path):
        return os.path.abspath(os.fsdecode(os.fspath(path)))

    def open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
        kinds = set(mode) if isinstance(mode, str) else set()
        if isinstance(file, int) or opener is not None or len(kinds & set("rwax")) != 1 or kinds - set("rwaxbt+"):
            return opens(file, mode, buffering, encoding, errors, newline, closefd, opener)
        path = place(file)
        if path not in kept and not kinds & set("wax"):
            # What libraries look up in the system is refused by the system, as they expect.
            if "+" not in kinds and (path in readable or os.path.normcase(path).startswith(SYSTEM)):
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
        if not genericpath.isdir(os.path.dirname(place(path))):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        folders.add(place(path))

    def rename(source, target, *more, **named):
        if place(source) in kept:
            kept[place(target)] = kept.pop(place(source))
        else:
            renames(source, target, *more, **named)

    def inside(path):
        """What the notebook has put into a folder, or None if it is not its own."""
        here = None if isinstance(path, int) or path is None else place(path)
        found = sorted(one for one in [*kept, *folders] if here == os.path.dirname(one))
        return found if found or here in folders else None

    def listdir(path="."):
        found = inside(path)
        return lists(path) if found is None else [os.path.basename(one) for one in found]

    def scandir(path="."):
        found = inside(path)
        if found is None:
            return scans(path)
        return _Entries(_Entry(os.fspath(path), one) for one in found)

    def rmtree(path, *more, **named):
        here = place(path)
        if here not in folders:
            return clears(path, *more, **named)
        for one in [*kept, *folders]:
            if one == here or one.startswith(os.path.join(here, "")):
                kept.pop(one, None)
                folders.discard(one)

    def unless_kept(really):
        def changed(path, *more, **named):
            if isinstance(path, int) or place(path) not in kept and place(path) not in folders:
                really(path, *more, **named)
        return changed

    def temporary(mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, *more, **named):
        name = f"{prefix or 'tmp'}{next(count)}{suffix or ''}"
        return open(os.path.join(dir or tempfile.tempdir, name), mode, buffering, encoding, None, newline)

    class Finder(importlib.abc.MetaPathFinder):
        """Modules that the notebook itself has written beside it."""

        def find_spec(self, name, path=None, target=None):
            text = kept.get(place(name + ".py")) if path is None else None
            return None if text is None else importlib.util.spec_from_loader(name, _Source(text.decode("utf-8")))

    sys.meta_path.append(Finder())
    builtins.open = io.open = open
    os.stat, os.remove, os.unlink, os.mkdir, os.rename, os.replace, os.listdir = status, remove, remove, mkdir, rename, rename, listdir
    os.scandir, os.chmod, os.utime, shutil.rmtree = scandir, unless_kept(changes), unless_kept(dates), rmtree
    tempfile.tempdir = os.path.abspath(os.curdir)
    tempfile.TemporaryFile = tempfile.NamedTemporaryFile = temporary
    os.path.exists, os.path.isfile, os.path.isdir, os.path.getsize = (
        genericpath.exists, genericpath.isfile, genericpath.isdir, genericpath.getsize)
    openers = sys.modules.get("numpy.lib._datasource")
    if openers is not None:                             # it holds on to the io.open of the time when it was loaded
        openers._file_openers._file_openers[None] = open
