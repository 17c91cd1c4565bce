"""One run over many files: targets, output, checkpoint, shards and progress."""
