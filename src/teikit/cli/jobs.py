"""The option that says how many processes work at once, and who does the work then."""

from collections.abc import Callable
from dataclasses import dataclass

import click

from teikit.corpus.cores import usable_cores
from teikit.corpus.serial import Serial
from teikit.corpus.spread import Spread
from teikit.corpus.work import Executor
from teikit.files import shown

_AUTO = "auto"
_MOST = 1_024


@dataclass(frozen=True, slots=True)
class Jobs:
    """How many processes the user wants, None for as many as are useful."""

    wanted: int | None

    def executor(self, tick: Callable[[], None], *, alone: bool = False) -> Executor:
        """Return who does the work: this process where it is to work `alone`, or where one was wanted.

        `tick` is called several times a second.
        """
        jobs = 1 if alone else self.wanted or usable_cores()
        if jobs == 1:
            return Serial()
        # Who names a number wants it from the start.
        return Spread(jobs, seconds=0, tick=tick) if self.wanted else Spread(jobs, tick=tick)


def _wanted(_ctx: click.Context, _param: click.Parameter, value: str) -> Jobs:
    """Return how many processes an argument asks for."""
    if value == _AUTO:
        return Jobs(None)
    if not (value.isascii() and value.isdigit() and 0 < int(value[:9]) <= _MOST):
        raise click.BadParameter(f"'{shown(value)}' is neither '{_AUTO}' nor a number from 1 to {_MOST:,}")
    return Jobs(int(value))


jobs_option = click.option(
    "-j",
    "--jobs",
    default=_AUTO,
    metavar="N|auto",
    callback=_wanted,
    help="How many processes work at once; 'auto', as many as there are cores, if not given.",
)
