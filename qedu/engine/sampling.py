"""Chance: totals by one multinomial draw, rounds by looking rows up in the table."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm.auto import tqdm

from qedu._arguments import MOST, bad, count, generator
from qedu._types import Bytes, Floats, Integers, Seed, Whole
from qedu.engine.eve import best_guess
from qedu.engine.results import Counts, Records
from qedu.engine.table import LINK_AXES, Table

__all__ = []

#: What `Records` holds, one row a round; with announcements and over a link, also those.
FIELDS = ("alice", "bob", "alice_setting", "bob_setting", "sifted", "attacked", "eve_guess")

# Rounds are drawn in blocks of fixed size, so that the first n of a seed are
# the same however many are asked for; 2**16 rounds stay in the cache.
_BLOCK = 1 << 16


class Sampling:
    """Draws rounds of a table.

    Parameters
    ----------
    table : qedu.engine.table.Table
    """

    def __init__(self, table: Table) -> None:
        self.table = table

    @cached_property
    def gain(self) -> float:
        """Fraction of all rounds in which Bob's detectors click."""
        return float((self.table.p * self.table.clicked).sum())

    @cached_property
    def columns(self) -> tuple[Floats, dict[str, NDArray[Any]]]:
        """What the page gets for each possible cell, and its probability."""
        cells = np.nonzero(self.table.p)
        index = dict(zip(self.table.all_axes, (axis.astype(np.uint8) for axis in cells)))
        kept, wrong, bit = (np.broadcast_to(array, self.table.p.shape)[cells]
                            for array in (self.table.kept, self.table.wrong, self.table.key[0]))
        guess = best_guess(self.table)[cells]
        columns = {
            "alice": index["alice"], "bob": index["bob"],
            "alice_setting": index["alice_setting"], "bob_setting": index["bob_setting"],
            "sifted": kept, "attacked": np.array(self.table.attacked)[index["eve"]], "eve_guess": guess,
            "eve": index["eve"], "error": wrong, "eve_right": kept & (guess == bit),
        }
        if self.table.protocol.announce:
            columns["announcement"] = index["announcement"]
        if self.table.link is not None:
            columns |= {axis: index[axis] for axis in LINK_AXES}
        return self.table.p[cells], columns

    @cached_property
    def fields(self) -> dict[str, NDArray[Any]]:
        """The fields of `Records` for each possible cell: key bits where it is sifted, else outcomes."""
        _, columns = self.columns
        cells = np.nonzero(self.table.p)
        fields = {name: columns[name] for name in (*FIELDS, "announcement", *LINK_AXES) if name in columns}
        for name, key in zip(("alice", "bob"), self.table.key):
            key = np.broadcast_to(key, self.table.p.shape)[cells]
            fields[name] = np.where(columns["sifted"], key, columns[name])
        return fields

    def counts(self, rounds: Whole, seed: Seed) -> Counts:
        """Totals of so many rounds; see `Exchange.counts`."""
        rounds = count("rounds", rounds, high=MOST)
        p, columns = self.columns
        if self.table.link is None:
            return self.totals(generator(seed).multinomial(rounds, p))
        # Rarest first: the draw goes by what is left of the odds, which must not end in rounding.
        order = np.argsort(p, kind="stable")
        drawn = np.empty(len(p), np.int64)
        drawn[order] = generator(seed).multinomial(rounds, p[order])
        of_source = [self.totals(drawn * (columns["intensity"] == i)) for i in range(len(self.table.p))]
        return replace(self.totals(drawn), link=self.table.link,
                       by_intensity=dict(zip(self.table.link.intensities, of_source)))

    def totals(self, drawn: Integers) -> Counts:
        """`Counts` of rounds drawn cell by cell."""
        _, columns = self.columns
        by_setting = columns["alice_setting"], len(self.table.protocol.alice)
        outcomes = np.zeros([*self.table.p.shape[-6:-4], *self.table.p.shape[-2:]], np.int64)
        if self.table.protocol.bell:
            axes = tuple(columns[axis] for axis in ("alice_setting", "alice", "bob_setting", "bob"))
            np.add.at(outcomes, axes, drawn)
        return Counts(
            rounds=int(drawn.sum()),
            clicks=int(drawn[self.table.clicked[np.nonzero(self.table.p)[-1]]].sum()),
            sifted=int(drawn[columns["sifted"]].sum()),
            errors=int(drawn[columns["error"]].sum()),
            eve_right=int(drawn[columns["eve_right"]].sum()),
            sifted_by_basis=_by_group(drawn * columns["sifted"], *by_setting),
            errors_by_basis=_by_group(drawn * columns["error"], *by_setting),
            bases=tuple(self.table.protocol.alice),
            odds=tuple(weight for weight, _ in self.table.protocol.alice.values()),
            bell=tuple((int(sign), int(equal), int(unequal)) for sign, equal, unequal in self.table.bell(outcomes)))

    def chunks(self, rounds: Whole, chunk: Whole, seed: Seed) -> Iterator[Records]:
        """Rounds one by one, in chunks; see `Exchange.records_iter`."""
        draw = self._draw if self.table.link is None else self._draw_clicks
        rounds = count("rounds", rounds)
        if self.table.link is not None and rounds > 10**15:
            raise bad("rounds", rounds, "at most 10**15 over a link")
        chunk, rng = count("chunk", chunk), generator(seed)
        rows = min(rounds, chunk) * (1.0 if self.table.link is None else self.gain)
        most = memory() / len(self.fields)
        if rows > most:
            named = "rounds" if rounds <= chunk else "chunk"
            raise bad(named, min(rounds, chunk), f"at most {most:.1g} rows at once, which is what this machine's memory "
                      "holds; counts(…) draws the totals of any number of rounds, and records_iter(…) goes through "
                      "them in chunks")
        return draw(rounds, chunk, rng)

    def _draw(self, rounds: int, chunk: int, rng: np.random.Generator) -> Iterator[Records]:
        sampler, names = self._sampler, list(self.fields)
        block, used = np.empty((0, len(names)), np.uint8), _BLOCK        # the current block of rows, and how much of it is gone
        with tqdm(total=rounds, unit="round", unit_scale=True, leave=False,
                  disable=rounds < 10**8) as bar:
            for start in range(0, rounds, chunk):
                size = min(chunk, rounds - start)
                out = np.empty((len(names), size), np.uint8)
                filled = 0
                while filled < size:
                    if used == _BLOCK:
                        block, used = sampler.block(rng), 0
                    take = min(size - filled, _BLOCK - used)
                    out[:, filled:filled + take] = block[used:used + take, :len(names)].T
                    filled, used = filled + take, used + take
                    bar.update(take)
                yield _rows(size, names, out)

    def _draw_clicks(self, rounds: int, chunk: int, rng: np.random.Generator) -> Iterator[Records]:
        """As `_draw`, for the rounds with a click: from one to the next the waiting time is geometric."""
        gain, names = self.gain, list(self.fields)
        sampler = self._sampler if gain > 0 else None
        with np.errstate(divide="ignore"):
            rate = -np.log1p(-min(gain, 1.0))
        used, last = _BLOCK, -1.0         # rows gone from the block, and the round of the last click drawn
        with tqdm(total=rounds, unit="round", unit_scale=True, leave=False,
                  disable=rounds * gain < 10**8) as bar:
            for start in range(0, rounds, chunk):
                size = min(chunk, rounds - start)
                mean = size * gain
                out = np.empty((len(names), int(mean + 8 * mean**0.5) + 64), np.uint8)
                filled = 0
                while sampler is not None:
                    if used == _BLOCK:
                        block, used = sampler.block(rng), 0
                        where = last + np.cumsum(np.floor(rng.standard_exponential(_BLOCK) / rate) + 1)
                        last = where[-1]
                    stop = int(where.searchsorted(start + size))
                    if filled + stop - used > out.shape[1]:        # more than 8 standard deviations
                        out = np.concatenate([out, np.empty_like(out), np.empty((len(names), _BLOCK), np.uint8)], 1)
                    out[:, filled:filled + stop - used] = block[used:stop, :len(names)].T
                    filled, used = filled + stop - used, stop
                    if used < _BLOCK:
                        break
                bar.update(size)
                yield _rows(size, names, out[:, :filled])

    @cached_property
    def _sampler(self) -> Sampler:
        p, columns = self.columns
        chosen = np.ones(len(p), bool) if self.table.link is None else self.table.clicked[columns["bob"]]
        rows = np.zeros((chosen.sum(), 8 if len(self.fields) <= 8 else 16), np.uint8)
        for position, field_ in enumerate(self.fields.values()):
            rows[:, position] = field_[chosen]
        return Sampler(p if self.table.link is None else p[chosen] / p[chosen].sum(), rows)


