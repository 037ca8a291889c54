"""What ``qedu kms`` does: certificates, keys, a server."""

import shlex
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import combinations
from os import PathLike
from pathlib import Path

from qedu._arguments import bad, count
from qedu.kms.certificates import Authority
from qedu.kms.filling import fill_by_qkd
from qedu.kms.https import listening, serve
from qedu.kms.server import application
from qedu.kms.store import Store


def _named(applications: Sequence[str]) -> dict[str, str]:
    """Places by application, of texts such as "alice@A"."""
    found = {}
    for each in applications:
        name, _, place = each.partition("@")
        if not name or not place or name in found:
            raise bad("application", each, "NAME@PLACE, each name once")
        found[name] = place
    if len(set(found.values())) < 2:
        raise bad("application", list(applications), "applications at two places or more: a key is for two places")
    return found


def run(folder: str | PathLike[str], applications: Sequence[str], *, port: int = 8014, bits: int = 100_000,
        say: Callable[[str], None] = print) -> None:
    """Make what is missing, and serve until interrupted.

    Parameters
    ----------
    folder : str or path
        For certificates and keys.
    applications : sequence of str
        "NAME@PLACE", at two places at least.
    port : int
        On 127.0.0.1; 0: one that is free.
    bits : int
        Each pair of places gets so many, as far as they are not there.
    say : callable
        Called with each line that a reader should see.

    Raises
    ------
    ValueError
        If a name is of another kind, or an application was at another place before.
    OSError
        If the port is taken or the folder cannot be written.

    Notes
    -----
    Chapter C14.
    """
    places, folder = _named(applications), Path(folder)
    count("bits", bits, 1)
    with closing(listening(count("port", port, 0, 65_535))) as at:      # before anything is made: it may be taken
        authority = Authority(folder / "certificates")
        files = {name: authority.application(name) for name in places}
        with closing(Store(folder / "keys.sqlite")) as store:
            for name, place in places.items():
                store.enrol(name, place)
            for one, other in combinations(sorted(set(places.values())), 2):
                fill_by_qkd(store, one, other, bits=bits)
                say(f"{one} and {other}: {store.bits(one, other):,} bits of key")
            master = next(iter(places))
            slave = next(name for name, place in places.items() if place != places[master])
            address, own = f"https://127.0.0.1:{at.getsockname()[1]}/api/v1/keys", files[master]
            asking = shlex.join(["curl", "--cacert", str(own.authority), "--cert", str(own.certificate), "--key", str(own.key),
                                 f"{address}/{slave}/enc_keys"])
            serve(application(store), authority.server(), at=at, ready=lambda _: say(
                f"Serving at {address}. Interrupt to stop. As {master}, for instance:\n  {asking}"))
