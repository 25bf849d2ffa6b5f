"""Draws the pictures of docs/images anew: the main screens in light, dark and on a phone, as WebP.

Run by `make screenshots`, on a server of its own with the demo tenant. No test; nothing here decides anything.
"""

import base64
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, Page

from tests.acceptance import server as servers
from tests.acceptance.server import Server
from tests.e2e import browsers

IMAGES = Path(__file__).parents[2] / "docs" / "images"
MOST_BYTES = 150_000
# What each picture is called, and the address that it is of.
SCREENS = {
    "today": "/today",
    "customer": "/customers/{customer}",
    "builder": "/templates/{template}",
    "calendar": "/calendar?view=week",
    "interactions": "/interactions?view=team",
}
WINDOWS: dict[str, dict[str, Any]] = {
    "light": {"viewport": browsers.WIDE, "color_scheme": "light"},
    "dark": {"viewport": browsers.WIDE, "color_scheme": "dark"},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "color_scheme": "light",
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    },
}
# Chromium's own encoder; the picture comes and goes as text.
_AS_WEBP = """async png => {
    const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    canvas.getContext("2d").drawImage(picture, 0, 0);
    const blob = await canvas.convertToBlob({ type: "image/webp", quality: 0.86 });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(""));
}"""


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with servers.place() as place, browsers.chromium() as chromium:
        server = place.start()
        ids = things(server)
        for window, options in WINDOWS.items():
            for name, picture in pictures(chromium, server, ids, options):
                save(f"{name}-{window}.webp", picture)


def things(server: Server) -> dict[str, str]:
    """A customer of the demo who has a conversation, and a template with branches."""
    with server.client() as client:
        talk = first(client, "/v1/conversations")
        templates = client.get("/v1/interactions/templates", params={"limit": 200}).json()["data"]
    branched = max(templates, key=lambda each: sum(len(step.get("branches") or []) for step in each["steps"]))
    return {"customer": talk["customer_id"], "template": branched["id"]}


def first(client: httpx.Client, path: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(path, params={"limit": 1}).json()["data"][0]
    return found


def pictures(
    chromium: Browser, server: Server, ids: dict[str, str], options: dict[str, Any]
) -> list[tuple[str, bytes]]:
    context = chromium.new_context(base_url=server.url, **options)
    page = context.new_page()
    # A page without our policy, to encode on: ours lets no script fetch from a `data:` address.
    encoder = context.new_page()
    found = []
    for name, path in SCREENS.items():
        page.goto(path.format(**ids))
        page.get_by_role("heading").first.wait_for()
        browsers.wait_until_loaded(page)
        found.append((name, as_webp(encoder, page.screenshot(animations="disabled"))))
    context.close()
    return found


def as_webp(encoder: Page, png: bytes) -> bytes:
    return base64.b64decode(encoder.evaluate(_AS_WEBP, base64.b64encode(png).decode()))


def save(name: str, picture: bytes) -> None:
    assert len(picture) < MOST_BYTES, f"{name} has {len(picture)} bytes"
    (IMAGES / name).write_bytes(picture)


if __name__ == "__main__":
    main()
