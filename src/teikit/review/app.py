"""The web application of a review: the page, and its interface in JSON, below `/TOKEN/`."""

import json
from collections.abc import Awaitable, Callable
from functools import partial
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from teikit.errors import TeikitError, UnreadableInputError
from teikit.formats.json import read_json
from teikit.letter.fixed import Place, Stretch
from teikit.limits import LimitExceededError
from teikit.operations.reviewing import TakenError
from teikit.review.guard import Guard
from teikit.review.listing import State
from teikit.review.session import ConflictError, Session, UnknownLetterError

_PAGE = files(__package__).joinpath("page")
_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_INDEX = "index.html"
_MOST_LISTED, _LISTED = 500, 100
_STATES = ("all", *State)
_LONGEST_QUERY = 500
_Endpoint = Callable[[Request], Awaitable[Response]]


class _RequestError(TeikitError):
    """A request lacks something, or has something of a wrong kind."""


def make_app(session: Session, token: str, hosts: tuple[str, ...]) -> Guard:
    """Return the application; `hosts` are the values of Host that the own address may have."""
    get, post = partial(_api, session, methods=("GET",)), partial(_api, session, methods=("POST",))
    routes = [
        get("/api/letters", _list),
        get("/api/letters/{id}", _show),
        get("/api/letters/{id}/date", _date),
        post("/api/letters/{id}/decisions", _act),
        post("/api/letters/{id}/accept", _accept),
        post("/api/letters/{id}/reopen", _reopen),
        post("/api/learn", _learn),
        post("/api/learn/apply", _apply),
        Route("/api/letters/{id}/facsimile/{page}", partial(_picture, session), methods=["GET"]),
        Route("/{name:path}", _asset, methods=["GET"]),
    ]
    handlers: Any = {HTTPException: _http_error, Exception: _internal_error}
    app = Starlette(routes=routes, exception_handlers=handlers)
    app.router.redirect_slashes = False
    return Guard(app, token, hosts)


def _api(
    session: Session, path: str, answer: Callable[[Session, Request, Any], Any], *, methods: tuple[str, ...]
) -> Route:
    """Return the route of the interface that a function answers with values; it is called in a thread."""

    async def endpoint(request: Request) -> Response:
        body = await request.body()
        return await run_in_threadpool(_answer, partial(answer, session, request), body if "POST" in methods else None)

    return Route(path, endpoint, methods=list(methods))


def _answer(answer: Callable[[Any], Any], body: bytes | None) -> Response:
    try:
        return _json(200, answer(None if body is None else _read_body(body)))
    except ConflictError as error:
        return _json(409, {"error": str(error), "letter": error.view})
    except TakenError as error:
        return _json(409, {"error": str(error), "exists": True})
    except TeikitError as error:
        return _json(_status(error), {"error": str(error)})


def _status(error: TeikitError) -> int:
    if isinstance(error, _RequestError | LimitExceededError):
        return 400
    return 404 if isinstance(error, UnknownLetterError) else 422


def _json(status: int, value: Any) -> Response:
    return Response(json.dumps(value).encode(), status, media_type="application/json")


def _read_body(body: bytes) -> dict[str, Any]:
    value = read_json(body or b"{}", "the request", error=_RequestError, limit="request-bytes")
    if not isinstance(value, dict):
        raise _RequestError("the request is to be an object of JSON")
    return value


def _number_of(request: Request) -> int:
    name = request.path_params["id"]
    if not (name.isascii() and name.isdecimal() and len(name) < 10):
        raise UnknownLetterError("the review has no such letter")
    return int(name)


def _version(body: dict[str, Any]) -> str:
    version = body.get("version")
    if not isinstance(version, str):
        raise _RequestError("'version' is to be the version of the letter that is shown")
    return version


def _list(session: Session, request: Request, _body: None) -> Any:
    asked = request.query_params
    state = asked.get("state", "all")
    if state not in _STATES:
        raise _RequestError(f"'state' is to be one of {', '.join(_STATES)}")
    limit = min(_natural(asked.get("limit", str(_LISTED))), _MOST_LISTED)
    return session.list_letters(
        asked.get("query", "")[:_LONGEST_QUERY], state, _natural(asked.get("offset", "0")), limit
    )


def _natural(value: str) -> int:
    if not (value.isascii() and value.isdecimal() and len(value) < 10):
        raise _RequestError("'offset', 'limit', 'line', 'column' and 'length' are to be numbers")
    return int(value)


def _show(session: Session, request: Request, _body: None) -> Any:
    return session.show(_number_of(request))


def _date(session: Session, request: Request, _body: None) -> Any:
    line, column, length = (_natural(request.query_params.get(name, "")) for name in ("line", "column", "length"))
    return session.date_of(_number_of(request), Stretch(Place(line, column), Place(line, column + length)))


def _act(session: Session, request: Request, body: dict[str, Any]) -> Any:
    action = body.get("action")
    if not isinstance(action, dict):
        raise _RequestError("'action' is to be an object of JSON")
    return session.act(_number_of(request), _version(body), action)


def _accept(session: Session, request: Request, body: dict[str, Any]) -> Any:
    return session.accept(_number_of(request), _version(body), force=body.get("force") is True)


def _reopen(session: Session, request: Request, body: dict[str, Any]) -> Any:
    return session.reopen(_number_of(request), _version(body))


def _learn(session: Session, _request: Request, _body: dict[str, Any]) -> Any:
    return session.learn()


def _apply(session: Session, _request: Request, body: dict[str, Any]) -> Any:
    return session.apply(body.get("model"))


async def _picture(session: Session, request: Request) -> Response:
    return await run_in_threadpool(_find_picture, session, request)


def _find_picture(session: Session, request: Request) -> Response:
    try:
        picture = session.picture(_number_of(request), _natural(request.path_params["page"]))
    except (TeikitError, UnreadableInputError) as error:
        return _json(404, {"error": str(error)})
    return Response(picture.data, media_type=picture.kind)


async def _asset(request: Request) -> Response:
    """Return a file of the page; they are all in one folder."""
    name = request.path_params["name"] or _INDEX
    asset = next((each for each in _PAGE.iterdir() if each.name == name), None)
    kind = _KINDS.get(name[name.rfind(".") :])
    if asset is None or kind is None:
        raise HTTPException(404)
    return Response(asset.read_bytes(), media_type=kind)


async def _http_error(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    words = {404: "not found", 405: "this method is not allowed"}.get(status, "the request cannot be answered")
    return _json(status, {"error": words})


async def _internal_error(_request: Request, error: Exception) -> Response:
    return _json(500, {"error": f"internal error, please report this ({type(error).__name__})"})
