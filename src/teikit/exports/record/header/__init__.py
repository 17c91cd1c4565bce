"""Reads any teiHeader into a letter's record, which contains only what the header states."""

from teikit.exports.record.header.whole import read_record

__all__ = ["read_record"]
