"""Where keys wait until an application asks for them: a file of SQLite in which each step happens whole or not at all.

Distilled bits come in at one end and wait, pool by pool, for a pair of places.  The application that begins, the master, is given
some of them as keys with names; the other one, the slave, collects its copies by these names.  What is promised:

- no bit is given to two masters, no key is given twice to its master, and none is collected twice by its slave;
- what is given or collected is written down *before* it is returned.  If the program is killed before that, the bits are still in the
  pool; if it is killed after, they are spent, whether or not the answer arrived.

Nothing more can be had: who answers first and writes down later gives a key twice when the program is killed in between.
"""

import os
import sqlite3
import threading
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from qedu import _shown
from qedu._arguments import bad, bits, count
from qedu._types import Bytes
from qedu.keys import Distilled

#: Bytes of a row of a pool, which is written anew when some are taken out of it.
_PIECE = 1024

#: Names of places and applications are at most so long.
LONGEST_NAME = 128

_TABLES = """
CREATE TABLE IF NOT EXISTS places (application TEXT PRIMARY KEY, place TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS bits (id INTEGER PRIMARY KEY AUTOINCREMENT, one TEXT NOT NULL, other TEXT NOT NULL, data BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS pools ON bits (one, other, id);
CREATE TABLE IF NOT EXISTS given (id TEXT PRIMARY KEY, master TEXT NOT NULL, slave TEXT NOT NULL, at REAL NOT NULL,
                                  data BLOB, collected REAL);
"""


class NotEnough(Exception):
    """The pool holds fewer bits than are asked for; nothing was taken from it."""


class NotYours(Exception):
    """The caller was never named as the owner of one of these keys, which may or may not exist; nothing was given."""


class NotThere(Exception):
    """The caller was named as the owner of one of these keys, and has collected it before; nothing was given."""


@dataclass(frozen=True, repr=False)
class Key:
    """A key with its name; it does not show its bits.

    Attributes
    ----------
    id : str
        Its name, a UUID.
    data : bytes
        The bits, eight in each byte.

    Notes
    -----
    Chapter C14.
    """

    id: str
    data: bytes

    def __repr__(self) -> str:
        return _shown.line("Key", self.id, f"{8 * len(self.data)} bits")

    def _repr_html_(self) -> str:
        return _shown.table("Key", [["Name", self.id], ["Bits, which are not shown", str(8 * len(self.data))]])


