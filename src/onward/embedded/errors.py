"""What can go wrong with the embedded engine. Every message says what to do.

EngineError
├── EngineMissing       the PostgreSQL binaries are not installed
├── EngineRefused       a folder, account or version that must not be used as it is
├── EngineNotReady      PostgreSQL did not start
└── ToolFailed          a PostgreSQL client tool ended with an error
"""


class EngineError(Exception):
    """The root of this package's errors."""


class EngineMissing(EngineError):
    """The wheel with the PostgreSQL binaries is not installed."""


class EngineRefused(EngineError):
    """What was found in place must not be used as it is; nothing was changed."""


class EngineNotReady(EngineError):
    """PostgreSQL did not start; the message ends with the log's last lines."""


class ToolFailed(EngineError):
    """A PostgreSQL client tool ended with an error; the message is its own."""