def memory() -> int:
    """Bytes of the machine's memory, as far as it says."""
    try:
        size = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):                # Windows
        size = 0
    return size if size > 0 else 1 << 36                         # a sandbox may answer −1


def _rows(rounds: int, names: list[str], rows: Bytes) -> Records:
    """`Records` of so many rounds sent, from rows of bytes, one for each field."""
    return Records(rounds=rounds, **{name: row.view(bool) if name in ("sifted", "attacked") else row
                                     for name, row in zip(names, rows)})


class Sampler:
    """Draws rows of 8 or 16 bytes with given odds, by table look-up.

    Sixteen random bits pick one of 2¹⁶ slots, and cell i owns ⌊2¹⁶ pᵢ⌋ of them.
    The few slots left over are redrawn with the exact remainders in double
    precision, so the odds are as exact as the table.
    """

    def __init__(self, p: Floats, rows: Bytes) -> None:
        share = p * _BLOCK
        whole = np.floor(share).astype(int)
        # A row travels as one number, of a type that has as many bytes.
        self.width = rows.shape[1]
        self.rows: NDArray[Any] = rows.view({8: np.uint64, 16: np.complex128}[self.width]).ravel()
        slots: NDArray[Any] = np.repeat(self.rows, whole)
        self.first_open = len(slots)
        self.slots = np.concatenate([slots, np.zeros(_BLOCK - len(slots), slots.dtype)])
        self.remainder = np.cumsum(share - whole)

    def block(self, rng: np.random.Generator) -> Bytes:
        """Return 2¹⁶ rows as an array of shape (2¹⁶, bytes of a row)."""
        bits = rng.integers(0, 2**64 - 1, _BLOCK // 4, np.uint64, endpoint=True).view(np.uint16)
        drawn = self.slots.take(bits, mode="clip")
        if self.first_open < _BLOCK:
            where = np.flatnonzero(bits >= self.first_open)
            value = rng.random(len(where)) * self.remainder[-1]
            cell = self.remainder.searchsorted(value, side="right")
            drawn[where] = self.rows[cell.clip(max=len(self.rows) - 1)]
        return drawn.view(np.uint8).reshape(_BLOCK, self.width)


def _by_group(values: NDArray[Any], groups: NDArray[Any], size: int) -> tuple[int, ...]:
    """Sum integer `values` by group, exactly (bincount would go through floats)."""
    return tuple(int(values[groups == group].sum()) for group in range(size))
