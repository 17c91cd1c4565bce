"""What several benches measure by: the median wall time of some work."""

import statistics
import time


def wall(work, runs=5):
    """Return the median wall time, in seconds, of a function that is called so often."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)
