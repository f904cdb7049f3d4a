"""The command line in the reader's language: --lang, help, and errors as sentences.

Every error is a sentence on standard error, every exit code 0 or 1.
"""

import io
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import click

from dashboard.catalogue import CatalogueError
from dashboard.errors import DashboardError
from dashboard.i18n import LANGUAGES, Lang, mark, nearest_language
from dashboard.i18n import gettext as _
from dashboard.start_check import check_start

_LANG_KEY = "dashboard.lang"
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def _set_language(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    """Remember the language; one that was asked for wins over that of the environment."""
    source = ctx.get_parameter_source(param.name or "")
    if value is None or source is not click.core.ParameterSource.COMMANDLINE:
        ctx.meta.setdefault(_LANG_KEY, nearest_language(value))
    elif value in LANGUAGES:
        ctx.meta[_LANG_KEY] = value
    else:
        raise click.BadParameter(f"{value!r}", ctx=ctx, param=param)


def _language_option() -> click.Option:
    return click.Option(
        ["--lang"],
        metavar="zh|en",
        envvar=_LOCALE_VARIABLES,
        is_eager=True,  # before --help, which is shown in this language
        expose_value=False,
        callback=_set_language,
        help=mark("Language of the messages; otherwise that of the environment, or Chinese."),
    )


def current_language(ctx: click.Context | None = None) -> Lang:
    """The language of the command that runs, or runs into an error."""
    ctx = ctx or click.get_current_context(silent=True)
    if ctx is not None and _LANG_KEY in ctx.meta:
        return ctx.meta[_LANG_KEY]
    option = _language_option()
    return nearest_language(option.resolve_envvar_value(ctx or click.Context(click.Command(None))))


def _describe_usage_error(error: click.ClickException, lang: Lang) -> str:
    """What is wrong with the command line, in ``lang`` for everything that is usual."""
    if isinstance(error, click.exceptions.NoSuchOption):
        return _("There is no option {name}.", lang, name=error.option_name)
    if isinstance(error, click.exceptions.NoSuchCommand):
        return _("There is no command {name}.", lang, name=error.command_name)
    if isinstance(error, click.BadParameter) and error.param is not None:
        name = error.param.get_error_hint(error.ctx)
        if isinstance(error, click.MissingParameter):
            return _("{name} is missing.", lang, name=name)
        kind = error.param.type
        choices = kind.choices if isinstance(kind, click.Choice) else None
        choices = LANGUAGES if error.param.name == "lang" else choices
        if choices:
            listed = ", ".join(choices)
            return _("{name} must be one of these: {choices}.", lang, name=name, choices=listed)
        if kind is click.INT:
            return _("{name} must be a whole number.", lang, name=name)
    return _("The command cannot be read: {reason}", lang, reason=error.format_message())


def _show_usage_error(error: click.ClickException) -> None:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message(), err=True)
        return
    ctx = getattr(error, "ctx", None)
    lang = current_language(ctx)
    click.echo(_describe_usage_error(error, lang), err=True)
    if ctx is not None:
        command = f"{ctx.command_path} --help"
        click.echo(_("All options: {command}", lang, command=command), err=True)


class Translated(click.Command):
    """A command with --lang, whose help is shown in that language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.append(_language_option())

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line with its heading in the reader's language."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        prefix = _("Usage: ", current_language(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=prefix)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does in the reader's language."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(self.help or "", current_language(ctx)))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options in the reader's language."""
        lang = current_language(ctx)
        rows = []
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if isinstance(param, click.Option) and record is not None:
                # The option --help is click's own, and so is its text.
                text = mark("Show this message and exit.") if param.name == "help" else param.help
                needed = _("(required)", lang) if param.required else ""
                rows.append((record[0], f"{_(text or '', lang)} {needed}".strip()))
        with formatter.section(_("Options", lang)):
            formatter.write_dl(rows)


class Commands(Translated, click.Group):
    """The group of all commands: every error is a sentence, every exit code 0 or 1."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and the commands in the reader's language."""
        super().format_options(ctx, formatter)
        lang = current_language(ctx)
        rows = [(name, _(c.help or "", lang)) for name, c in self.commands.items()]
        with formatter.section(_("Commands", lang)):
            formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error that the user can act upon is shown as a sentence."""
        try:
            return super().invoke(ctx)
        except DashboardError as error:
            click.echo(error.text(current_language(ctx)), err=True)
        except CatalogueError as error:
            click.echo(str(error), err=True)
        return ctx.exit(1)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command line; click's own errors leave with 1 in place of 2."""
        run: Callable[[], Any] = partial(
            super().main, args, prog_name, complete_var, standalone_mode=False, **extra
        )
        if not standalone_mode:
            return run()
        try:
            code = run()
            sys.stdout.flush()
        except click.ClickException as error:
            _show_usage_error(error)
            code = 1
        except click.Abort:
            click.echo(_("Stopped.", current_language()), err=True)
            code = 1
        except BrokenPipeError:
            # The reader of the results has left (``| head``): the flush at exit would fail again.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = 1
        sys.exit(1 if code else 0)


class Checked(Translated):
    """A command that begins when every setting can be used."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; here, and not before, the language is known."""
        check_start()
        return super().invoke(ctx)


# What a function is decorated with to become a command.
command = partial(click.command, cls=Checked)


@click.group(cls=Commands, help=mark("Publish, undo and export the statistics of the programmes."))
def cli() -> None:
    """Everything the command line offers; each command is documented by its help."""
    for stream in (sys.stdout, sys.stderr):
        # A console that cannot show a character shows a question mark, and the command goes on.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
