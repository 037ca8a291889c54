"""What a network costs from the bottom up, what moves that number most, and what the same money does elsewhere."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from qedu import _shown
from qedu._arguments import bad, count, one_of, probability
from qedu._types import Number, Whole
from qedu.policy.items import Item, items_of

__all__ = ["Cost", "cost", "Swing", "sensitivity", "SameMoney", "same_money"]

#: What `sensitivity` can look at.
_FIGURES = ("total", "per_year", "per_user", "per_key_bit")

#: What it can vary besides the numbers of an item.
_FRAME = ("discount_rate", "horizon_years", "users", "key_bits_per_year")
_OF_ITEM = ("quantity", "price", "life_years", "yearly", "spares")


@dataclass(frozen=True)
class Cost:
    """What items cost over some years, in money of today.

    Parameters
    ----------
    items : tuple of Item
        What it is made of.
    horizon_years : int
        For how many years it runs.
    discount_rate : float
        By how much less money counts if it is paid a year later, a fraction.
    users : float or None
        How many it serves, if that was said.
    key_bits_per_year : float or None
        Bits of key that it makes in a year, if that was said.
    bought : tuple of float
        For each item, what is paid at the beginning, spares included.
    bought_again : tuple of float
        For each item, what its later purchases are worth today.
    yearly : tuple of float
        For each item, what all its yearly costs are worth today.

    Notes
    -----
    Made by `cost`.  Results of equal entries are equal.  Chapter C17.

    Examples
    --------
    >>> box = Item("boxes", 2, price=100, life_years=5, yearly=10, currency="EUR", year=2026)
    >>> cost([box], horizon_years=10, discount_rate=0, users=50)
    Cost(600 EUR of 2026; 10 years at 0; 60 a year; 12 a user; 1 item)
    """

    items: tuple[Item, ...]
    horizon_years: int
    discount_rate: float
    users: float | None
    key_bits_per_year: float | None
    bought: tuple[float, ...]
    bought_again: tuple[float, ...]
    yearly: tuple[float, ...]

    @property
    def currency(self) -> str:
        """The currency of all sums."""
        return self.items[0].currency

    @property
    def year(self) -> int:
        """The year of whose money all sums are."""
        return self.items[0].year

    @property
    def per_item(self) -> tuple[float, ...]:
        """For each item, all that it costs, in money of today."""
        return tuple(a + b + c for a, b, c in zip(self.bought, self.bought_again, self.yearly))

    @property
    def total(self) -> float:
        """All that it costs, in money of today: the present value."""
        return math.fsum(self.per_item)

    @property
    def per_year(self) -> float:
        """The equal sum at the end of each year that is worth `total` today."""
        return self.total / _years_now(self.horizon_years, self.discount_rate)

    @property
    def per_user(self) -> float | None:
        """`total` for each user; None if nobody said how many there are."""
        return None if self.users is None else self.total / self.users

    @property
    def per_key_bit(self) -> float | None:
        """What a bit must cost so that all bits together pay for it all; None if nobody said how many there are.

        It is `per_year` divided by the bits of a year, as bits that come later count less, like the money that they bring in.
        """
        return None if self.key_bits_per_year is None else self.per_year / self.key_bits_per_year

    def __repr__(self) -> str:
        user, bit, n = self.per_user, self.per_key_bit, len(self.items)
        return _shown.line("Cost", f"{self.total:.4g} {self.currency} of {self.year}",
                           f"{self.horizon_years} years at {self.discount_rate:g}", f"{self.per_year:.4g} a year",
                           None if user is None else f"{user:.4g} a user", None if bit is None else f"{bit:.4g} a bit",
                           f"{n} item{'s' * (n != 1)}")

    def _repr_html_(self) -> str:
        each = list(zip((one.name for one in self.items), self.bought, self.bought_again, self.yearly, self.per_item))
        sums = ("All", *(math.fsum(column) for column in (self.bought, self.bought_again, self.yearly)), self.total)
        more = [(name, "", "", "", value) for name, value in (
            ("All, a year", self.per_year), ("All, a user", self.per_user), ("All, a bit of key", self.per_key_bit)) if value is not None]
        title = f"Cost over {self.horizon_years} years in {self.currency} of {self.year}, discounted by {self.discount_rate:g} a year"
        return _shown.table(title, [*each, sums, *more], ("item", "bought", "bought again", "yearly costs", "together"))


def _years_now(horizon: int, rate: float) -> float:
    """What one unit at the end of each year is worth today."""
    return float(((1 + rate) ** -np.arange(1.0, horizon + 1)).sum())


def _purchases(item: Item, horizon: int, rate: float) -> tuple[float, float]:
    """What all is paid for an item, at the beginning and later, in money of today."""
    once = item.quantity * (1 + item.spares) * item.price
    # A life of a third of 9 years is over for the third time when the horizon is: rounding must not buy again on the last day.
    times = math.ceil(horizon / item.life_years * (1 - 1e-12)) if math.isfinite(item.life_years) else 1
    later = ((1 + rate) ** -(np.arange(1.0, times) * item.life_years)).sum()
    return once, once * float(later)


def _shared_by(name: str, value: Number | None) -> float | None:
    """How many share a sum, or None if nobody said."""
    if value is None:
        return None
    number = probability(name, value, 0, 1e30)
    if number < 1e-9:
        raise bad(name, value, "a number above 0, at least 1e-9, or None")
    return number


def cost(items: Sequence[Item], *, horizon_years: Whole, discount_rate: Number, users: Number | None = None,
         key_bits_per_year: Number | None = None) -> Cost:
    """Add up what items cost over some years, in money of today.

    Parameters
    ----------
    items : sequence of Item
        What it is made of, at least one, in one currency of one year, with different names.
    horizon_years : int
        For how many years it runs, 1 to 200.
    discount_rate : float
        By how much less money counts if it is paid a year later, 0 to 1 (3 % is 0.03), beyond the change of prices: all
        prices are in money of one year.
    users : float, optional
        How many it serves, above 0.
    key_bits_per_year : float, optional
        Bits of key that it makes in a year, above 0.

    Returns
    -------
    Cost
        The sums by item, and `total`, `per_year`, `per_user`, `per_key_bit` with their currency and its year.

    Raises
    ------
    ValueError
        If an argument leaves its range, or prices are in different currencies or in money of different years.

    Notes
    -----
    A sum c after t years counts c/(1 + r)ᵗ.  Items are bought at the beginning and again whenever their life is over, as long as the
    network runs; yearly costs are paid at the end of each year.  What is left of an item at the end is worth nothing, so a life
    that ends just before the horizon makes a jump.  Chapter C17.

    Examples
    --------
    >>> box = Item("boxes", 2, price=100, life_years=5, yearly=10, currency="EUR", year=2026)
    >>> found = cost([box], horizon_years=10, discount_rate=0.03, key_bits_per_year=1e6)
    >>> round(found.total, 2), round(found.per_year, 2), f"{found.per_key_bit:.3g}", found.currency, found.year
    (543.13, 63.67, '6.37e-05', 'EUR', 2026)
    """
    parts = items_of("items", items)
    years, rate = count("horizon_years", horizon_years, 1, 200), probability("discount_rate", discount_rate)
    served, bits = _shared_by("users", users), _shared_by("key_bits_per_year", key_bits_per_year)
    sums = [_purchases(one, years, rate) for one in parts]
    factor = _years_now(years, rate)
    return Cost(parts, years, rate, served, bits, tuple(first for first, _ in sums), tuple(later for _, later in sums),
                tuple(one.quantity * one.yearly * factor for one in parts))


def _again(base: Cost, what: Any, value: float) -> Cost:
    """The cost with one number changed."""
    frame: dict[str, Any] = {name: getattr(base, name) for name in _FRAME}
    if isinstance(what, str):
        return cost(base.items, **frame | {what: value})
    name, field = what
    changed: dict[str, Any] = {field: value}
    return cost([replace(one, **changed) if one.name == name else one for one in base.items], **frame)


@dataclass(frozen=True)
class Swing:
    """How far a result moves while one input goes from its lowest to its highest value and all others stay.

    Parameters
    ----------
    what : str or (str, str)
        The input: a name such as "discount_rate", or the name of an item and its field.
    low, high : float
        The ends of its range.
    at_low, at_high : float
        The result there.
    base : float
        The result with all inputs as they were.

    Notes
    -----
    Made by `sensitivity`.  Chapter C17.
    """

    what: str | tuple[str, str]
    low: float
    high: float
    at_low: float
    at_high: float
    base: float

    @property
    def spread(self) -> float:
        """How far the two results lie apart."""
        return abs(self.at_high - self.at_low)

    def __repr__(self) -> str:
        what = self.what if isinstance(self.what, str) else ", ".join(self.what)
        return _shown.line("Swing", what, f"{self.low:.4g} to {self.high:.4g}", f"result {self.at_low:.4g} to {self.at_high:.4g}",
                           f"from {self.base:.4g}")

    def _repr_html_(self) -> str:
        what = self.what if isinstance(self.what, str) else ", ".join(self.what)
        return _shown.table(f"One input varied: {what}", [("low", self.low, self.at_low), ("high", self.high, self.at_high)],
                            ("end of the range", "input", "result"))


def sensitivity(base: Cost, ranges: Mapping[str | tuple[str, str], tuple[Number, Number]], *, of: str = "total") -> tuple[Swing, ...]:
    """Vary the inputs of a cost one at a time: the numbers of a tornado diagram.

    Parameters
    ----------
    base : Cost
        What `cost` gave.
    ranges : mapping
        From an input to its lowest and highest value.  An input is ``("receivers", "price")``, the name of an item and one of
        quantity, price, life_years, yearly, spares; or one of the names discount_rate, horizon_years, users, key_bits_per_year.
        The range must hold the value that the input has in `base`.
    of : str
        Which result: "total", "per_year", "per_user" or "per_key_bit".

    Returns
    -------
    tuple of Swing
        The widest first; of equal ones, the one that came first.

    Raises
    ------
    ValueError
        If an input is not there, a range is empty or does not hold the present value, or the result needs a number that `base`
        has not.

    Notes
    -----
    One at a time, it misses what two inputs do together, and says nothing of how likely the ends are.  Chapter C17.

    Examples
    --------
    >>> box = Item("boxes", 2, price=100, life_years=5, yearly=10, currency="EUR", year=2026)
    >>> base = cost([box], horizon_years=10, discount_rate=0)
    >>> sensitivity(base, {("boxes", "price"): (50, 200), ("boxes", "yearly"): (10, 20)})[0]
    Swing(boxes, price; 50 to 200; result 400 to 1000; from 600)
    """
    if not isinstance(base, Cost):
        raise bad("base", base, "a qedu.policy.Cost, which cost returns")
    if not one_of(of, _FIGURES):
        raise bad("of", of, ", ".join(_FIGURES))
    middle = getattr(base, of)
    if middle is None:
        raise bad("of", of, f"a result that the cost has: it was not told {'users' if of == 'per_user' else 'key_bits_per_year'}")
    if not isinstance(ranges, Mapping) or not ranges:
        raise bad("ranges", ranges, 'a mapping from inputs to pairs (low, high), as {("receivers", "price"): (500, 2000)}')
    known: dict[str | tuple[str, str], Any] = {(one.name, field): getattr(one, field) for one in base.items for field in _OF_ITEM}
    known |= {name: getattr(base, name) for name in _FRAME if getattr(base, name) is not None}
    swings = []
    for what, ends in ranges.items():
        if what not in known:
            raise bad("ranges", ranges, f"inputs that this cost has, {', '.join(map(repr, known))}; not {what!r}")
        try:
            low, high = ends
            holds = low <= known[what] <= high and low < high
        except (TypeError, ValueError):
            holds = False
        if not holds:
            raise bad("ranges", ranges, f"for {what!r} two numbers, the lower one first, with its present {known[what]:g} between them")
        at_low, at_high = (getattr(_again(base, what, value), of) for value in (float(low), float(high)))
        swings.append(Swing(what, float(low), float(high), at_low, at_high, middle))
    return tuple(sorted(swings, key=lambda swing: -swing.spread))


@dataclass(frozen=True)
class SameMoney:
    """How much of something else the same money buys.

    Parameters
    ----------
    units : int
        How many whole units.
    left : float
        What remains of the money.
    each : Cost
        What one unit costs, over the same years.
    fixed : Cost or None
        What is paid once before the first unit.
    money : float
        The money that there was.

    Notes
    -----
    Made by `same_money`.  Chapter C17.
    """

    units: int
    left: float
    each: Cost
    fixed: Cost | None
    money: float

    def __repr__(self) -> str:
        return _shown.line("SameMoney", f"{self.units} units for {self.money:.4g} {self.each.currency} of {self.each.year}",
                           f"{self.each.total:.4g} each", f"{self.fixed.total:.4g} before" if self.fixed else None, f"{self.left:.4g} left")

    def _repr_html_(self) -> str:
        return _shown.table(f"The same money, {self.each.currency} of {self.each.year}", [
            ("Money", self.money), ("Before the first unit", self.fixed.total if self.fixed else 0), ("Each unit", self.each.total),
            ("Units", self.units), ("Left", self.left)])


def same_money(base: Cost, each: Sequence[Item], *, fixed: Sequence[Item] | None = None) -> SameMoney:
    """Spend the money of one plan on another one.

    Parameters
    ----------
    base : Cost
        The plan whose `total` is to be spent; its years and its discount rate hold for the other one as well.
    each : sequence of Item
        What one unit of the other plan needs, such as ``migration(1, …)``, in the same currency of the same year.
    fixed : sequence of Item, optional
        What is paid before the first unit, whatever their number.

    Returns
    -------
    SameMoney
        Whole units.  None of them, and all the money left, if it does not even pay for what comes before.

    Raises
    ------
    ValueError
        If the currencies or their years differ, or a unit costs nothing.

    Notes
    -----
    It compares sums, not what they protect: a link and a migrated system answer different threats.  Chapter C17.

    Examples
    --------
    >>> box = Item("boxes", 2, price=100, life_years=5, yearly=10, currency="EUR", year=2026)
    >>> plan = cost([box], horizon_years=10, discount_rate=0)
    >>> from qedu.policy import migration
    >>> one = migration(1, hours=4, hourly_pay=5, replaced=0.1, price=100, life_years=20, yearly=1, currency="EUR", year=2026)
    >>> same_money(plan, one)
    SameMoney(15 units for 600 EUR of 2026; 40 each; 0 left)
    """
    if not isinstance(base, Cost):
        raise bad("base", base, "a qedu.policy.Cost, which cost returns")
    found = []
    for name, items in (("each", each), ("fixed", fixed)):
        if items is None and name == "fixed":
            continue
        parts = items_of(name, items)
        if (parts[0].currency, parts[0].year) != (base.currency, base.year):
            raise bad(name, items, f"prices in {base.currency} of {base.year}, as in the other plan; these are in {parts[0].currency} of "
                                   f"{parts[0].year}")
        found.append(cost(parts, horizon_years=base.horizon_years, discount_rate=base.discount_rate))
    one, before = found[0], found[1] if len(found) > 1 else None
    if one.total <= 0:
        raise bad("each", each, "items that cost something; of what is free there is no end")
    over = base.total - (before.total if before else 0)
    units = max(math.floor(over / one.total * (1 + 1e-12)), 0)
    return SameMoney(units, max(over - units * one.total, 0.0) if over >= 0 else base.total, one, before, base.total)
