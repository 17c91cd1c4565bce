"""The options for the number of processes and for a cluster, to the executor of a run."""

import re
from collections.abc import Callable

import click

from teikit.cli.options import CommandT, add_options, group_options
from teikit.executors.adaptive import AdaptiveExecutor
from teikit.executors.cores import usable_cores
from teikit.executors.protocols import Executor
from teikit.executors.serial import SerialExecutor
from teikit.messages import escape_control
from teikit.storage.files import read_file
from teikit.storage.urls import is_url, read_url

_AUTO = "auto"
_MAX_JOBS = 1_024
_LOCAL_SCHEDULER = r"local(?::([1-9][0-9]{0,3}))?"
_SCHEDULER_ADDRESS = r"(?:[a-z]+://)?[\w.\[\]:%-]+:[0-9]+"


class Jobs:
    """The number of processes that the user wants, None for as many as are useful, and the Dask scheduler, if any."""

    def __init__(self, count: int | None, scheduler: str | None = None) -> None:
        self.count, self.scheduler = count, scheduler

    def make_executor(self, tick: Callable[[], None], *, alone: bool = False, send: bool = False) -> Executor:
        """Return the executor: this process if `alone`, or if the user wants one process.

        `tick` is called several times a second. With `send` files are read here, and sent to the workers.
        """
        if send and self.scheduler is None:
            raise click.UsageError("--send goes with --scheduler only")
        if self.scheduler is not None and not alone:
            return self._make_cluster(self.scheduler, tick, send=send)
        return self.make_local_executor(tick, alone=alone)

    def make_local_executor(self, tick: Callable[[], None], *, alone: bool = False) -> Executor:
        """Return the executor for work that is too little for a cluster, otherwise as `make_executor`."""
        jobs = 1 if alone else self.count or usable_cores()
        if jobs == 1:
            return SerialExecutor()
        # A number that the user names is used from the start.
        return AdaptiveExecutor(jobs, seconds=0, tick=tick) if self.count else AdaptiveExecutor(jobs, tick=tick)

    def _make_cluster(self, scheduler: str, tick: Callable[[], None], *, send: bool) -> Executor:
        # Slow to import, and few runs need it.
        from teikit.executors.dask_cluster import DaskExecutor  # noqa: PLC0415

        local = re.fullmatch(_LOCAL_SCHEDULER, scheduler)
        jobs = int(local[1] or usable_cores()) if local else 0
        return DaskExecutor(None if local else scheduler, jobs=jobs, read=_read_content if send else None, tick=tick)


def _read_content(name: str) -> bytes:
    return read_url(name) if is_url(name) else read_file(name)


def _parse_jobs(_ctx: click.Context, _param: click.Parameter, value: str) -> int | None:
    """Return the number of processes, None for `auto`."""
    if value == _AUTO:
        return None
    if not (value.isascii() and value.isdigit() and 0 < int(value[:9]) <= _MAX_JOBS):
        raise click.BadParameter(f"'{escape_control(value)}' is neither '{_AUTO}' nor a number from 1 to {_MAX_JOBS:,}")
    return int(value)


def _parse_address(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """Return the address of a scheduler, or `local`."""
    if value is not None and not (re.fullmatch(_LOCAL_SCHEDULER, value) or re.fullmatch(_SCHEDULER_ADDRESS, value)):
        shown = escape_control(value)
        raise click.BadParameter(f"'{shown}' is no address as tcp://host:8786, nor 'local' or 'local:N'")
    return value


def jobs_option(command: CommandT) -> CommandT:
    """Add the options to a command, which gets them as `jobs`, a Jobs."""

    def make_jobs(count: int | None, scheduler: str | None) -> Jobs:
        if count and scheduler:
            raise click.UsageError("--jobs does not go with --scheduler; local:N takes N processes")
        if scheduler and re.fullmatch(_LOCAL_SCHEDULER, scheduler):
            # Slow to import, and few runs need it.
            from teikit.executors.local_cluster import preload  # noqa: PLC0415

            preload([command.__module__])
        return Jobs(count, scheduler)

    jobs_help = "How many processes to use; 'auto' (the default) uses all cores."
    cluster_help = "Use the workers of a Dask scheduler (tcp://host:8786), or of one that is started on this machine."
    options = (
        click.option("-j", "--jobs", default=_AUTO, metavar="N|auto", callback=_parse_jobs, help=jobs_help),
        click.option("--scheduler", metavar="ADDRESS|local[:N]", callback=_parse_address, help=cluster_help),
    )
    return add_options(group_options(command, "jobs", ("jobs", "scheduler"), make_jobs), options)