def _printable(argument: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_NAME or not value.isprintable():
        raise bad(argument, value, f"a name of 1 to {LONGEST_NAME} printable characters")
    return value


class Store:
    """A file of keys for pairs of places, and for the applications at these places.

    Several threads and several programs may use one file: SQLite lets one of them write at a time.

    Parameters
    ----------
    path : str or path
        The file; made if there is none.
    capacity_bits : int
        Bits that a pool holds at most; more are not taken in.

    Notes
    -----
    Chapter C14.  Delivery follows ETSI GS QKD 014 V1.1.1, clauses 5.3 and 5.4: keys that were delivered are removed from the pool.
    Two places that share a key have a store each.  Here one file serves both: it stands for two stores that always agree, and how
    they come to agree is left open by that document, too.

    Examples
    --------
    >>> import tempfile, numpy as np
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     store = Store(folder + "/keys.sqlite")
    ...     store.enrol("hospital-a", "Utrecht")
    ...     store.enrol("hospital-b", "Delft")
    ...     added = store.fill("Utrecht", "Delft", np.random.default_rng(1).integers(0, 2, 1024))
    ...     [key] = store.give("hospital-a", "hospital-b", size=256)
    ...     [copy] = store.collect("hospital-b", "hospital-a", [key.id])
    ...     left = store.bits("Utrecht", "Delft")
    ...     store.close()
    >>> added, copy == key, left
    (1024, True, 768)
    """

    def __init__(self, path: str | os.PathLike[str], *, capacity_bits: int = 2**24) -> None:
        self.path = os.fspath(path)
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))     # for its owner alone, as what SQLite puts beside it
        self.capacity_bits = count("capacity_bits", capacity_bits, 8)
        self._own, self._lock = threading.local(), threading.Lock()
        self._all: list[sqlite3.Connection] = []
        self._connection().executescript(_TABLES)

    def _connection(self) -> sqlite3.Connection:
        """The connection of this thread."""
        if not hasattr(self._own, "connection"):
            connection = sqlite3.connect(self.path, isolation_level=None, timeout=30, check_same_thread=False)
            # What is written down stays, also when the power fails.  What is deleted is overwritten in the file; the log that SQLite
            # keeps beside it holds old pages until the file is closed.
            for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
                connection.execute(f"PRAGMA {pragma}")
            self._own.connection = connection
            with self._lock:
                self._all.append(connection)
        return self._own.connection

    @contextmanager
    def _written(self) -> Iterator[sqlite3.Connection]:
        """One step that happens whole or not at all; others wait until it has."""
        connection = self._connection()
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:               # where the disk is full, SQLite has gone back by itself
                connection.execute("ROLLBACK")
            raise

    def close(self) -> None:
        """Close the file, for all threads."""
        with self._lock:
            for connection in self._all:
                connection.close()
            self._all.clear()
        self._own = threading.local()

    def enrol(self, application: str, place: str) -> None:
        """Write down at which place an application is.

        Parameters
        ----------
        application, place : str
            Their names (SAE ID and KME ID of ETSI GS QKD 014).

        Raises
        ------
        ValueError
            If the application is enrolled at another place: its keys would be looked for in other pools.
        """
        application, place = _printable("application", application), _printable("place", place)
        if "/" in application or application in (".", ".."):
            raise bad("application", application, "a name that can be a part of an address: without /, and neither . nor ..")
        with self._written() as file:
            file.execute("INSERT OR IGNORE INTO places VALUES (?, ?)", (application, place))
            [(known,)] = file.execute("SELECT place FROM places WHERE application = ?", (application,))
        if known != place:
            raise bad("place", place, f"{known!r}, where {application!r} is enrolled already")

    def place(self, application: str) -> str | None:
        """Return the place of an application, or None for one that is not enrolled."""
        found = self._connection().execute("SELECT place FROM places WHERE application = ?", (application,)).fetchone()
        return found and found[0]

    def places(self, master: str, slave: str) -> tuple[str, str]:
        """Return the places of two applications that a pool serves.

        Raises
        ------
        NotYours
            If one of them is not enrolled, or both are at one place.
        """
        here, there = self.place(master), self.place(slave)
        if here is None or there is None or here == there:
            raise NotYours
        return here, there

    def fill(self, one: str, other: str, key: object) -> int:
        """Add distilled bits to the pool of two places.

        Parameters
        ----------
        one, other : str
            The places, in any order.
        key : Distilled or array of 0 and 1
            What `qedu.keys.distill` returned, or bits.

        Returns
        -------
        int
            How many bits were taken in: whole bytes, and no more than the pool has room for.

        Raises
        ------
        ValueError
            If the run was aborted, its two keys differ, or something else than 0 and 1 is among the bits.
        """
        places = self.pool(one, other)
        data = np.packbits(_bits(key)).tobytes()
        with self._written() as file:
            data = data[:max(0, (self.capacity_bits - self._count(file, places)) // 8)]
            file.executemany("INSERT INTO bits (one, other, data) VALUES (?, ?, ?)",
                             [(*places, data[start:start + _PIECE]) for start in range(0, len(data), _PIECE)])
        return 8 * len(data)

    def bits(self, one: str, other: str) -> int:
        """Return how many bits the pool of two places holds."""
        return self._count(self._connection(), self.pool(one, other))

    @staticmethod
    def pool(one: str, other: str) -> tuple[str, str]:
        """Return the two places of a pool, in the order in which they are written down.

        Raises
        ------
        ValueError
            If they are one, or no names.
        """
        first, second = sorted((_printable("one", one), _printable("other", other)))
        if first == second:
            raise bad("other", other, f"another place than {one!r}")
        return first, second

    @staticmethod
    def _count(file: sqlite3.Connection, places: tuple[str, str]) -> int:
        [(found,)] = file.execute("SELECT coalesce(sum(length(data)), 0) FROM bits WHERE one = ? AND other = ?", places)
        return 8 * found

    def _take(self, file: sqlite3.Connection, places: tuple[str, str], wanted: int) -> bytes:
        """The oldest bytes of a pool, taken out of it."""
        taken = b""
        while len(taken) < wanted:
            found = file.execute("SELECT id, data FROM bits WHERE one = ? AND other = ? ORDER BY id LIMIT 1", places).fetchone()
            if not found:                               # the step is not done, and so all of it stays
                raise NotEnough(f"{8 * len(taken)} bits are there, and {8 * wanted} are asked for")
            row, data = found
            rest = data[wanted - len(taken):]
            taken += data[:wanted - len(taken)]
            if rest:
                file.execute("UPDATE bits SET data = ? WHERE id = ?", (rest, row))
            else:
                file.execute("DELETE FROM bits WHERE id = ?", (row,))
        return taken

    def give(self, master: str, slave: str, *, number: int = 1, size: int = 256) -> list[Key]:
        """Take keys out of the pool of two applications, and keep a copy of each for the slave alone.

        Parameters
        ----------
        master, slave : str
            The application that asks, and the one with which it wants to talk.
        number : int
            How many keys.
        size : int
            Bits of each, a multiple of 8.

        Returns
        -------
        list of Key
            All of them, or none.

        Raises
        ------
        NotEnough
            If the pool has too few bits; it keeps those that it has.
        NotYours
            If one of the two is not enrolled, or both are at one place, which no pool serves.
        """
        number, size = count("number", number, 1), count("size", size, 8)
        if size % 8:
            raise bad("size", size, "a multiple of 8")
        places = self.pool(*self.places(master, slave))
        with self._written() as file:
            taken, step = self._take(file, places, number * size // 8), size // 8
            keys = [Key(str(uuid.uuid4()), taken[start:start + step]) for start in range(0, len(taken), step)]
            file.executemany("INSERT INTO given VALUES (?, ?, ?, ?, ?, NULL)",
                             [(key.id, master, slave, time.time(), key.data) for key in keys])
        return keys

    def collect(self, slave: str, master: str, ids: Iterable[str]) -> list[Key]:
        """Give the slave its copies, and delete them here.

        Parameters
        ----------
        slave, master : str
            The application that asks, and the one that was given the keys.
        ids : iterable of str
            Their names, each once.

        Returns
        -------
        list of Key
            All of them, in the order of `ids`, or none.

        Raises
        ------
        NotYours
            If one of them was not given by `master` for this slave, whether or not there is such a key.
        NotThere
            If the slave has collected one of them before, or names it twice.
        ValueError
            If one of the names is no text.
        """
        ids = [ids] if isinstance(ids, str) else list(ids)
        for key in ids:
            if not isinstance(key, str) or not key.isprintable():
                raise bad("ids", key, "names of keys, as `give` made them")
        with self._written() as file:
            rows = [file.execute("SELECT data FROM given WHERE id = ? AND slave = ? AND master = ?", (key, slave, master)).fetchone()
                    for key in ids]
            if not all(rows):
                raise NotYours
            if len(set(ids)) < len(ids) or any(data is None for data, in rows):
                raise NotThere
            file.executemany("UPDATE given SET data = NULL, collected = ? WHERE id = ?", [(time.time(), key) for key in ids])
        return [Key(key, data) for key, (data,) in zip(ids, rows)]


def _bits(key: object) -> Bytes:
    """The bits of a key, as far as they fill bytes."""
    if isinstance(key, Distilled):
        if key.aborted:
            raise bad("key", key, f"a run that made a key; this one was aborted: {key.aborted}")
        if not np.array_equal(key.key_alice, key.key_bob):
            raise bad("key", key, "a run whose two keys are equal")
        key = key.key_alice
    found = bits("key", key)
    return found[:len(found) // 8 * 8]
