"""Everything that went wrong, in the one shape of RFC 9457; the table here gives each code its status.

Nothing is decided here, and no inner detail leaves: an unexpected error is logged and answered in
general words.
"""

import http
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException
from msgspec import UNSET, Struct, UnsetType, structs

from onward.api import exchange
from onward.api.clashes import Standing
from onward.api.replies import Reply
from onward.domain import errors
from onward.domain.errors import Fault

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 1

STATUSES: dict[str, tuple[int, str]] = {
    "malformed": (400, "The request cannot be read"),
    "unauthenticated": (401, "Who is calling?"),
    "forbidden": (403, "Not allowed"),
    "not_found": (404, "Not found"),
    "method_not_allowed": (405, "This address does not take that method"),
    "conflict": (409, "The state of things does not allow it"),
    "not_all": (409, "Not all of it can be done, so nothing was"),
    "idempotency_key_in_flight": (409, "The first request with this Idempotency-Key is still running"),
    "merged": (410, "Merged into another customer"),
    "stale": (412, "It has changed since you read it"),
    "too_large": (413, "The body is too large"),
    "unsupported_media": (415, "This kind of body is not read"),
    "invalid": (422, "Some fields are wrong"),
    "idempotency_key_reused": (422, "This Idempotency-Key came with another request"),
    "too_many": (429, "Too often in too short a time"),
    "internal": (500, "Something went wrong on our side"),
    "unavailable": (503, "Not available at the moment"),
    "commit_unknown": (503, "Nobody knows whether it was saved"),
}

_TO_RETRY = frozenset({"unavailable", "commit_unknown", "idempotency_key_in_flight"})
_CODES_BY_STATUS = {400: "malformed", 404: "not_found", 405: "method_not_allowed", 413: "too_large"}
_DETAILS = {
    "not_found": "There is nothing at this address. /openapi.json lists the addresses that there are.",
    "method_not_allowed": "The header Allow names the methods that this address takes.",
}

_log = structlog.get_logger("onward.problems")


class Problem(Struct, frozen=True):
    """What a refused or failed request answers (RFC 9457).

    On 409 and 412 about one thing that has versions: `seen_version` is the one that If-Match named, `current_version`
    and `current` are the thing as it is now, the way `GET` at its address answers it.
    """

    type: str
    title: str
    status: int
    detail: str
    request_id: str
    errors: list[Fault] | UnsetType = UNSET
    seen_version: int | UnsetType = UNSET
    current_version: int | UnsetType = UNSET
    current: dict[str, Any] | UnsetType = UNSET


def reply(error: errors.OnwardError, request_id: str, standing: Standing | None = None) -> Reply:
    faults = error.faults if isinstance(error, errors.Invalid | errors.NotAll) else UNSET
    problem = _problem(error.code, str(error), request_id, faults)
    if standing is not None:
        problem = structs.replace(problem, **structs.asdict(standing))
    headers = [(name.encode("ascii"), value.encode("ascii")) for name, value in _headers(error).items()]
    return Reply(problem.status, msgspec.json.encode(problem), MEDIA_TYPE.encode("ascii"), headers)


def answer_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """The framework's own refusals: no such route, a method that it does not take, a broken request line."""
    code = _CODES_BY_STATUS.get(error.status_code, "internal" if error.status_code >= 500 else "malformed")
    if code == "internal":
        return answer_unexpected(request, error)
    detail = _DETAILS.get(code, http.HTTPStatus(error.status_code).description or error.detail)
    return _response(request, code, detail, dict(error.headers or {}))


def answer_unexpected(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    request_id = exchange.current(request.scope).request_id
    _log.error("unexpected error", request_id=request_id, exc_info=error)
    detail = f"The error is in the server's log under the request id {request_id}. Nothing was saved."
    return _response(request, "internal", detail, {})


def _response(request: Request[Any, Any, Any], code: str, detail: str, headers: dict[str, str]) -> Response[bytes]:
    problem = _problem(code, detail, exchange.current(request.scope).request_id, UNSET)
    return Response(msgspec.json.encode(problem), status_code=problem.status, media_type=MEDIA_TYPE, headers=headers)


def _problem(code: str, detail: str, request_id: str, faults: list[Fault] | UnsetType) -> Problem:
    status, title = STATUSES[code]
    slug = f"/problems/{code.replace('_', '-')}"
    return Problem(slug, title, status, detail, request_id, faults)


def _headers(error: errors.OnwardError) -> dict[str, str]:
    if isinstance(error, errors.TooMany):
        return {"retry-after": str(error.retry_after_seconds)}
    if error.code in _TO_RETRY:
        return {"retry-after": str(RETRY_AFTER_SECONDS)}
    if isinstance(error, errors.Merged):
        return {"location": f"/v1/customers/{error.customer_id}"}
    return {"www-authenticate": "Bearer"} if error.code == "unauthenticated" else {}
