"""Many files: paths to items, items to results, on one core, on all, or on a cluster."""
