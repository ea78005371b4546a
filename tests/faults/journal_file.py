"""Journals as framework/journal/format.hpp describes them, read by other code than initlab's: a second implementation of the format."""

import struct
from dataclasses import dataclass, field

FILE_HEAD = struct.Struct("<16sII")
RECORD_HEAD = struct.Struct("<4sIIIQII")
KINDS = (b"plan", b"auth", b"blok")


def crc_table():
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = (byte >> 1) ^ (0x82F63B78 if byte & 1 else 0)  # Castagnoli's polynomial, its bits reversed
        table.append(byte)
    return table


CRC_TABLE = crc_table()


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = CRC_TABLE[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    return crc ^ 0xFFFFFFFF


@dataclass
class Record:
    kind: bytes
    block: int
    trials: int
    salt: int
    place: int  # of its head
    end: int
    payload: bytes


@dataclass
class Journal:
    plan: bytes = b""
    records: list = field(default_factory=list)  # of blocks, as they were written
    authors: list = field(default_factory=list)
    damage: list = field(default_factory=list)  # places of bad bytes that good records follow
    end: int = 0  # of the last good record

    def trials(self):
        """How many trials of each block are there."""
        most = {}
        for record in self.records:
            most[record.block] = max(most.get(record.block, 0), record.trials)
        return most

    def trials_done(self):
        return sum(self.trials().values())


def record_at(data, place, salt):
    """The record that stands there, if all of it is as it was written; with the salt None, any plan's."""
    if place + RECORD_HEAD.size > len(data):
        return None
    kind, block, trials, own_salt, length, payload_crc, crc = RECORD_HEAD.unpack_from(data, place)
    begin = place + RECORD_HEAD.size
    end = begin + (length + 7) // 8 * 8
    if kind not in KINDS or end > len(data) or salt not in (None, own_salt):
        return None
    payload = bytes(data[begin:begin + length])
    is_good = (crc == crc32c(data[place:place + RECORD_HEAD.size - 4]) and payload_crc == crc32c(payload)
               and not any(data[begin + length:end]))
    return Record(kind, block, trials, own_salt, place, end, payload) if is_good else None


def parse(data):
    """Everything that can be read. A beginning without a whole plan is a journal without one."""
    journal = Journal()
    head = data[:FILE_HEAD.size]
    if len(head) < FILE_HEAD.size:
        return journal
    magic, version, crc = FILE_HEAD.unpack(head)
    if magic != b"initlab journal\n" or version != 1 or crc != crc32c(head[:-4]):
        raise ValueError("not a journal")
    plan = record_at(data, FILE_HEAD.size, None)
    if plan is None or plan.kind != b"plan" or plan.salt != crc32c(plan.payload):
        return journal
    journal.plan, journal.end = plan.payload, plan.end
    place, is_lost = plan.end, False
    while place < len(data):
        record = record_at(data, place, plan.salt)
        if record is None:
            if not is_lost:
                lost, is_lost = place, True
            place += 8
            continue
        if is_lost:
            journal.damage.append(lost)
            is_lost = False
        (journal.records if record.kind == b"blok" else journal.authors).append(record)
        place = journal.end = record.end
    return journal


def read(path):
    return parse(path.read_bytes())
