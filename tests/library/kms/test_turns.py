"""Turns: one noisy caller makes nobody wait for more than one of its steps, and who has gone takes nothing."""

import asyncio
import threading
import time

from qedu.kms.turns import TooMany, Turns
from tests.library.kms.asked import played


def steps_of(order, name, number):
    """Steps that write down when they are run."""
    return [lambda at=at: order.append((name, at)) or (name, at) for at in range(number)]


def test_a_caller_waits_for_one_step_of_each_other_one():
    """500 steps of one caller wait; then come two others with three each."""
    async def play():
        turns, order, held = Turns(waiting=500), [], threading.Event()
        first = asyncio.create_task(turns.take("first", lambda: held.wait(30)))
        await asyncio.sleep(0)                          # its step is being done, and what comes now waits
        noisy = [asyncio.create_task(turns.take("noisy", step)) for step in steps_of(order, "noisy", 500)]
        await asyncio.sleep(0)
        quiet = [asyncio.create_task(turns.take(name, step)) for name in ("b", "c") for step in steps_of(order, name, 3)]
        await asyncio.sleep(0)
        held.set()
        found = await asyncio.gather(first, *noisy, *quiet)
        return order, found

    order, found = played(play())
    assert order[:9] == [(name, at) for at in range(3) for name in ("noisy", "b", "c")]
    assert order[9:] == [("noisy", at) for at in range(3, 500)]                 # each caller's own in the order in which they came
    assert found == [True, *[("noisy", at) for at in range(500)], *[(name, at) for name in ("b", "c") for at in range(3)]]


def test_whoever_comes_between_waits_for_one_step_each():
    async def play():
        turns, order = Turns(waiting=500), []
        noisy = [asyncio.create_task(turns.take("noisy", step)) for step in steps_of(order, "noisy", 200)]
        for at in range(20):
            await turns.take("quiet", lambda: order.append(("quiet", at)))
        await asyncio.gather(*noisy)
        return order

    order = played(play())
    places = [at for at, (name, _) in enumerate(order) if name == "quiet"]
    # Between two of its steps: one of the other's that had begun when it came, and one whose turn was before its own.
    assert len(places) == 20 and max(b - a for a, b in zip([0, *places], places)) <= 3


def test_no_two_steps_at_once():
    async def play():
        turns, inside, most = Turns(), [], []

        def step():
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.001)
            inside.pop()

        await asyncio.gather(*(turns.take(str(at % 3), step) for at in range(30)))
        return most

    assert played(play()) == [1] * 30


def test_too_many_are_told_at_once_and_others_are_not():
    async def play():
        turns, order, held = Turns(waiting=5), [], threading.Event()
        first = asyncio.create_task(turns.take("noisy", lambda: held.wait(30)))
        await asyncio.sleep(0)
        await asyncio.sleep(0)                          # its step is taken out of the queue
        tasks = [asyncio.create_task(turns.take("noisy", step)) for step in steps_of(order, "noisy", 8)]
        await asyncio.sleep(0)
        quiet = asyncio.create_task(turns.take("quiet", lambda: "served"))
        held.set()
        found = await asyncio.gather(first, *tasks, quiet, return_exceptions=True)
        again = await turns.take("noisy", lambda: "served later")
        return found, order, again

    found, order, again = played(play())
    assert [isinstance(each, TooMany) for each in found] == [False] * 6 + [True] * 3 + [False]
    assert order == [("noisy", at) for at in range(5)] and found[-1] == "served" and again == "served later"


def test_who_has_gone_takes_nothing():
    """Cancelled while it waits, a step is never run; the others are."""
    async def play():
        turns, order, held = Turns(waiting=100), [], threading.Event()
        first = asyncio.create_task(turns.take("a", lambda: held.wait(30)))
        await asyncio.sleep(0)
        tasks = [asyncio.create_task(turns.take(name, step)) for name in ("a", "b") for step in steps_of(order, name, 10)]
        await asyncio.sleep(0)
        for task in tasks[::2]:
            task.cancel()
        held.set()
        return order, await asyncio.gather(first, *tasks, return_exceptions=True)

    order, found = played(play())
    assert sorted(order) == [(name, at) for name in ("a", "b") for at in range(1, 10, 2)]
    assert [isinstance(each, asyncio.CancelledError) for each in found[1:]] == [True, False] * 10


def test_a_step_that_fails_fails_for_its_caller_alone():
    async def play():
        turns = Turns()

        def broken():
            raise KeyError("step")

        return await asyncio.gather(turns.take("a", broken), turns.take("a", lambda: 1), turns.take("b", lambda: 2), return_exceptions=True)

    first, *others = played(play())
    assert isinstance(first, KeyError) and others == [1, 2]
