"""What an application does to get a key: a small client of ETSI GS QKD 014 V1.1.1, with Python's own library alone."""

import http.client
import json
import selectors
import ssl
from collections.abc import Sequence
from types import TracebackType
from typing import Any
from urllib.parse import quote

from qedu._arguments import count
from qedu.kms.files import Files
from qedu.kms.messages import Refused, from_container
from qedu.kms.store import Key


class Client:
    """A connection of one application to its key server.

    Parameters
    ----------
    port : int
        Of the server, which is on this machine.
    files : Files
        Certificate and key of the application, and the authority that it trusts.
    timeout : float
        Seconds to wait for an answer.

    Notes
    -----
    Chapter C14.
    """

    def __init__(self, port: int, files: Files, *, timeout: float = 30.0) -> None:
        context = ssl.create_default_context(cafile=files.authority)
        context.load_cert_chain(files.certificate, files.key)
        self._connection = http.client.HTTPSConnection("127.0.0.1", count("port", port, 1, 65_535), context=context, timeout=timeout)

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _ended(self) -> bool:
        """Whether the server has closed the connection, as it does after some seconds in which nothing is asked."""
        if self._connection.sock is None:
            return False
        with selectors.DefaultSelector() as selector:
            selector.register(self._connection.sock, selectors.EVENT_READ)
            return bool(selector.select(0))             # nothing was asked, so what can be read is its end

    def _ask(self, other: str, what: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        path = f"/api/v1/keys/{quote(other, safe='')}/{what}"
        if self._ended():
            self._connection.close()                    # the next request opens another one
        try:
            if body is None:
                self._connection.request("GET", path)
            else:
                self._connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
            answer = self._connection.getresponse()
            found = json.loads(answer.read() or b"{}")
        except BaseException:
            self._connection.close()                    # what comes next on this connection would be the answer to this request
            raise
        if answer.status != 200:
            raise Refused(answer.status, found.get("message", ""), **(found.get("details") or [{}])[0])
        return found

    def status(self, slave: str) -> dict[str, Any]:
        """Return how many keys there are for talking with another application, and of which sizes (Table 9)."""
        return self._ask(slave, "status")

    def keys(self, slave: str, *, number: int = 1, size: int = 256) -> list[Key]:
        """Get fresh keys, as the application that begins.

        Parameters
        ----------
        slave : str
            The other application, which is to be told the names of the keys.
        number, size : int
            How many, and of how many bits.

        Raises
        ------
        Refused
            With the status and the words of the server.
        OSError, http.client.HTTPException
            If there was no answer.  The keys may be spent: ask for others, do not wait for these.
        """
        return from_container(self._ask(slave, "enc_keys", {"number": number, "size": size}))

    def keys_named(self, master: str, ids: Sequence[str]) -> list[Key]:
        """Collect one's copies of keys that another application was given.

        Parameters
        ----------
        master : str
            The application that has got them.
        ids : sequence of str
            Their names, as it told them.

        Raises
        ------
        Refused
            With the status and the words of the server.
        """
        return from_container(self._ask(master, "dec_keys", {"key_IDs": [{"key_ID": each} for each in ids]}))
