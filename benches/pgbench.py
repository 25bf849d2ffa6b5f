"""PostgreSQL alone: pgbench sends the messages of a recording, for other customers.

Ids become expressions of a customer's number; all other parameters stay parameters, with the sample's values.
The first message (BEGIN, SET LOCAL and the lock) goes out as one pipeline, for prepared statements cannot share
a message in any other way: the round trips are as many as the product's.
"""

import os
import re
import subprocess
import tempfile
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from benches.recording import Message, new_id
from benches.world import (
    CAMPAIGNS,
    FIRST,
    MEMBERS,
    PREFIXES,
    TENANTS,
    World,
    campaign_of,
    id_of,
    member_of,
    tenant_of,
)
from onward.embedded import Engine
from onward.store import locks
from onward.store.transactions import APP_ROLE

_LITERAL_ID = re.compile(r"'([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})'")
_PLACEHOLDER = re.compile(r"\$(\d+)")
_PREPARED = dict(re.findall(r"PREPARE (\w+) \([^)]*\) AS (.*?)(?=; PREPARE |$)", locks.PREPARE, re.DOTALL))
_EXECUTE = re.compile(r"EXECUTE (\w+)\(([^)]*)\)")
_SET_TENANT = re.compile(r"SET LOCAL onward\.tenant_id = (.*)")
_MOST_NEW = 20
_PATIENCE_SECONDS = 600


class Script(msgspec.Struct, frozen=True):
    """A pgbench script and the variables that it is started with."""

    text: str
    variables: dict[str, str]


class Measured(msgspec.Struct, frozen=True):
    transactions: int
    per_second: float
    mean_ms: float


def script(messages: Sequence[Message], world: World, sample: int, choose_customer: str) -> Script:
    """`choose_customer` is the pgbench expression of a customer's number; `messages` were recorded for `sample`."""
    writer = _Writer(_names(world, sample))
    body = [line for message in messages for line in writer.lines(message)]
    return Script("\n".join([*_settings(world, choose_customer), *body, "COMMIT;", ""]), writer.variables)


def _settings(world: World, choose_customer: str) -> list[str]:
    return [
        "\\set i :i + 1",
        f"\\set c {choose_customer}",
        f"\\set customer {FIRST} + :c",
        f"\\set tenant {FIRST} + :c % {TENANTS}",
        f"\\set template {FIRST} + :c % {TENANTS}",
        f"\\set member {FIRST} + :c % {TENANTS} * {MEMBERS} + :c / {TENANTS} % {MEMBERS}",
        f"\\set actor {FIRST} + :c % {TENANTS} * {MEMBERS}",
        f"\\set campaign {FIRST} + :c % {TENANTS} * {CAMPAIGNS} + :c / {TENANTS} % {CAMPAIGNS}",
        f"\\set workflow {FIRST} + {world.active_workflow(0)} + :c",
        f"\\set interaction {FIRST} + {world.open_interaction(0)} + :c",
    ]


def _names(world: World, sample: int) -> dict[UUID, str]:
    """The ids that belong to the sample, as pgbench writes those of the customer whose turn it is."""
    tenant = tenant_of(sample)
    known = {
        "actor": ("member", tenant * MEMBERS),
        "member": ("member", member_of(sample)),
        "tenant": ("tenant", tenant),
        "template": ("template", tenant),
        "customer": ("customer", sample),
        "campaign": ("campaign", campaign_of(sample)),
        "workflow": ("workflow", world.active_workflow(sample)),
        "interaction": ("interaction", world.open_interaction(sample)),
    }
    digits = str(FIRST + sample)
    made = {
        new_id(place, digits): _id_expression(str(new_id(place, digits))[:24], "customer") for place in range(_MOST_NEW)
    }
    return made | {
        id_of(kind, number): _id_expression(PREFIXES[kind], variable) for variable, (kind, number) in known.items()
    }


def _id_expression(prefix: str, variable: str) -> str:
    return f"('{prefix}' || :{variable}::text)::uuid"


