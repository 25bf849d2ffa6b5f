"""The command `onward`: its commands by name, and how failures are told.

The rooms of the commands are imported when they are called, so that help is quick.
"""

import os
import sys

from cyclopts import App, CycloptsError

import onward
from onward.cli import terminal
from onward.domain.errors import Invalid, OnwardError
from onward.embedded.errors import EngineError

_SETTINGS = "Settings come from ONWARD_… variables of the environment; docs/settings.md lists them."

app = App(
    name="onward",
    help=f"Onward makes sure that every customer relationship has a next step.\n\n{_SETTINGS}",
    version=onward.__version__,
    result_action="return_value",
)
app.command("onward.cli.serve:serve", name="serve", help="Serve the API, with its own PostgreSQL unless one is named.")
app.command("onward.cli.worker:worker", name="worker", help="Do the periodic work, in a process of its own.")
app.command("onward.cli.schema:migrate", name="migrate", help="Bring the database to this version.")
app.command("onward.cli.schema:seed", name="seed", help="Give every tenant the default templates that it lacks.")
app.command("onward.cli.demo:demo", name="demo", help="Create a tenant with believable customers to try things on.")
app.command("onward.cli.doctor:doctor", name="doctor", help="Check the database and the settings, and say what to do.")
app.command("onward.cli.backups:backup", name="backup", help="Write the whole database to one file.")
app.command("onward.cli.backups:restore", name="restore", help="Fill an empty database from such a file.")
app.command("onward.cli.transfers:export", name="export", help="Write a tenant's rows to a file.")
app.command("onward.cli.transfers:import_", name="import", help="Make a new tenant from an export of everything.")
app.command("onward.cli.openapi:openapi", name="openapi", help="Write the OpenAPI document, or check a copy of it.")

tenants = App(name="tenants", help="Create and list tenants.")
tenants.command("onward.cli.tenants:create", name="create", help="Create a tenant and print its id.")
tenants.command("onward.cli.tenants:list_all", name="list", help="List the tenants: id, slug, name.")
app.command(tenants)

keys = App(name="keys", help="Create, list and revoke API keys.")
keys.command("onward.cli.keys:create", name="create", help="Create an API key and print it, this once.")
keys.command("onward.cli.keys:list_all", name="list", help="List a tenant's keys, without their secrets.")
keys.command("onward.cli.keys:revoke", name="revoke", help="Make an API key useless.")
app.command(keys)

members = App(name="members", help="Let somebody in whom nobody inside can invite.")
members.command("onward.cli.members:create_owner", name="create-owner", help="Make somebody an owner of a tenant.")
members.command("onward.cli.members:reset_link", name="reset-link", help="Print a link to choose a new password.")
app.command(members)


def main() -> None:
    """Run the command that the arguments name. 0: done; 1: it could not be done; 2: it was not understood."""
    sys.exit(_run())


def _run() -> int:
    try:
        code = app(exit_on_error=False, print_error=False)
    except CycloptsError as misunderstood:
        terminal.complain(_plain(misunderstood))
        return 2
    except Invalid as invalid:
        for fault in invalid.faults:
            terminal.complain(f"{fault.field} {fault.message}")
        return 1
    except (OnwardError, EngineError) as failure:
        terminal.complain(str(failure))
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader had enough; the interpreter's last flush must not complain of it either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code if isinstance(code, int) else 0


def _plain(misunderstood: CycloptsError) -> str:
    chain = " ".join(misunderstood.command_chain or ())
    return f"{str(misunderstood).strip()} See `onward {f'{chain} ' if chain else ''}--help`."
