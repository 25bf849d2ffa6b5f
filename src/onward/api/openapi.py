"""The OpenAPI 3.1 document, made from the declared routes and the structs that they read and answer.

The same routes give the same bytes, so that a committed copy can be compared.
"""

import inspect
import json
from collections.abc import Sequence
from typing import Any

import msgspec

import onward
from onward.api import cookies, following, nouns, problems, query, routing
from onward.api.problems import Problem
from onward.api.routing import PATH_PARAMETER, Route
from onward.domain.roles import roles_with

Json = dict[str, Any]

_REF = "#/components/schemas/{name}"
_UUID: Json = {"type": "string", "format": "uuid"}
_KEY: Json = {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,49}$"}

_DESCRIPTION = (
    "Makes sure that every customer relationship has a next step. Times in answers are UTC; times without "
    "an offset in requests are in the tenant's zone."
)
_PROBLEM_NOTES = {
    400: "The body is not JSON, or nested too deep; or a person of several tenants names none in X-Tenant-ID.",
    401: "Nobody is signed in, or the API key does not hold.",
    403: "The role does not allow it, another site's page sent it, or X-Tenant-ID names another tenant than the key's.",
    404: "No such thing in this tenant.",
    409: "The state of things does not allow it, or a request with the same Idempotency-Key still runs.",
    410: "The customer was merged into another one, which `Location` names.",
    412: "If-Match names an older version.",
    413: "The body is too large.",
    415: "Multipart bodies are not read.",
    422: "Some fields are wrong; `errors` names each.",
    429: "Too often in too short a time; try again after `Retry-After` seconds.",
    503: "The database is gone or busy; try again after `Retry-After` seconds.",
}
_HEADER_PARAMETERS: Json = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "Any text of your own. The same key and body again answer what the first answered.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]*[!-~][ -~]*$"},
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "description": 'The ETag that you saw, such as `"3"`; 412 when it has changed since.',
        "schema": {"type": "string"},
    },
    "TenantId": {
        "name": "X-Tenant-ID",
        "in": "header",
        "description": "The tenant's id or slug. An API key names its tenant already, and so does a session of a "
        "person who belongs to one only; local mode takes `demo` when the header is left out.",
        "schema": {"type": "string"},
    },
}
_TEXT: Json = {"type": "string"}
# What is not one text: each message of a stream.
_FORMS: dict[str, Json] = {
    following.MEDIA_TYPE: {
        "type": "object",
        "properties": {
            "id": _UUID,
            "event": {"type": "string", "enum": ["ready", "reset", "message"]},
            "data": {"type": "string", "description": "An event as JSON; `{}` for the first message"},
            "retry": {"type": "integer"},
        },
        "required": ["id", "data"],
    }
}
_OPEN_SECURITY: dict[str, list[Json]] = {
    "public": [],
    "person": [{"session": []}],
    "caller": [{"bearer": []}, {"session": []}, {}],
}
_ANSWER_HEADERS: Json = {
    "ETag": {"description": 'The version, such as `"3"`.', "schema": {"type": "string"}},
    "Location": {"description": "Where the new thing is, or where to go.", "schema": {"type": "string"}},
    "Survivor": {"description": "The customer that it was merged into.", "schema": {"type": "string"}},
    "RetryAfter": {"description": "Seconds to wait.", "schema": {"type": "integer"}},
    "WwwAuthenticate": {"description": "Always `Bearer`.", "schema": {"type": "string"}},
}


def document(routes: Sequence[Route] | None = None, base_path: str = "") -> Json:
    """The document of these routes; without any, of all that are served. `base_path` stands before them."""
    served = routing.collect(nouns.ROOMS) if routes is None else routes
    schemas = _Schemas(served)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Onward", "version": onward.__version__, "description": _DESCRIPTION},
        "servers": [{"url": f"{base_path}/"}],
        "security": [{"bearer": []}, {"session": []}, {}],
        "tags": [{"name": tag} for tag in dict.fromkeys(route.tag for route in served)],
        "paths": _paths(served, schemas),
        "components": {
            "schemas": schemas.components,
            "parameters": _HEADER_PARAMETERS,
            "headers": _ANSWER_HEADERS,
            "responses": {f"Problem{status}": _problem_response(status) for status in _PROBLEM_NOTES},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "onw_<tenant>_<secret>"},
                "session": {"type": "apiKey", "in": "cookie", "name": cookies.NAME},
            },
        },
    }


def encoded(routes: Sequence[Route] | None = None, base_path: str = "") -> bytes:
    return (json.dumps(document(routes, base_path), indent=2, ensure_ascii=False) + "\n").encode("utf-8")


class _Schemas:
    """The schemas of all structs; those of query structs are taken apart into parameters."""

    def __init__(self, routes: Sequence[Route]) -> None:
        shapes = [shape for route in routes for shape in (route.body, route.answers) if shape is not None]
        queries = [route.query for route in routes if route.query is not None]
        kinds = _unique([*shapes, *queries, Problem])
        references, components = msgspec.json.schema_components(kinds, ref_template=_REF)
        self._references = dict(zip(map(id, kinds), references, strict=True))
        names = {self._name(shape) for shape in queries} - {self._name(shape) for shape in shapes}
        self._all = components
        self.components = {name: components[name] for name in sorted(components) if name not in names}

    def reference(self, kind: Any) -> Json:
        found: Json = self._references[id(kind)]
        return found

    def properties(self, kind: Any) -> Json:
        found: Json = self._all[self._name(kind)]["properties"]
        return found

    def _name(self, kind: Any) -> str:
        return str(self._references[id(kind)].get("$ref", "")).rpartition("/")[2]


