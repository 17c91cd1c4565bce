"""Registers of an edition: the files that keep its people, places, organisations and works by their ids."""

from teikit.registers.described import NO_REGISTERS, DescribedRegister, DescribedRegisters, read_described
from teikit.registers.entries import EntryKind, PrefixDeclaration, Register, RegisterIndex
from teikit.registers.entry import UNKNOWN, Entry
from teikit.registers.reading import read_register, register_digest

__all__ = [
    "NO_REGISTERS",
    "UNKNOWN",
    "DescribedRegister",
    "DescribedRegisters",
    "Entry",
    "EntryKind",
    "PrefixDeclaration",
    "Register",
    "RegisterIndex",
    "read_described",
    "read_register",
    "register_digest",
]
