"""Distilled key for the pools of a key server."""

import numpy as np

import qedu.channels
import qedu.protocols
from qedu._arguments import bad, count, generator
from qedu.engine import Exchange, exchange
from qedu.keys import distill
from qedu.kms.store import Store


def fill_by_qkd(store: Store, one: str, other: str, *, bits: int, run: Exchange | None = None, rounds: int = 400_000,
                seed: int | np.random.Generator | None = None) -> int:
    """Exchange photons and distil key until a pool holds so many bits, or has no more room.

    Parameters
    ----------
    store : Store
        With the pool.
    one, other : str
        Its two places.
    bits : int
        How many it is to hold.
    run : Exchange or None
        What happens on the line; None: BB84 with one error in a hundred.
    rounds : int
        Photons for one key.
    seed : int, numpy.random.Generator or None
        Chooses the dice.  None: nobody knows them.  With a seed, who knows it knows the keys, and the same seed gives the same bits once
        more: it is for tests.

    Returns
    -------
    int
        How many bits were added.

    Raises
    ------
    ValueError
        If the two places are one, or something else than a store or a run is given.
    RuntimeError
        If a key was aborted, with the reason; what was distilled before is in the pool.

    Notes
    -----
    Distilling is chapter C08's.  Chapter C14.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     store = Store(folder + "/keys.sqlite")
    ...     added = fill_by_qkd(store, "Utrecht", "Delft", bits=10_000, rounds=100_000, seed=1)
    ...     there = store.bits("Utrecht", "Delft")
    ...     store.close()
    >>> added == there >= 10_000
    True
    """
    if not isinstance(store, Store):
        raise bad("store", store, "a qedu.kms.Store")
    places = store.pool(one, other)
    bits, rounds = count("bits", bits, 1), count("rounds", rounds, 1)
    dice = np.random.default_rng() if seed is None else generator(seed)
    if run is None:
        run = exchange(qedu.protocols.bb84(), channel=qedu.channels.depolarizing(0.02))
    if not isinstance(run, Exchange):
        raise bad("run", run, "what qedu.exchange returns, or None")
    added = 0
    while store.bits(*places) < min(bits, store.capacity_bits):
        found = distill(run.records(rounds, seed=dice), seed=dice)
        if found.aborted:
            raise RuntimeError(f"no key for {one} and {other}: {found.aborted}")
        taken = store.fill(one, other, found)
        added += taken
        if not taken:                                   # there is no room for another byte
            break
    return added