class _Writer:
    """Turns messages into script lines, and gathers the parameters that they need as variables."""

    def __init__(self, names: dict[UUID, str]) -> None:
        self._names = names
        self.variables = {"i": "0", "none": "-"}

    def lines(self, message: Message) -> list[str]:
        if message.args:
            return [_PLACEHOLDER.sub(lambda found: self._value(message.args[int(found[1]) - 1]), message.sql) + ";"]
        statements = [self._statement(sql) for sql in message.sql.split("; ")]
        return ["\\startpipeline", *statements, "\\endpipeline"]

    def _statement(self, sql: str) -> str:
        """A statement of the simple message; SET takes no parameter, so its function stands in for it."""
        whole = _EXECUTE.sub(_prepared, sql)
        named = _LITERAL_ID.sub(lambda found: self._names[UUID(found[1])], whole)
        return _SET_TENANT.sub(r"SELECT set_config('onward.tenant_id', \1::text, true)", named) + ";"

    def _value(self, value: object) -> str:
        if isinstance(value, UUID):
            return self._names[value]
        if isinstance(value, list) and any(isinstance(item, UUID) for item in value):
            return f"ARRAY[{', '.join('NULL' if item is None else self._names[item] for item in value)}]"
        return self._variable(value)

    def _variable(self, value: object) -> str:
        """A parameter; pgbench cannot send a null, and a null known to the planner would be another plan."""
        if value is None:
            return "nullif(:none::text, '-')"
        name = f"p{len(self.variables)}"
        self.variables[name] = _text(value)
        return f":{name}"


def _prepared(execution: re.Match[str]) -> str:
    """What an EXECUTE runs, with its arguments in their places; pgbench prepares it like all that it sends."""
    arguments = execution[2].split(", ")
    return _PLACEHOLDER.sub(lambda found: arguments[int(found[1]) - 1], _PREPARED[execution[1]])


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list):
        return "{" + ",".join("NULL" if item is None else _quoted(_text(item)) for item in value) + "}"
    if isinstance(value, str | int):
        return str(value)
    return msgspec.json.encode(value).decode()


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def run(engine: Engine, database: str, script: Script, clients: int, each: int, **variables: int) -> Measured:
    """`each` transactions of every client. Raises RuntimeError when one of them fails."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script.text)
        file.flush()
        chosen = script.variables | {name: str(value) for name, value in variables.items()}
        defined = [word for name, value in chosen.items() for word in ("-D", f"{name}={value}")]
        options = ["-n", "-M", "prepared", "-c", str(clients), "-j", "1", "-t", str(each), "-f", file.name]
        ended = subprocess.run(
            [engine.binary("pgbench"), *options, *defined],
            env=_environment(engine, database),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=_PATIENCE_SECONDS,
        )
    if ended.returncode != 0:
        raise RuntimeError(f"pgbench failed: {ended.stderr.strip()[:2000]}")
    return _measured(ended.stdout, clients * each)


def _environment(engine: Engine, database: str) -> dict[str, str]:
    """The session settings of the product's own connections."""
    settings = [f"role={APP_ROLE}", "statement_timeout=15s", "lock_timeout=10s"]
    settings.append("idle_in_transaction_session_timeout=30s")
    options = " ".join(f"-c {setting}" for setting in settings)
    return {**os.environ, **engine.environment(database), "PGOPTIONS": options}


def _measured(report: str, expected: int) -> Measured:
    done = int(_found(r"actually processed: (\d+)", report))
    failed = int(_found(r"failed transactions: (\d+)", report))
    if done != expected or failed:
        raise RuntimeError(f"pgbench did {done} of {expected} transactions, {failed} failed")
    return Measured(
        done, float(_found(r"tps = ([\d.]+)", report)), float(_found(r"latency average = ([\d.]+)", report))
    )


def _found(pattern: str, report: str) -> str:
    match = re.search(pattern, report)
    if match is None:
        raise RuntimeError(f"pgbench's report is not as expected: {report[:2000]}")
    return match[1]
