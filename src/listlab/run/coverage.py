"""Writes the page of the articles that the packs cover: python -m listlab.run.coverage FILE."""

import sys
from pathlib import Path

from listlab.law.coverage import coverage_page
from listlab.law.load import load_pack, pack_ids


def current_page() -> str:
    """Page of all packs, the nation first."""
    ids = sorted(pack_ids(), key=lambda pack_id: (load_pack(pack_id).extends is not None, pack_id))
    return coverage_page([load_pack(pack_id) for pack_id in ids])


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(current_page(), encoding="utf-8", newline="\n")
