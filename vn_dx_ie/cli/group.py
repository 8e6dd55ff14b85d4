"""The ``vn-dx-ie`` command: its subcommands, and how errors leave it."""

from __future__ import annotations

from importlib import metadata
from typing import Any

import click

from vn_dx_ie.cli.convert import convert
from vn_dx_ie.cli.evaluate import agreement, compare, evaluate
from vn_dx_ie.cli.extract import extract
from vn_dx_ie.cli.serve import serve
from vn_dx_ie.cli.train import train
from vn_dx_ie.cli.validate import validate
from vn_dx_ie.cli.view import view
from vn_dx_ie.errors import VnDxIeError

_DISTRIBUTION = "vn-dx-ie"
_CALLED_WRONGLY = 2


class _Group(click.Group):
    """A group whose commands end in one line instead of a traceback where the library says why."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise  # the reader of our output has gone; click ends quietly
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            click.echo(f"error: {place}{error.strerror or error}", err=True)
        except VnDxIeError as error:
            click.echo(f"error: {error}", err=True)
        ctx.exit(_CALLED_WRONGLY)


def _print_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted or context.resilient_parsing:
        return
    try:
        version = metadata.version(_DISTRIBUTION)
    except metadata.PackageNotFoundError:
        version = "unknown (run from its source tree)"
    click.echo(f"{_DISTRIBUTION} {version}")
    context.exit()


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_print_version, help="Print the version."
)
def main() -> None:
    """Entities, relations and event records from Vietnamese text.

    PATH is a .txt or .jsonl file, a file of another format that `convert --help` lists, a folder of
    them, or - for standard input. Results go to standard output, messages to standard error.

    Exit status: 0 done; 1 done, but some documents failed, each of them named; 2 called wrongly.
    """


for _command in (extract, evaluate, compare, agreement, convert, validate, train, view, serve):
    main.add_command(_command)
