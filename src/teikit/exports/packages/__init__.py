"""Writes letters as the packages of archives, one format per module."""
