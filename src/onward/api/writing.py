"""A handler's answer as a reply: status, headers, bytes."""

import msgspec

from onward.api.replies import JSON, Reply
from onward.api.routing import Answer, Raw, Route

_encode = msgspec.json.Encoder().encode


def written(route: Route, answer: Answer) -> Reply:
    extra: list[tuple[bytes, bytes]] = []
    if answer.etag is not None:
        extra.append((b"etag", b'"%d"' % answer.etag))
    if answer.location is not None:
        extra.append((b"location", answer.location.encode("ascii")))
    extra += [(b"set-cookie", cookie.encode("ascii")) for cookie in answer.cookies]
    if answer.content is None:
        return Reply(answer.status or 204, headers=extra)
    if isinstance(answer.content, Raw):
        extra += [(name.encode("ascii"), value.encode("ascii")) for name, value in answer.content.headers.items()]
        return Reply(route.status, answer.content.body, answer.content.media_type.encode("ascii"), extra)
    return Reply(answer.status or route.status, _encode(answer.content), JSON, extra)
