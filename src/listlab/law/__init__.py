"""Law as data: packs, and what reads them. A name is imported when it is first asked for."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

# routes need NumPy and Polars, the packs do not
_HOMES = {
    "cite": ("resolve",),
    "fact": ("Citation", "Fact"),
    "load": ("load_pack", "pack_files", "pack_ids"),
    "pack": ("Category", "Industry", "Pack", "Scenario"),
    "routes": ("Route", "RouteResult", "YearView", "route", "year_view"),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
