"""``gighall database``: PostgreSQL's own programs on the hall's database: psql, pg_dump, pg_restore."""

import argparse
import os
from typing import Any

from gighall.base.environment import read_environment
from gighall.embedded.binaries import find_binaries
from gighall.embedded.refusals import CannotStart

PROGRAMS = ("psql", "pg_dump", "pg_restore")
VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
}


def add(commands: Any) -> None:
    """Register the command."""
    parser = commands.add_parser("database", help="run psql, pg_dump or pg_restore on the hall's database")
    parser.add_argument("program", choices=PROGRAMS)
    parser.add_argument("words", nargs=argparse.REMAINDER, help="the program's own arguments")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> None:
    """Become the program, told the database by its environment: the process list shows no password."""
    from psycopg.conninfo import conninfo_to_dict

    environment = read_environment()
    program = find_binaries(environment.pg_bin).folder / arguments.program
    if not program.exists():
        raise CannotStart(
            f"{program} is not there: install PostgreSQL's client programs, or set GIGHALL_PG_BIN."
        )
    parts = conninfo_to_dict(environment.database_url)
    variables = {VARIABLES[name]: str(value) for name, value in parts.items() if name in VARIABLES and value}
    # pg_restore alone prints SQL unless it is told a database on the command line.
    to_database = ["--dbname", variables["PGDATABASE"]] if arguments.program == "pg_restore" else []
    words = [str(program), *to_database, *arguments.words]
    os.execve(program, words, os.environ | variables)
