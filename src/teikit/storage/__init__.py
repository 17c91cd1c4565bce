"""Bytes in and out: files, folders, archives and URLs, written whole or not at all."""