def _unique(kinds: list[Any]) -> list[Any]:
    return list({id(kind): kind for kind in kinds}.values())


def _paths(routes: Sequence[Route], schemas: _Schemas) -> Json:
    paths: dict[str, Json] = {}
    for route in sorted(routes, key=lambda route: (route.path, route.method)):
        path = PATH_PARAMETER.sub(r"{\1}", route.path)
        paths.setdefault(path, {})[route.method.lower()] = _operation(route, schemas)
    return paths


def _operation(route: Route, schemas: _Schemas) -> Json:
    operation: Json = {"operationId": route.name, "tags": [route.tag], "summary": route.summary}
    if description := inspect.getdoc(route.endpoint):
        operation["description"] = description
    operation["parameters"] = _parameters(route, schemas)
    if route.body is not None or route.takes:
        operation["requestBody"] = _request_body(route, schemas)
    operation["responses"] = _responses(route, schemas)
    if route.permission is not None:
        operation["x-roles"] = roles_with(route.permission)
    if route.open_to is not None:
        operation |= {"x-open-to": route.open_to, "security": _OPEN_SECURITY[route.open_to]}
    return operation


def _parameters(route: Route, schemas: _Schemas) -> list[Json]:
    found: list[Json] = [
        {"name": name, "in": "path", "required": True, "schema": _KEY if name in route.path_keys else _UUID}
        for name in route.path_parameters
    ]
    if route.query is not None:
        found.extend(_query_parameters(route, schemas))
    headers = ["TenantId"] if route.open_to in {None, "caller"} else []
    takes_key = route.method == "POST" and route.open_to is None and not route.answers_secret
    headers += ["IdempotencyKey"] if takes_key else []
    headers += ["IfMatch"] if route.if_match else []
    return found + [{"$ref": f"#/components/parameters/{name}"} for name in headers]


def _query_parameters(route: Route, schemas: _Schemas) -> list[Json]:
    properties = schemas.properties(route.query)
    return [_query_parameter(parameter, properties[parameter.name]) for parameter in query.parameters(route.query)]


def _query_parameter(parameter: query.Parameter, declared: Json) -> Json:
    schema = _without_null(declared)
    described: Json = {"name": parameter.name, "in": "query"}
    if description := schema.pop("description", None):
        described["description"] = description
    if parameter.is_required:
        described["required"] = True
    if parameter.is_repeatable:
        described |= {"style": "form", "explode": True}
    return described | {"schema": schema}


def _without_null(declared: Json) -> Json:
    """A query string cannot say null: leaving the parameter out does."""
    schema = {key: value for key, value in declared.items() if (key, value) != ("default", None)}
    kinds = [kind for kind in schema.pop("anyOf", []) if kind != {"type": "null"}]
    if len(kinds) == 1:
        return {**kinds[0], **schema}
    if isinstance(schema.get("enum"), list):
        schema["enum"] = [value for value in schema["enum"] if value is not None]
    return schema | ({"anyOf": kinds} if kinds else {})


def _request_body(route: Route, schemas: _Schemas) -> Json:
    if route.takes:
        file: Json = {"schema": {"type": "string", "format": "binary"}}
        return {"required": True, "content": dict.fromkeys(route.takes, file)}
    is_required = any(field.required for field in msgspec.structs.fields(route.body))
    content = {"application/json": {"schema": schemas.reference(route.body)}}
    return {"required": is_required, "content": content}


def _responses(route: Route, schemas: _Schemas) -> Json:
    responses = {str(status): _success(route, status, schemas) for status in (route.status, *route.also)}
    for status in _problem_statuses(route):
        responses[str(status)] = {"$ref": f"#/components/responses/Problem{status}"}
    return dict(sorted(responses.items()))


def _success(route: Route, status: int, schemas: _Schemas) -> Json:
    if route.produces:
        return {
            "description": "Done.",
            "content": {kind: {"schema": _FORMS.get(kind, _TEXT)} for kind in route.produces},
        }
    if status == 303:
        location = {"$ref": "#/components/headers/Location"}
        return {"description": "Go to `Location`.", "headers": {"Location": location}}
    if status == 204 or route.answers is None:
        return {"description": "Nothing to say."}
    answer: Json = {"description": "Created." if status == 201 else "Done."}
    headers = ["ETag"] if route.method != "GET" or route.path_parameters else []
    headers += ["Location"] if status == 201 else []
    if headers:
        answer["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in headers}
    return answer | {"content": {"application/json": {"schema": schemas.reference(route.answers)}}}


def _problem_statuses(route: Route) -> list[int]:
    statuses = {400, 401, 403, 404, 422, 503} if route.open_to in {None, "caller"} else {401, 403, 422, 503}
    if route.open_to is not None and route.path_parameters:
        statuses |= {404}
    if route.status == 303:
        statuses |= {404, 429}
    if route.method != "GET":
        statuses |= {409, 429}
    if route.method in {"POST", "PUT"}:
        statuses |= {400, 413, 415}
    if "customer_id" in route.path_parameters:
        statuses |= {410}
    if route.if_match:
        statuses |= {412}
    return sorted(statuses)


def _problem_response(status: int) -> Json:
    content = {problems.MEDIA_TYPE: {"schema": {"$ref": _REF.format(name=Problem.__name__)}}}
    response: Json = {"description": _PROBLEM_NOTES[status], "content": content}
    if status in {409, 429, 503}:
        response["headers"] = {"Retry-After": {"$ref": "#/components/headers/RetryAfter"}}
    if status == 410:
        response["headers"] = {"Location": {"$ref": "#/components/headers/Survivor"}}
    if status == 401:
        response["headers"] = {"WWW-Authenticate": {"$ref": "#/components/headers/WwwAuthenticate"}}
    return response
