"""HTTPS on this machine alone, where both sides show a certificate."""

import asyncio
import os
import socket
import ssl
from collections.abc import Callable
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from qedu.kms.files import Files
from qedu.kms.server import CALLER


def _common_name(transport: asyncio.BaseTransport) -> str | None:
    """The name in the certificate at the other end, which the TLS handshake has verified."""
    found = transport.get_extra_info("peercert") or {}
    names = [value for part in found.get("subject", ()) for name, value in part if name == "commonName"]
    return names[0] if len(names) == 1 else None


class _Identified(H11Protocol):
    """One connection of uvicorn, which tells the application at each request who is at the other end."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvicorn has it so, too
        super().connection_made(transport)
        caller, app = _common_name(transport), self.app

        async def identified(scope: Any, receive: Any, send: Any) -> None:
            await app({**scope, CALLER: caller}, receive, send)

        self.app = identified


def listening(port: int = 0) -> socket.socket:
    """Return a socket that listens on 127.0.0.1; port 0: one that is free."""
    # Named TCP, it is told by asyncio not to hold small answers back, which would cost 40 ms each.
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":                          # elsewhere it would let two programs have the same port
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(("127.0.0.1", port))
        found.listen(128)
    except BaseException:
        found.close()
        raise
    return found


def tls(files: Files) -> ssl.SSLContext:
    """Return the server's side of TLS: 1.2 or later, and nobody without a certificate of the authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(files.authority)
    context.load_cert_chain(files.certificate, files.key)
    return context


def serve(app: Any, files: Files, *, at: socket.socket,
          ready: Callable[[Callable[[], None]], None] | None = None) -> None:
    """Serve an application until the program is interrupted, or told to end.

    Parameters
    ----------
    app : ASGI application
        `qedu.kms.server.application`.
    files : Files
        Of the server; who connects must show a certificate of the same authority.
    at : socket.socket
        Where; `listening` makes one.
    ready : callable, optional
        Called once when connections are taken, with a function that ends it all, from any thread.

    Notes
    -----
    TLS 1.2 or later, as ETSI GS QKD 014 V1.1.1, clause 5.1 asks.  Chapter C14.
    """
    # uvicorn's own context would offer ciphers of TLS 1.0 to those who talk TLS 1.2.
    config = uvicorn.Config(app, http=_Identified, ssl_context_factory=lambda *_: tls(files), log_level="warning",
                            access_log=False, server_header=False, lifespan="off", ws="none")

    class Server(uvicorn.Server):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets=sockets)
            if ready:
                ready(self._end)

        def _end(self) -> None:
            self.should_exit = True

    Server(config).run(sockets=[at])
