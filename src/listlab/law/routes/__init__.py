"""Routes: which procedure a flow of data needs, and why."""

from listlab.law.routes.read import read_cases, read_list
from listlab.law.routes.result import Route, RouteResult
from listlab.law.routes.route import route
from listlab.law.routes.year import Arising, YearView, year_view

__all__ = [
    "Arising",
    "Route",
    "RouteResult",
    "YearView",
    "read_cases",
    "read_list",
    "route",
    "year_view",
]
