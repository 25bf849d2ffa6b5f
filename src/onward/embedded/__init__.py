"""The embedded PostgreSQL: one engine for a data folder, running exactly as long as it has users.

    with embedded.lease(data_dir) as engine:
        connect(engine.dsn)

Nothing else of Onward is imported here, and nothing but the standard library: the keeper must start fast and
stay small. If the keeper and every user are killed with SIGKILL within the same second, PostgreSQL is left
alone until the next user comes, who adopts it.
"""

from onward.embedded.engine import DATABASE, Engine
from onward.embedded.errors import EngineError, EngineMissing, EngineNotReady, EngineRefused, ToolFailed
from onward.embedded.leases import Lease, acquire, lease, wait_until_stopped

__all__ = [
    "DATABASE",
    "Engine",
    "EngineError",
    "EngineMissing",
    "EngineNotReady",
    "EngineRefused",
    "Lease",
    "ToolFailed",
    "acquire",
    "lease",
    "wait_until_stopped",
]
