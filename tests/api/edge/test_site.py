"""The browser application's files as the server gives them."""

import gzip
from pathlib import Path

import pytest

from onward.api import site
from onward.api.equipment import Equipment
from onward.api.site import Site

from .asking import Asker
from .serving import AskedDatabase, serve

SHELL = '<!doctype html><script src="./theme.js"></script><script type="module" src="./assets/index-1.js"></script>'
SCRIPT = b"console.log('onward')" * 50
PAGE = {"accept": "text/html,application/xhtml+xml"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A build in small."""
    files = {
        "index.html": SHELL.encode(),
        "pages.json": b'["today", "sign-in"]',
        "theme.js": b"1",
        "assets/index-1.js": SCRIPT,
        "assets/index-1.js.gz": gzip.compress(SCRIPT, mtime=0),
        "assets/index-1.js.br": b"as brotli",
        "assets/letters-1.woff2": b"wOF2",
        ".vite/manifest.json": b"{}",
    }
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    return tmp_path


@pytest.fixture
def pages(keyless: AskedDatabase, folder: Path) -> Asker:
    return serve(keyless, site=site.load(folder))


@pytest.mark.parametrize("path", ["/", "/today", "/today/deep/er", "/sign-in"])
async def test_pages_are_the_shell(pages: Asker, path: str) -> None:
    said = await pages.get(path, headers=PAGE)
    assert (said.status, said.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert b'src="/assets/index-1.js"' in said.body
    assert said.headers["cache-control"] == "no-cache"


async def test_the_root_is_the_shell_for_everybody(pages: Asker) -> None:
    assert (await pages.get("/", headers={"accept": "*/*"})).headers["content-type"].startswith("text/html")


async def test_the_shell_allows_no_script_in_the_page_and_no_frame_around_it(pages: Asker) -> None:
    headers = (await pages.get("/", headers=PAGE)).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/today", {"accept": "application/json"}),
        ("/todays", PAGE),
        ("/nothing", PAGE),
        ("/assets/gone.js", PAGE),
        ("/assets/", PAGE),
        ("/index.html", {}),
        ("/pages.json", {}),
        ("/.vite/manifest.json", {}),
        ("/assets/index-1.js.gz", {}),
        ("/assets/../index.html", {}),
        ("/assets/..%2f..%2fsite.py", {}),
        ("/../site.py", {}),
        ("/assets//index-1.js", {}),
        ("//assets/index-1.js", {}),
        ("/assets\\index-1.js", {}),
        ("/assets/index-1.js\0", {}),
    ],
)
async def test_nothing_else_is_served(pages: Asker, path: str, headers: dict[str, str]) -> None:
    said = await pages.get(path, headers=headers)
    assert (said.status, said.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("path", ["/v1/notes", "/healthz", "/docs", "/openapi.json", "/app-config.json"])
async def test_the_rest_of_the_server_stays_what_it_is(pages: Asker, path: str) -> None:
    said = await pages.get(path, headers=PAGE)
    assert said.status == 200
    assert b"index-1" not in said.body


async def test_pages_take_nothing(pages: Asker) -> None:
    assert (await pages.post("/", b"{}", headers=PAGE)).status == 404
    assert (await pages.post("/assets/index-1.js", b"{}")).status == 404


@pytest.mark.parametrize(
    ("accepted", "coding", "body"),
    [
        ("gzip, deflate, br, zstd", "br", b"as brotli"),
        ("gzip", "gzip", gzip.compress(SCRIPT, mtime=0)),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.compress(SCRIPT, mtime=0)),
        ("BR", "br", b"as brotli"),
        ("br;q=0.0, gzip;q=0", None, SCRIPT),
        ("deflate", None, SCRIPT),
        ("", None, SCRIPT),
    ],
)
async def test_files_come_in_the_coding_that_is_asked_for(
    pages: Asker, accepted: str, coding: str | None, body: bytes
) -> None:
    said = await pages.get("/assets/index-1.js", headers={"accept-encoding": accepted})
    assert said.headers.get("content-encoding") == coding
    assert said.headers["vary"] == "accept-encoding"
    assert said.headers["content-type"] == "text/javascript; charset=utf-8"
    assert said.headers["content-length"] == str(len(said.body))
    assert coding == "gzip" or said.body == body
    assert coding != "gzip" or gzip.decompress(said.body) == SCRIPT


async def test_what_bears_its_hash_in_its_name_never_changes(pages: Asker) -> None:
    hashed = await pages.get("/assets/letters-1.woff2")
    assert hashed.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert hashed.headers["content-type"] == "font/woff2"
    assert (await pages.get("/theme.js")).headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/", "/theme.js", "/assets/index-1.js"])
async def test_what_the_browser_has_is_not_sent_again(pages: Asker, path: str) -> None:
    first = await pages.get(path)
    tag = first.headers["etag"]
    for named in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = await pages.get(path, headers={"if-none-match": named})
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == tag
        assert "content-length" not in again.headers
    assert (await pages.get(path, headers={"if-none-match": '"other"'})).status == 200


async def test_each_coding_has_a_tag_of_its_own(pages: Asker) -> None:
    plain = await pages.get("/assets/index-1.js")
    packed = await pages.get("/assets/index-1.js", headers={"accept-encoding": "br"})
    assert plain.headers["etag"] != packed.headers["etag"]


async def test_asked_for_the_head_alone_it_sends_no_body(pages: Asker) -> None:
    said = await pages.ask("HEAD", "/assets/index-1.js")
    assert (said.status, said.body, said.headers["content-length"]) == (200, b"", str(len(SCRIPT)))


async def test_without_a_build_there_is_the_api_alone(keyless: AskedDatabase, tmp_path: Path) -> None:
    assert site.load(tmp_path) is None
    assert (await serve(keyless, site=None).get("/", headers=PAGE)).status == 404


async def test_the_application_is_told_how_one_comes_in(keyless: AskedDatabase) -> None:
    said = await serve(keyless).get("/app-config.json")
    assert said.headers["cache-control"] == "no-store"
    expected = {"base_path": "", "is_local": True, "is_set_up": False, "signs_in_with": None}
    assert {name: said.json[name] for name in expected} == expected
    said = await serve(keyless, local_mode="off").get("/app-config.json")
    assert (said.json["is_local"], said.json["is_set_up"]) == (False, False)


class TestBelowAPath:
    """The server behind an address such as https://example.com/onward, whether the proxy takes the path away or not."""

    @pytest.fixture
    def pages(self, keyless: AskedDatabase, folder: Path) -> Asker:
        equipment = Equipment(base_path="/onward", public_url="https://example.com")
        return serve(keyless, site=site.load(folder, "/onward"), equipment=equipment)

    @pytest.mark.parametrize("path", ["/onward", "/onward/", "/onward/today", "/today"])
    async def test_the_shell_names_its_files_below_it(self, pages: Asker, path: str) -> None:
        said = await pages.get(path, headers=PAGE)
        assert b'src="/onward/assets/index-1.js"' in said.body
        assert (await pages.get("/onward/assets/index-1.js")).status == 200

    async def test_the_api_lies_below_it(self, pages: Asker) -> None:
        made = await pages.post("/onward/v1/notes", b'{"title": "a"}')
        assert made.status == 201
        assert made.headers["location"] == f"/onward/v1/notes/{made.json['id']}"
        assert (await pages.get("/onward/api/v1/notes")).status == 200
        assert (await pages.get("/onward/openapi.json")).json["servers"] == [{"url": "/onward/"}]
        assert (await pages.get("/onward/app-config.json")).json["base_path"] == "/onward"

    @pytest.mark.parametrize("path", ["/onwards", "/onwards/today", "/onward/onward/today"])
    async def test_only_that_path_counts(self, pages: Asker, path: str) -> None:
        assert (await pages.get(path, headers=PAGE)).status == 404


def test_what_is_not_for_browsers_has_no_address(folder: Path) -> None:
    found = site.load(folder)
    assert isinstance(found, Site)
    assert set(found.files) == {"theme.js", "assets/index-1.js", "assets/letters-1.woff2"}
