"""What a network or a migration is made of: items with a number, a price and a life, all of them the caller's."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qedu import _shown
from qedu._arguments import bad, count, probability, real
from qedu._types import Number, Whole

__all__ = ["Item", "guards", "migration"]

#: More money, and more of a thing, than anybody needs to ask about.
_MOST_MONEY, _MOST_THINGS = 1e15, 1e12


def currency_code(name: str, value: Any) -> str:
    """The code of a currency, or ValueError."""
    if not isinstance(value, str) or not re.fullmatch("[A-Z]{3}", value):
        raise bad(name, value, 'three capital letters as in ISO 4217, such as "EUR"; a sign like $ stands for several currencies')
    return value


def money_year(name: str, value: Any) -> int:
    """The year of whose money a price is, or ValueError."""
    number = count(name, value, 1)
    if not 1900 <= number <= 2200:
        raise bad(name, value, "a year from 1900 to 2200, that of the money in which the price is given")
    return number


def _life(value: Any) -> float:
    try:
        years = real(value)
    except Exception:
        years = math.nan
    if not years >= 0.01:                               # false for NaN as well
        raise bad("life_years", value, "years, at least 0.01; math.inf for what is never bought again")
    return years


@dataclass(frozen=True)
class Item:
    """A kind of thing that a network needs: how many, what one costs, how long it lasts.

    No price has a default, because we know of no public price list of devices for quantum key distribution (November 2026).
    Whoever has an offer in hand writes it here.

    Parameters
    ----------
    name : str
        What it is; not empty.
    quantity : float
        How many are in use, 0 to 10¹².  It need not be whole: kilometres, or people with shifts.
    price : float
        Of one, when it is bought, 0 to 10¹⁵ of the currency.
    life_years : float
        Years after which it is bought again, at least 0.01; infinite for what is bought once.
    yearly : float
        What one in use costs in a year: rent, power, upkeep, pay.  0 to 10¹⁵; it has no default either, as it is the sum that
        gets forgotten.
    currency : str
        Three capital letters, as in ISO 4217.
    year : int
        Of whose money the price is: 100 EUR of 2020 are not 100 EUR of 2026.
    spares : float
        How many lie in store for each one in use, 0 to 10.  They are bought and bought again with the others, and cost nothing
        in a year.

    Raises
    ------
    ValueError
        If a value leaves its range.

    Notes
    -----
    All but the name and the number must be given by name.  Chapter C17.

    Examples
    --------
    Made-up prices, as all in these pages:

    >>> Item("receivers", 20, price=1000, life_years=8, yearly=50, currency="EUR", year=2026, spares=0.1)
    Item(receivers; 20, and 0.1 spare for each; 1000 EUR of 2026; 50 a year; lasts 8 years)
    """

    name: str
    quantity: float
    price: float = field(kw_only=True)
    life_years: float = field(kw_only=True)
    yearly: float = field(kw_only=True)
    currency: str = field(kw_only=True)
    year: int = field(kw_only=True)
    spares: float = field(default=0.0, kw_only=True)

    if TYPE_CHECKING:                               # it takes more than it keeps
        def __init__(self, name: str, quantity: Number, *, price: Number, life_years: Number, yearly: Number, currency: str,
                     year: Whole, spares: Number = 0.0) -> None: ...

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not self.name.strip():
            raise bad("name", self.name, "a text that says what it is")
        set_ = object.__setattr__
        set_(self, "quantity", probability("quantity", self.quantity, 0, _MOST_THINGS))
        for name in ("price", "yearly"):
            set_(self, name, probability(name, getattr(self, name), 0, _MOST_MONEY))
        set_(self, "life_years", _life(self.life_years))
        set_(self, "spares", probability("spares", self.spares, 0, 10))
        currency_code("currency", self.currency)
        set_(self, "year", money_year("year", self.year))

    def __repr__(self) -> str:
        number = _shown.number(self.quantity) + (f", and {self.spares:.4g} spare for each" if self.spares else "")
        life = f"lasts {self.life_years:.4g} years" if math.isfinite(self.life_years) else None
        return _shown.line("Item", self.name, number, f"{self.price:.4g} {self.currency} of {self.year}", f"{self.yearly:.4g} a year", life)

    def _repr_html_(self) -> str:
        unit = f"{self.currency} of {self.year}"
        return _shown.table(self.name, [
            ("In use", self.quantity), ("In store for each", self.spares), (f"Price of one, {unit}", self.price),
            (f"One in use, {unit} a year", self.yearly),
            ("Life, years", self.life_years if math.isfinite(self.life_years) else "not bought again")])


def items_of(name: str, value: Any) -> tuple[Item, ...]:
    """Items in a row, at least one, all in one currency of one year and of different names; or ValueError."""
    try:
        found = tuple(value)
    except TypeError:
        found = ()
    if not found or not all(isinstance(one, Item) for one in found):
        raise bad(name, value, "qedu.policy.Item in a row, at least one")
    coins = sorted({f"{one.currency} of {one.year}" for one in found})
    if len(coins) > 1:
        raise bad(name, value, f"prices in one currency of one year; here are {', '.join(coins)}. Convert them first, and write down with "
                               "which rate of which day")
    if len({one.name for one in found}) < len(found):
        raise bad(name, value, "items of different names, since what is varied is called by its name")
    return found


def guards(sites: Number, *, yearly_pay: Number, working_hours: Number, absence: Number, currency: str, year: Whole,
           posts: Number = 1, hours: Number = 168.0, name: str = "guards") -> Item:
    """The people who watch trusted sites, as an item of `cost`.

    A trusted node knows every key that passes it, so it has to be watched as long as it runs.  A post that is never empty takes more
    than one person.

    Parameters
    ----------
    sites : float
        How many sites are watched, 0 to 10¹².
    yearly_pay : float
        What one person costs in a year, all included.
    working_hours : float
        Hours in a week for which one person is paid, above 0, at most 168.
    absence : float
        Share of those hours that is leave, illness and training, 0 to 0.9.
    currency : str
        As of `Item`.
    year : int
        As of `Item`.
    posts : float
        People who watch a site at the same time, 0 to 1000.  Less than 1 where one watches several sites from afar.
    hours : float
        Hours in a week for which a post is filled, 0 to 168: day and night unless you say otherwise.
    name : str
        What the item is called.

    Returns
    -------
    Item
        sites · posts · hours / (working_hours · (1 − absence)) people, paid by the year.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    People are not rounded up, as one may watch two sites.  Chapter C17.

    Examples
    --------
    >>> watch = guards(10, yearly_pay=1.0, working_hours=40, absence=0.16, currency="EUR", year=2026)
    >>> round(watch.quantity, 6)
    50.0
    """
    week = probability("working_hours", working_hours, 0, 168)
    if week == 0:
        raise bad("working_hours", working_hours, "hours in a week, above 0")
    away, filled = probability("absence", absence, 0, 0.9), probability("hours", hours, 0, 168)
    people = probability("sites", sites, 0, _MOST_THINGS) * probability("posts", posts, 0, 1000) * filled / (week * (1 - away))
    if people > _MOST_THINGS:
        raise bad("sites", sites, f"so many that they take at most {_MOST_THINGS:g} people")
    pay = probability("yearly_pay", yearly_pay, 0, _MOST_MONEY)
    return Item(name, people, price=0, life_years=math.inf, yearly=pay, currency=currency, year=year)


def migration(systems: Number, *, hours: Number, hourly_pay: Number, replaced: Number, price: Number, life_years: Number,
              yearly: Number, currency: str, year: Whole) -> Sequence[Item]:
    """Moving systems to post-quantum cryptography, as items of `cost`.

    Most of it is work: to find where cryptography hides, to change it, to test it.  Some systems cannot be changed, and are bought
    anew.  Every number is the caller's here, too.

    Parameters
    ----------
    systems : float
        How many systems are moved, 0 to 10¹².
    hours : float
        Hours of work for one of them: inventory, change and test, 0 to 10⁶.
    hourly_pay : float
        What an hour of work costs, all included.
    replaced : float
        Share of the systems that cannot be changed and are bought anew, 0 to 1.
    price : float
        Of a new system.
    life_years : float
        Of a new system, as of `Item`.
    yearly : float
        What a system, once moved, costs in a year more than before.
    currency : str
        As of `Item`.
    year : int
        As of `Item`.

    Returns
    -------
    tuple of Item
        The work, and the new systems.

    Raises
    ------
    ValueError
        If an argument leaves its range.

    Notes
    -----
    All is paid at the beginning, although a migration takes years; so it looks dearer than it is, by what the discount rate makes of
    the delay.  Chapter C17.

    Examples
    --------
    >>> work, new = migration(100, hours=40, hourly_pay=2, replaced=0.1, price=500, life_years=8, yearly=1, currency="EUR", year=2026)
    >>> work.price, work.yearly, new.quantity
    (80.0, 1.0, 10.0)
    """
    number, share = probability("systems", systems, 0, _MOST_THINGS), probability("replaced", replaced)
    pay, work = probability("hourly_pay", hourly_pay, 0, 1e9), probability("hours", hours, 0, 1e6)
    coin: dict[str, Any] = {"currency": currency, "year": year}
    return (Item("work of the migration", number, price=work * pay, life_years=math.inf, yearly=yearly, **coin),
            Item("systems bought anew", number * share, price=price, life_years=life_years, yearly=0, **coin))
