"""Registers of an edition: the files that keep its people, places, organisations and works by their ids."""

from teikit.registers.entries import EntryKind, PrefixDeclaration, Register, RegisterIndex
from teikit.registers.reading import read_register, register_digest

__all__ = ["EntryKind", "PrefixDeclaration", "Register", "RegisterIndex", "read_register", "register_digest"]
