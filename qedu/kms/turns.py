"""Turns: one step after the other, and each caller's next one before anybody's next but one."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

_Found = TypeVar("_Found")


class TooMany(Exception):
    """So many steps of this caller wait already that no more are taken."""


class Turns:
    """A queue for each caller, and one pair of hands that takes from them in turn.

    Whoever asks a thousand times at once waits for all of it; another caller waits for one step of each of the others.

    Parameters
    ----------
    waiting : int
        How many steps of one caller may wait.

    Notes
    -----
    Chapter C14.
    """

    def __init__(self, waiting: int = 64) -> None:
        self.waiting = waiting
        self._queues: dict[str, deque[tuple[Callable[[], Any], asyncio.Future[Any]]]] = {}
        self._hands: asyncio.Task[None] | None = None

    async def take(self, caller: str, step: Callable[[], _Found]) -> _Found:
        """Wait for one's turn, and return what the step returned.

        Parameters
        ----------
        caller : str
            Who asks.
        step : callable
            Run in a thread, while no other step is.

        Raises
        ------
        TooMany
            If too many of the caller's steps wait.
        Exception
            Whatever the step raised.
        """
        queue = self._queues.setdefault(caller, deque())
        if len(queue) >= self.waiting:
            raise TooMany
        done = asyncio.get_running_loop().create_future()
        queue.append((step, done))
        if self._hands is None or self._hands.done():
            self._hands = asyncio.create_task(self._work())
        return await done

    async def _work(self) -> None:
        while self._queues:
            for caller in list(self._queues):
                step, done = self._queues[caller].popleft()
                if not self._queues[caller]:
                    del self._queues[caller]
                if done.cancelled():                    # nobody waits for it any more: nothing is taken
                    continue
                try:
                    found = await asyncio.to_thread(step)
                except Exception as error:
                    if not done.cancelled():
                        done.set_exception(error)
                else:
                    if not done.cancelled():
                        done.set_result(found)
