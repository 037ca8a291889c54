"""HTTPS on this machine alone, where both sides show a certificate."""

import asyncio
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

    def connection_made(self, transport: asyncio.Transport) -> None:      # type: ignore[override]
        super().connection_made(transport)
        caller, app = _common_name(transport), self.app

        async def identified(scope: Any, receive: Any, send: Any) -> None:
            await app({**scope, CALLER: caller}, receive, send)

        self.app = identified


def listening(port: int = 0) -> socket.socket:
    """Return a socket that listens on 127.0.0.1; port 0: one that is free."""
    # Named TCP, it is told by asyncio not to hold small answers back, which would cost 40 ms each.
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found.bind(("127.0.0.1", port))
    found.listen(128)
    return found


def serve(app: Any, files: Files, *, at: socket.socket, ready: Callable[[], None] | None = None) -> None:
    """Serve an application until the program is interrupted.

    Parameters
    ----------
    app : ASGI application
        `qedu.kms.server.application`.
    files : Files
        Of the server; who connects must show a certificate of the same authority.
    at : socket.socket
        Where; `listening` makes one.
    ready : callable, optional
        Called once when connections are taken.

    Notes
    -----
    TLS 1.2 or later, as ETSI GS QKD 014 V1.1.1, clause 5.1 asks.  Chapter C14.
    """
    config = uvicorn.Config(app, http=_Identified, ssl_certfile=str(files.certificate), ssl_keyfile=str(files.key),
                            ssl_ca_certs=str(files.authority), ssl_cert_reqs=ssl.CERT_REQUIRED, ssl_version=ssl.PROTOCOL_TLS_SERVER,
                            log_level="warning", access_log=False, server_header=False, lifespan="off", ws="none")

    class Server(uvicorn.Server):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets=sockets)
            if ready:
                ready()

    Server(config).run(sockets=[at])
