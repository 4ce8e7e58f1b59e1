"""Law as data: packs, and what reads them."""

from listlab.law.cite import resolve
from listlab.law.fact import Citation, Fact
from listlab.law.load import load_pack, pack_files, pack_ids
from listlab.law.pack import Category, Industry, Pack, Scenario

__all__ = [
    "Category",
    "Citation",
    "Fact",
    "Industry",
    "Pack",
    "Scenario",
    "load_pack",
    "pack_files",
    "pack_ids",
    "resolve",
]
