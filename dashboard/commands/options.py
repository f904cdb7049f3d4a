"""Options that several commands have."""

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from dashboard.access import Actor, Entrance
from dashboard.i18n import mark


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""  # a container may run under a number that has no name


def come_in(by: str) -> Actor:
    """Who uses the command line, under the name of ``by_option``."""
    return Actor(by, entrance=Entrance.COMMAND_LINE)


by_option = click.option(
    "--by", default=_user_name, help=mark("Who does this; otherwise the name of the user.")
)
json_option = click.option(
    "--json", "use_json", is_flag=True, help=mark("Results as JSON, for other programs.")
)
years_option = click.option("--years", help=mark("A year, or the first and the last: 2019-2023."))
as_of_option = click.option(
    "--as-of", type=int, help=mark("The figures as they stood at this upload.")
)


def output_option(text: str, *, required: bool = True) -> Callable[[Any], Any]:
    """The option -o, a file to write; ``text`` is its help, marked for translation."""
    return click.option(
        "-o", "--output", required=required, type=click.Path(path_type=Path), help=text
    )
