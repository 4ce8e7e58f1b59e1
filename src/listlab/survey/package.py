"""Parts of an xlsx package, unpacked within limits whatever the file says of itself."""

import codecs
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping

from listlab.survey.parts import Relation, read_relations
from listlab.survey.refusals import (
    BROKEN,
    ENCRYPTED,
    EXTERNAL_LINKS,
    TOO_LARGE,
    UNSAFE,
    refuse_package,
)
from listlab.survey.sheets import UnusableWorkbook

_WORKBOOK, _START = "xl/workbook.xml", "_rels/.rels"
_EXTERNAL = ("xl/externallinks/", "xl/externalreferences/")
_MOST_BYTES_UNZIPPED = 100 * 2**20
_MOST_XML = 48 * 2**20
_MOST_ELEMENTS = 4 * 10**6  # with their ends; a cell that is filled takes four
_MOST_DIRECTORY = 2**20
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x06"
_UTF16 = {
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}
_DECLARED = re.compile(r"\s*<\?xml[^>]{0,200}\?>")


class Package:
    """Archive whose parts are read one by one, each once, each within the limits.

    Names of parts count without their case, and with `/` whichever slash the writer used.
    """

    def __init__(self, content: bytes) -> None:
        _check_directory(content)
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        entries = self._archive.infolist()
        self._entries = {_key(entry.filename): entry for entry in entries}
        _check_entries(entries)
        self._parts: dict[str, bytes] = {}
        self._is_true = True  # every part read so far is as large as it states
        self.workbook = self._find_workbook()
        if any(name.startswith(_EXTERNAL) for name in self._entries):
            raise UnusableWorkbook(EXTERNAL_LINKS)

    def part(self, name: str) -> bytes:
        """XML of a part in UTF-8, empty where the package has none."""
        name = _key(name)
        if name not in self._parts:
            self._parts[name] = self._read(name) if name in self._entries else b""
        return self._parts[name]

    def relations(self, source: str) -> dict[str, Relation]:
        """Relations of a part by id, within the package."""
        folder, _, name = source.rpartition("/")
        return read_relations(self.part(f"{folder}/_rels/{name}.rels"), source)

    def checked(self, names: Iterable[str]) -> bytes:
        """Archive of these parts and those read so far, under the names that the file gives."""
        for name in names:
            self.part(name)
        self.check()
        entries = ((self._entries[key], data) for key, data in sorted(self._parts.items()) if data)
        return pack_parts({_plain(entry.filename): data for entry, data in entries})

    def check(self) -> None:
        """Refuse a package of which a part read is not what its directory states.

        Raises
        ------
        UnusableWorkbook
            A part is larger or smaller than it says, or fails its checksum.
        """
        if not self._is_true:
            raise UnusableWorkbook(BROKEN)

    def _find_workbook(self) -> str:
        if _WORKBOOK in self._entries:
            return _WORKBOOK
        for relation in read_relations(self.part(_START), "").values():
            place = _key(relation.target)
            if relation.kind == "officeDocument" and place in self._entries:
                is_book = place.endswith(".xml") and b"workbook" in self.part(place)[:2000]
                if is_book:
                    return place
        raise refuse_package([_plain(entry.filename) for entry in self._entries.values()])

    def _read(self, name: str) -> bytes:
        entry = self._entries[name]
        stated, checksum = entry.file_size, entry.CRC
        room = _MOST_XML - sum(map(len, self._parts.values()))
        # Unpacked as far as there is room, whatever size the entry states; a stream that is cut
        # off there has no checksum to keep.
        entry.file_size, entry.CRC = room + 1, None  # type: ignore[assignment]
        data = self._archive.read(entry)
        if len(data) > room:
            raise UnusableWorkbook(TOO_LARGE)
        self._is_true &= len(data) == stated and zlib.crc32(data) == checksum
        data = _in_utf8(data)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise UnusableWorkbook(UNSAFE)
        if len(data) > _MOST_ELEMENTS and data.count(b"<") > _MOST_ELEMENTS:
            raise UnusableWorkbook(TOO_LARGE)
        return data


def pack_parts(parts: Mapping[str, bytes]) -> bytes:
    """Archive of these parts and no other: nothing unchecked reaches a reader."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in parts.items():
            if data:
                archive.writestr(zipfile.ZipInfo(name), data)
    return target.getvalue()


def _key(name: str) -> str:
    return _plain(name).lower()


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")


def _in_utf8(data: bytes) -> bytes:
    """XML that is stored in UTF-16, in the encoding of all others."""
    encoding = _UTF16.get(data[:2])
    if encoding is None:
        return data
    return _DECLARED.sub("", data.decode(encoding), count=1).encode()


def _check_directory(content: bytes) -> None:
    """Refuse a list of parts so long that reading it alone would fill the memory."""
    end = content.rfind(_END, max(len(content) - 2**16 - 22, 0))
    if end < 0 or len(content) < end + 22:
        raise UnusableWorkbook(BROKEN)
    (size,) = struct.unpack_from("<L", content, end + 12)
    large = content.rfind(_END_64, max(end - 2**10, 0), end)  # what it says goes before the other
    if large >= 0:
        size = max(size, *struct.unpack_from("<Q", content, large + 40))
    if size > _MOST_DIRECTORY:
        raise UnusableWorkbook(TOO_LARGE)


def _check_entries(entries: Iterable[zipfile.ZipInfo]) -> None:
    total = 0
    for entry in entries:
        total += entry.file_size
        steps = entry.orig_filename.replace("\\", "/").split("/")
        if ".." in steps or ":" in steps[0]:
            raise UnusableWorkbook(UNSAFE)
        if entry.flag_bits & 1:
            raise UnusableWorkbook(ENCRYPTED)
    if total > _MOST_BYTES_UNZIPPED:
        raise UnusableWorkbook(TOO_LARGE)
