"""Asks an ASGI application as a server of HTTP would, with nothing between: also what no client would send."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from qedu.kms.server import CALLER

JSON = (("content-type", "application/json"),)


@dataclass(frozen=True)
class Answer:
    """What came back, whole."""

    status: int
    headers: tuple
    body: bytes

    @property
    def found(self):
        return json.loads(self.body)


async def asking(app, path, body=None, *, method=None, caller="alice", headers=JSON, cut=False):
    """One request; `body` may be a value for JSON, bytes, or a list of pieces of bytes; `cut`: the caller is gone before its end.

    What the application raises after it has answered is for the server's own log, and is left out.
    """
    pieces = body if isinstance(body, list) else [body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()]
    path, _, query = path.partition("?")
    said = [{"type": "http.request", "body": piece, "more_body": cut or number < len(pieces) - 1} for number, piece in enumerate(pieces)]
    said.append({"type": "http.disconnect"})
    heard = []

    async def receive():
        return said.pop(0)

    async def send(message):
        heard.append(message)

    call = app({"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "https", "root_path": "",
               "method": method or ("GET" if body is None else "POST"), "path": path, "raw_path": path.encode(), "query_string": query.encode(),
               "headers": [(name.encode(), value.encode()) for name, value in headers], "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2),
               CALLER: caller}, receive, send)
    try:
        await call
    except Exception:
        if not heard:
            raise
    [start] = [message for message in heard if message["type"] == "http.response.start"]
    return Answer(start["status"], tuple(sorted(start["headers"])), b"".join(message.get("body", b"") for message in heard[1:]))


def played(play):
    """What a coroutine returns, played in a thread of its own, since other tests have an event loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, play).result()


def ask(app, path, body=None, **how):
    return played(asking(app, path, body, **how))
