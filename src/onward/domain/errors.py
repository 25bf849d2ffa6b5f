"""Everything that can be refused, as one tree. The edge turns `code` into a status in one table.

OnwardError
├── Refused                 what was asked cannot be done; nothing was written
│   ├── Invalid             a field is wrong; carries `faults`
│   ├── NotFound            no such thing in this tenant
│   │   └── Merged          a customer that was merged into another; names that one
│   ├── Conflict            the thing's state does not allow it
│   │   └── NotAll          of many things that go together some cannot be done; carries `faults`
│   ├── Stale               If-Match names an older version
│   ├── KeyReused           an idempotency key came with another request
│   ├── KeyInFlight         an idempotency key's first request is still running
│   ├── Unauthenticated     nobody, or a credential that does not hold
│   ├── Forbidden           somebody, but not for this
│   ├── TooMany             too often in too short a time; says when to try again
│   └── Malformed, TooLarge, UnsupportedMedia   a request that cannot be read
└── Unavailable             the database is gone or busy; try again
    └── CommitUnknown       the connection broke during COMMIT: done or not, nobody knows
"""

from collections.abc import Iterable
from uuid import UUID

from msgspec import Struct


class Fault(Struct, frozen=True):
    """One field that is wrong and how; `field` is a path such as `steps[1].next_step`."""

    field: str
    message: str


class OnwardError(Exception):
    """`code` is stable and public; the message says what to do."""

    code = "error"


class Refused(OnwardError):
    code = "refused"


class Invalid(Refused):
    code = "invalid"

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.field}: {fault.message}" for fault in faults))
        self.faults = faults

    @classmethod
    def field(cls, name: str, message: str) -> "Invalid":
        return cls([Fault(name, message)])

    @classmethod
    def together(cls, names: Iterable[str], message: str) -> "Invalid":
        """Fields of which each could be right, but not all of them at once (or none)."""
        return cls([Fault(name, message) for name in names])


class NotFound(Refused):
    code = "not_found"


class Merged(NotFound):
    code = "merged"

    def __init__(self, customer_id: UUID) -> None:
        super().__init__(f"This customer was merged into {customer_id}. Use that id.")
        self.customer_id = customer_id


class Conflict(Refused):
    code = "conflict"


class NotAll(Conflict):
    code = "not_all"

    def __init__(self, message: str, faults: list[Fault]) -> None:
        super().__init__(message)
        self.faults = faults


class Stale(Refused):
    code = "stale"


class KeyReused(Refused):
    code = "idempotency_key_reused"


class KeyInFlight(Refused):
    code = "idempotency_key_in_flight"


class Unauthenticated(Refused):
    code = "unauthenticated"


class Forbidden(Refused):
    code = "forbidden"


class TooMany(Refused):
    code = "too_many"

    def __init__(self, message: str, retry_after_seconds: int) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class Malformed(Refused):
    code = "malformed"


class TooLarge(Refused):
    code = "too_large"


class UnsupportedMedia(Refused):
    code = "unsupported_media"


class Unavailable(OnwardError):
    code = "unavailable"


class CommitUnknown(Unavailable):
    code = "commit_unknown"
