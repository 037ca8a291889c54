"""The three calls of ETSI GS QKD 014 V1.1.1 as an application of starlette, for callers that have shown who they are."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from qedu.kms import messages
from qedu.kms.described import description
from qedu.kms.messages import Limits, Refused, container, from_query, key_ids, key_request, read
from qedu.kms.store import NotEnough, NotThere, NotYours, Store
from qedu.kms.turns import TooMany, Turns

#: Where `qedu.kms.https` writes who is at the other end of a connection.
CALLER = "qedu.caller"

#: Keys are for one reader, once.
_UNKEPT = {"Cache-Control": "no-store"}


async def _body(request: Request, most: int) -> bytes:
    """The body of a request, as long as it is not too long."""
    found = b""
    async for piece in request.stream():
        found += piece
        if len(found) > most:
            raise HTTPException(413)
    if found.strip() and request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415)
    return found


async def _asked(request: Request, asked: str, limits: Limits) -> dict[str, Any]:
    """What a request asks for, from its address or its body."""
    if request.method == "GET":
        return from_query(request.query_params.multi_items(), asked)
    if request.query_params:
        raise Refused(400, "a POST request asks by its body alone")
    return read(await _body(request, limits.max_bytes))


def application(store: Store, *, limits: Limits | None = None, waiting: int = 64) -> Starlette:
    """Make the application.

    Parameters
    ----------
    store : Store
        Where the keys are.
    limits : Limits or None
        What one request may ask for; None: the usual ones.
    waiting : int
        How many requests of one caller may wait; further ones are told 503.

    Returns
    -------
    starlette.applications.Starlette
        It answers only callers whose name stands in the scope of the request (`CALLER`), where `qedu.kms.https.serve` puts what the
        certificate of the connection says.

    Notes
    -----
    Whoever is not enrolled, asks for a key with somebody who is not, or for keys of others, is told 401 and nothing else.

    ETSI GS QKD 014 V1.1.1, clauses 5.2 to 5.5.  Chapter C14.
    """
    limits, turns = limits or Limits(), Turns(waiting)

    def answered(call: Callable[[Request, str, str], Awaitable[Any]]) -> Callable[[Request], Awaitable[Response]]:
        """An answer to a request whose caller is known here, or 401."""
        async def answer(request: Request) -> Response:
            caller, other = request.scope.get(CALLER), request.path_params.get("sae", "")
            try:
                if not caller or store.place(caller) is None:
                    raise NotYours
                return JSONResponse(await call(request, caller, other), headers=_UNKEPT)
            except NotYours:
                return Response(status_code=401, headers=_UNKEPT)
            except (NotThere, NotEnough) as error:
                refused = messages.refusal(error)
            except TooMany:
                refused = Refused(503, f"{waiting} requests of yours are waiting; ask again later")
            except Refused as error:
                refused = error
            except ClientDisconnect:                    # in the middle of its request: nobody reads this
                refused = Refused(400, "the request has no end")
            return JSONResponse(refused.body(), refused.status, headers=_UNKEPT)
        return answer

    @answered
    async def status(request: Request, caller: str, other: str) -> Any:
        if request.query_params:
            raise Refused(400, "status takes no parameters")
        here, there = store.places(caller, other)
        stored = await turns.take(caller, lambda: store.bits(here, there))
        return messages.status((caller, other), (here, there), stored_bits=stored, capacity_bits=store.capacity_bits, limits=limits)

    @answered
    async def enc_keys(request: Request, caller: str, other: str) -> Any:
        number, size = key_request(await _asked(request, "enc_keys", limits), limits)
        return container(await turns.take(caller, lambda: store.give(caller, other, number=number, size=size)))

    @answered
    async def dec_keys(request: Request, caller: str, other: str) -> Any:
        ids = key_ids(await _asked(request, "dec_keys", limits), limits)
        return container(await turns.take(caller, lambda: store.collect(caller, other, ids)))

    @answered
    async def openapi(request: Request, caller: str, other: str) -> Any:
        return description(limits)

    async def refused(_: Request, error: Exception) -> Response:
        status, more = (error.status_code, error.headers) if isinstance(error, HTTPException) else (500, None)
        return Response(status_code=status, headers={**(more or {}), **_UNKEPT})       # 405 names the methods that there are

    async def failed(_: Request, error: Exception) -> Response:
        return JSONResponse(Refused(503, "the server failed").body(), 503, headers=_UNKEPT)

    routes = [Route("/openapi.json", openapi, methods=["GET"]), Route("/api/v1/keys/{sae}/status", status, methods=["GET"]),
              Route("/api/v1/keys/{sae}/enc_keys", enc_keys, methods=["GET", "POST"]),
              Route("/api/v1/keys/{sae}/dec_keys", dec_keys, methods=["GET", "POST"])]
    for route in routes:                                # starlette would answer HEAD by what GET does, and take keys for nobody
        route.methods = (route.methods or set()) - {"HEAD"}
    app = Starlette(routes=routes, exception_handlers={HTTPException: refused, Exception: failed})
    app.router.redirect_slashes = False
    return app
