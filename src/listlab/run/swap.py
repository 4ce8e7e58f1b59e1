"""Two folders that change places in one move of the system, where it has such a move."""

import ctypes
import os
import sys
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths count from the working folder
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS


def swap(one: Path, other: Path) -> bool:
    """Let two folders change places, so that nobody ever finds either of them missing.

    Parameters
    ----------
    one, other : Path
        Folders that exist, on the same disk.

    Returns
    -------
    bool
        False where nothing was moved: the system or the disk has no such move, or refuses it.
        Renames say why, or do without it.
    """
    paths = os.fsencode(one), os.fsencode(other)
    try:
        library = ctypes.CDLL(None)
        if sys.platform == "linux":
            failed = library.renameat2(_HERE, paths[0], _HERE, paths[1], _EXCHANGE)
        else:
            failed = library.renamex_np(*paths, _EXCHANGE)
    except (AttributeError, OSError, TypeError):  # an old library, or Windows, which has neither
        return False
    return not failed
