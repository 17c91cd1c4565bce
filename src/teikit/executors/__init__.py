"""Executors do the work of a run: this process, a pool of processes, or a Dask cluster."""
