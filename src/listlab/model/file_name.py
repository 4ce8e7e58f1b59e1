"""Names of files as text that every stream can take."""

import os


def printable(name: str) -> str:
    """Name as text: bytes that are no UTF-8, which systems pass on masked, are read as GB18030.

    Examples
    --------
    >>> printable("甲.xlsx")
    '甲.xlsx'
    """
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        raw = name.encode("utf-8", "surrogateescape") if os.name == "posix" else b""
        try:
            return raw.decode("gb18030") or name.encode("utf-8", "replace").decode()
        except UnicodeDecodeError:
            return raw.decode("utf-8", "replace")
    return name
