"""The page at /docs: Swagger UI from files that ship with the package, or a plain page without them.

Nothing is loaded from elsewhere and no script stands in the page, so the policy can be strict.
"""

from functools import lru_cache
from pathlib import Path

from onward.api.replies import Reply

_STATIC = Path(__file__).parent / "static"
_FILES = {
    "swagger-ui.css": (_STATIC / "docs" / "swagger-ui.css", b"text/css; charset=utf-8"),
    "swagger-ui-bundle.js": (_STATIC / "docs" / "swagger-ui-bundle.js", b"text/javascript; charset=utf-8"),
    "docs-init.js": (_STATIC / "docs-init.js", b"text/javascript; charset=utf-8"),
}
NAMES = tuple(_FILES)

# Swagger UI styles its elements one by one; its pictures are data addresses.
_POLICY = (
    b"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    b"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = [(b"content-security-policy", _POLICY), (b"referrer-policy", b"no-referrer")]

_PAGE = b"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Onward API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<script src="/docs/swagger-ui-bundle.js" defer></script>
<script src="/docs/docs-init.js" defer></script>
</head>
<body><div id="swagger-ui"></div></body>
</html>
"""

_PLAIN_PAGE = b"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Onward API</title>
</head>
<body>
<h1>Onward API</h1>
<p>The interactive reference is not part of this installation.
The API is described in full by <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1),
which any OpenAPI reader opens.</p>
</body>
</html>
"""


def page(base_path: str = "") -> Reply:
    is_complete = all(path.is_file() for path, _ in _FILES.values())
    text = (_PAGE if is_complete else _PLAIN_PAGE).replace(b'="/', b'="%s/' % base_path.encode("ascii"))
    return Reply(200, text, b"text/html; charset=utf-8", _HEADERS)


def asset(name: str) -> Reply | None:
    """One of the files that the page loads, by name; None for any other."""
    if name not in _FILES or not _FILES[name][0].is_file():
        return None
    return Reply(200, _content(name), _FILES[name][1], _HEADERS)


@lru_cache
def _content(name: str) -> bytes:
    return _FILES[name][0].read_bytes()
