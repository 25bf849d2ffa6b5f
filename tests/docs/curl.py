"""What the pages use of curl, for machines without it: `curl.py [-s] [-i] [-X METHOD] [-H HEADER] [-d DATA] URL`."""

import sys
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

FLAGS = {"-s", "-i"}
VALUES = {"-X", "-H", "-d"}


def main(*words: str) -> None:
    given: dict[str, list[str]] = {}
    ahead = iter(words)
    for word in ahead:
        if word in VALUES:
            given.setdefault(word, []).append(next(ahead))
        elif word in FLAGS or not word.startswith("-"):
            given.setdefault(word if word in FLAGS else "url", []).append(word)
        else:
            sys.exit(f"curl: the pages may not use {word} before tests/docs/curl.py knows it")
    ask(given)


def ask(given: dict[str, list[str]]) -> None:
    """As curl does it: a body makes it a POST of a form, unless something else is said."""
    url = urlsplit(given["url"][0])
    body = body_of(given["-d"][0]) if "-d" in given else None
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
    headers |= dict(header.split(": ", 1) for header in given.get("-H", []))
    method = given.get("-X", ["GET" if body is None else "POST"])[0]
    connection = HTTPConnection(str(url.hostname), url.port)
    connection.request(method, f"{url.path}?{url.query}" if url.query else url.path, body, headers)
    answer = connection.getresponse()
    if "-i" in given:
        lines = [
            f"HTTP/1.1 {answer.status} {answer.reason}",
            *(f"{name}: {text}" for name, text in answer.getheaders()),
        ]
        sys.stdout.write("\r\n".join([*lines, "", ""]))
    sys.stdout.write(answer.read().decode("utf-8"))


def body_of(text: str) -> bytes:
    return Path(text[1:]).read_bytes().replace(b"\n", b"") if text.startswith("@") else text.encode("utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
