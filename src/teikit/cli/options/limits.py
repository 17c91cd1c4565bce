"""The option `--limit`, which every command has: what an input may cost."""

import re
from collections.abc import Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import click

from teikit.limits import LIMITS, set_limits
from teikit.messages import format_suggestion, suggestions

_HELP = "Change a limit on what an input may cost, as depth=500 (docs/limits.md lists them)."


def add_limit_option(command: click.Command) -> click.Command:
    """Return a command, or a group's commands, with the option; its limits are in force while the command runs."""
    if isinstance(command, click.Group):
        for each in command.commands.values():
            add_limit_option(each)
    elif not any(each.name == "limit" for each in command.params):
        run = command.callback

        @wraps(run or add_limit_option)
        def callback(*arguments: Any, limit: Sequence[str], **named: Any) -> Any:
            set_limits({**_configured_limits(command, named), **dict(map(_parse, limit))})
            return run(*arguments, **named) if run else None

        command.params.append(click.Option(["--limit"], multiple=True, metavar="NAME=N", help=_HELP))
        command.callback = callback
    return command


def _configured_limits(command: click.Command, named: Mapping[str, Any]) -> Mapping[str, int]:
    """Return the limits of the run's configuration: that which is named, or the nearest of the working directory."""
    if not any(each.name == "config" for each in command.params):
        return {}
    # Commands without a configuration need not import its reader.
    from teikit.config import config_for  # noqa: PLC0415

    return config_for("_", Path(named["config"]) if named["config"] else None).limits


def _parse(text: str) -> tuple[str, int]:
    name, _, number = text.partition("=")
    if name not in LIMITS:
        near = format_suggestion(suggestions(name, LIMITS, count=1))
        raise click.BadParameter(f"there is no limit '{name}'{near}", param_hint="'--limit'")
    if not re.fullmatch("[0-9]{1,18}", number):
        message = f"'{name}' must be a number, as in {name}={LIMITS[name].value}"
        raise click.BadParameter(message, param_hint="'--limit'")
    return name, int(number)
