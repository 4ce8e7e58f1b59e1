"""Law as data: packs, and what reads them."""

from listlab.law.cite import resolve
from listlab.law.fact import Citation, Fact
from listlab.law.load import load_pack, pack_files, pack_ids
from listlab.law.pack import Category, Industry, Pack, Scenario
from listlab.law.routes import Route, RouteResult, YearView, route, year_view

__all__ = [
    "Category",
    "Citation",
    "Fact",
    "Industry",
    "Pack",
    "Route",
    "RouteResult",
    "Scenario",
    "YearView",
    "load_pack",
    "pack_files",
    "pack_ids",
    "resolve",
    "route",
    "year_view",
]
