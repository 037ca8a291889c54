"""Seconds of tests by what they are about, and how many they may be: a plugin of pytest (``-p tests.budget``).

Seconds are those of a quiet reference machine.  While the tests run, a loop that always does the same is timed every other
second; where it takes twice as long, because the machine is slow or has other work, a test's second counts half.  What all tests
share (the browser's start, the wait for the book) is nobody's.  `scripts/run_tests.py` judges by `over`, once all is done, and
lets the tests of an offender run once more, alone, before it calls the run failed.
"""

import json
import os
import time
from collections import Counter, defaultdict
from pathlib import Path
from statistics import median

import pytest

from tests.subjects import known, subject

#: Seconds that the loop takes on the quiet reference machine (2 cores of an AMD EPYC, Python 3.11).
LOOP = 0.016

#: At most so many seconds of tests, by what they are about: about twice what the costliest takes (page 16, widget 15, exercise 11,
#: set 1 in November 2026), since the loop follows a machine's pace for other work only by half.
LIMITS = {"page": 30.0, "widget": 30.0, "exercise": 20.0, "set": 5.0}

#: An offender also takes so many times as long as the middle one of its kind in the same run, when there are enough to compare.
TIMES, ENOUGH = 1.5, 5

#: The whole book: 26 chapters.  The library's tests grow with the library, the rest stays.
BOOK = {"page": 40, "widget": 60, "exercise": 150, "set": 24}
LIBRARY = 2.2


def loop():
    """Seconds that the loop takes now: numbers and small objects, as in most tests."""
    began = time.perf_counter()
    total, seen = 0, {}
    for number in range(LOOP_LENGTH):
        total += number * number % 7
        seen[number % 97] = total
    return time.perf_counter() - began


LOOP_LENGTH = 130_000


class Ledger:
    """Seconds by what tests are about.

    Attributes
    ----------
    seconds : dict of str to float
        By "kind name", of the reference machine.
    tests : dict of str to list of str
        Which tests these were.
    loops : list of float
        What the loop took.
    """

    def __init__(self):
        self.seconds, self.tests, self.loops = Counter(), defaultdict(list), []
        self.checked = float("-inf")

    def slowness(self):
        """How many times as long as on the reference machine the loop takes now; timed every two seconds at most."""
        now = time.perf_counter()
        if now - self.checked > 2:
            self.checked = now
            self.loops.append(loop())
        return self.loops[-1] / LOOP

    def add(self, about, test, seconds):
        """Write down a test's seconds, as the clock shows them, with the slowness before and after."""
        before, after = self.loops[-1] / LOOP if self.loops else 0, self.slowness()
        self.seconds[about] += seconds * 2 / ((before or after) + after)
        self.tests[about].append(test)

    def plain(self):
        """The ledger as plain data."""
        return {"seconds": dict(self.seconds), "tests": dict(self.tests), "loops": self.loops}


def together(ledgers):
    """Several workers' ledgers as one, as plain data."""
    seconds, tests, loops = Counter(), defaultdict(list), []
    for ledger in ledgers:
        seconds.update(ledger["seconds"])
        loops += ledger["loops"]
        for about, names in ledger["tests"].items():
            tests[about] += names
    return {"seconds": dict(seconds), "tests": dict(tests), "loops": loops}


def by_kind(seconds):
    """Seconds of a ledger as kind → name → seconds."""
    found = defaultdict(dict)
    for about, spent in seconds.items():
        kind, _, name = about.partition(" ")
        found[kind][name] = spent
    return found


def over(seconds, widgets_of=None):
    """What takes too long.

    Parameters
    ----------
    seconds : dict of str to float
        By "kind name".
    widgets_of : dict of str to int, optional
        Of chapters whose widgets are tested in one file, how many these are.

    Returns
    -------
    dict of str to tuple of float
        By "kind name": seconds, and how many they may be.
    """
    found = {}
    for kind, limit in LIMITS.items():
        spent = {name: each for name, each in by_kind(seconds)[kind].items() if name}
        share = {name: each / (widgets_of or {}).get(name, 1) for name, each in spent.items()}
        usual = median(share.values()) if len(share) >= ENOUGH else 0
        for name, each in share.items():
            if each > max(limit, TIMES * usual):
                times = spent[name] / each
                found[f"{kind} {name}"] = (spent[name], limit * times)
    return found


def report(ledger, today, minutes=None):
    """What the seconds went into, and what 26 chapters would take.

    Parameters
    ----------
    ledger : dict
        Plain.
    today : dict of str to int
        How many pages, widgets, exercises and sets there are.
    minutes : float, optional
        What all tests took by the clock; without it nothing is projected.

    Returns
    -------
    str
    """
    if not ledger["loops"]:
        return "No test was run."
    kinds, lines = by_kind(ledger["seconds"]), []
    slow = sum(ledger["loops"]) / len(ledger["loops"]) / LOOP
    lines.append(f"Seconds of tests by what they are about, on a quiet reference machine (here things took {slow:.1f} times as long):")
    work = later = 0.0
    for kind in ("page", "widget", "exercise", "set", "library", "rest"):
        spent = sum(kinds[kind].values())
        named = {name: each for name, each in kinds[kind].items() if name}
        grown = BOOK[kind] / today[kind] if today.get(kind) else LIBRARY if kind == "library" else 1
        work, later = work + spent, later + spent * grown
        line = f"  {kind:9}{spent:7.0f}"
        if kind in LIMITS and named and today.get(kind):
            most = max(named, key=named.get)
            line += f"   {today[kind]} of them, {spent / today[kind]:.1f} each; most: {most} {named[most]:.1f} (allowed: {LIMITS[kind]:.0f})"
        lines.append(line)
    if minutes and work:
        size = ", ".join(f"{number} {kind}s" for kind, number in BOOK.items())
        lines.append(f"At 26 chapters ({size}, {LIBRARY} times the library's tests) {later / work:.1f} times the work: "
                     f"{minutes * later / work:.0f} minutes where this run took {minutes:.1f}.")
    return "\n".join(lines)


class Plugin:
    """Keeps the ledger of a process; the first process gathers those of the workers and writes them down."""

    def __init__(self, config):
        self.config, self.ledger, self.shared, self.kinds = config, Ledger(), 0.0, known()
        self.workers = []

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef):
        began = time.perf_counter()
        try:
            return (yield)
        finally:
            if fixturedef.scope == "session":
                self.shared += time.perf_counter() - began

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item):
        self.ledger.slowness()
        self.shared, began = 0.0, time.perf_counter()
        try:
            return (yield)
        finally:
            seconds = time.perf_counter() - began - self.shared
            self.ledger.add(" ".join(subject(item, self.kinds)), item.nodeid, seconds)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node):
        if ledger := getattr(node, "workeroutput", {}).get("ledger"):
            self.workers.append(json.loads(ledger))

    def pytest_sessionfinish(self):
        if hasattr(self.config, "workeroutput"):
            self.config.workeroutput["ledger"] = json.dumps(self.ledger.plain())
        elif os.environ.get("QEDU_LEDGER"):
            Path(os.environ["QEDU_LEDGER"]).write_text(json.dumps(together([*self.workers, self.ledger.plain()])), encoding="utf-8")


def pytest_configure(config):
    config.pluginmanager.register(Plugin(config), "qedu-budget")
