"""What tests see of processes: those of a session, and what a program wrote to its terminal."""

import os
from pathlib import Path


def session_processes(session: int) -> list[tuple[Path, str]]:
    """Return the folder below /proc of each process of a session, and its state."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # The name of a program may contain blanks and parentheses.
            state, _, _, its_session, *_ = (folder / "stat").read_text().rpartition(")")[2].split()
        except (OSError, ValueError):
            continue
        if int(its_session) == session:
            found.append((folder, state))
    return found


def read_terminal(terminal: int) -> bytes:
    """Return what programs wrote to a terminal, once all of them have closed it."""
    shown = b""
    while piece := _read(terminal):
        shown += piece
    return shown


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""
