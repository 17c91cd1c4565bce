"""The command line: one command a module, loaded only when it is called."""

import errno
import os
import sys
from importlib import import_module
from pathlib import Path

import click

from teikit._version import __version__
from teikit.cli.printing import prepare_streams, print_message, print_usage_error
from teikit.errors import TeikitError
from teikit.messages import suggest
from teikit.storage.remarks import take_remarks

# The commands with their summaries: the list of commands is shown without loading any.
COMMANDS = {
    "cache": "Show or clear the results and schemas that are kept between runs.",
    "config": "Show which settings apply, and why.",
    "encode": "Turn plain text letters into TEI.",
    "explain": "Explain what a rule checks, and why.",
    "export": "Write TEI in other formats, or pack it for an archive.",
    "learn": "Learn from reviewed letters how this project marks up its letters.",
    "merge": "Merge the reports of the parts of a run into one.",
    "odd": "Compile and check ODDs, TEI's customisations.",
    "report": "Summarize what a corpus contains.",
    "review": "Review letters in the browser, and accept their TEI.",
    "schema": "Check, convert, simplify and keep RELAX NG schemas.",
    "validate": "Check TEI files against schemas and the rules of TEI.",
    "verify": "Check whether packages are complete and valid.",
}
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class LazyGroup(click.Group):
    """A group that knows its commands by name and loads the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """Return the names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click's signature
        """Load a command."""
        if cmd_name not in COMMANDS:
            return None
        # Its imports take longer than showing the list of commands.
        from teikit.cli.options.limits import add_limit_option  # noqa: PLC0415

        command: click.Command = import_module(f"teikit.cli.{cmd_name}").command
        return add_limit_option(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command, and suggest one where its name is misspelt."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = suggest(args[0], COMMANDS)
            hint = f" Did you mean '{near}'?" if near else ""
            raise click.UsageError(error.message + hint, ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  click's signature
        """Write the list of commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings=CONTEXT)
@click.version_option(__version__, prog_name="teikit", message="%(prog)s %(version)s")
def teikit() -> None:
    """Turn letters into TEI XML, validate TEI, and hand it to archives.

    Exit status: 0 clean, 1 problems found in documents, 2 misuse, unreadable input or incorrect schema.
    """


def _invoke() -> int:
    """Run the command that the arguments name; unlike click's own `main`, leave interrupts and pipes to the caller."""
    with teikit.make_context("teikit", sys.argv[1:]) as context:
        status = teikit.invoke(context)
    return status if isinstance(status, int) else 0


def _complete() -> int:
    """Print completions for the words in the environment, as shells call it."""
    try:
        teikit.main(prog_name="teikit")
    except (KeyError, ValueError):
        print_message("completion: the shell sets COMP_WORDS, and COMP_CWORD to a number")
    return 2


def run() -> int:
    """Run the command line and return the exit status."""
    prepare_streams()
    if "_TEIKIT_COMPLETE" in os.environ:
        return _complete()
    # Those of former calls in this process are not of this command.
    take_remarks()
    try:
        return _run_command() if _has_folder() else 2
    except KeyboardInterrupt:
        # Runs that write nothing need not pay for its import.
        from teikit.storage.temporary import remove_unfinished  # noqa: PLC0415

        remove_unfinished()
        raise
    finally:
        for remark in take_remarks():
            print_message(remark)


def _has_folder() -> bool:
    """Return whether the working directory is there; paths that are relative to none cannot be read."""
    try:
        Path.cwd()
    except FileNotFoundError:
        print_message("the working directory has been removed")
        return False
    return True


def _run_command() -> int:
    """Run the command, and report an error in one sentence; return the exit status."""
    try:
        return _invoke()
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        print_usage_error(error)
        return error.exit_code
    except TeikitError as error:
        # It may quote a schema or a document.
        print_message(error)
        return error.exit_status
    except OSError as error:
        # Path.exists and the like raise this, and nothing else, for names that users give.
        if error.errno != errno.ENAMETOOLONG:
            raise
        print_message(f"{error.filename}: is too long for a file name")
        return 2
