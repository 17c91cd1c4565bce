"""Judges that run on Java, for programs that end after a second or two."""

import os
import subprocess
from collections.abc import Sequence

# Compiling for long runs, on all cores, takes more time than it saves.
OPTIONS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
_NOTICE = "Picked up JAVA_TOOL_OPTIONS"


def run_java(command: Sequence[str]) -> tuple[int, str]:
    """Run a program that is, or starts, a Java program; return its status and all that it says."""
    environment = {**os.environ, "JAVA_TOOL_OPTIONS": " ".join(OPTIONS)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    lines = (done.stderr + done.stdout).splitlines(keepends=True)
    return done.returncode, "".join(line for line in lines if not line.startswith(_NOTICE))
