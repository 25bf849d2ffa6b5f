"""A user of the engine, as a program: leases, prints the address, and ends as it is told.

    python user.py <data folder> [<setting>=<value> ...]

Standard input tells how: `leave` ends the lease, `exit` and `fail` end the program inside it; a closed input
means `leave`. The line `left` follows the end of the lease.
"""

import sys
from pathlib import Path

from onward import embedded

ENDS = {"exit": SystemExit(3), "fail": RuntimeError("the user fails")}


def main() -> None:
    settings = dict(each.split("=", 1) for each in sys.argv[2:])
    with embedded.lease(Path(sys.argv[1]), settings=settings) as engine:
        sys.stdout.write(engine.dsn + "\n")
        sys.stdout.flush()
        word = sys.stdin.readline().strip()
        if word in ENDS:
            raise ENDS[word]
    sys.stdout.write("left\n")


main()
