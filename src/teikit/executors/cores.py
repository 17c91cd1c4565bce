"""The number of cores that this process may use."""

import os
from contextlib import suppress
from pathlib import Path

_CGROUP = Path("/proc/self/cgroup")
_CGROUPS = Path("/sys/fs/cgroup")


def usable_cores(cgroup: Path = _CGROUP, cgroups: Path = _CGROUPS) -> int:
    """Return how many cores this process may use at once, by its affinity and by the quota of its control group."""
    affinity = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min([affinity, *_quotas(cgroup, cgroups)]))


def _quotas(cgroup: Path, cgroups: Path) -> list[int]:
    """Return how many cores, rounded up, each control group of this process allows (cgroup v2, cpu.max)."""
    found = []
    with suppress(OSError, ValueError):
        own = next(line[3:] for line in [*cgroup.read_text().splitlines(), "0::/"] if line.startswith("0::"))
        here = cgroups / own.strip("/")
        for folder in (here, *here.parents):
            with suppress(OSError, ValueError, ZeroDivisionError):
                quota, period = (folder / "cpu.max").read_text().split()
                found.append(-(-int(quota) // int(period)))
    return found
