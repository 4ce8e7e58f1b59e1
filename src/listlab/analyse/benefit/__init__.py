"""Benefit of a list: the procedures that it spares, against national rules and another list."""

from listlab.analyse.benefit.analysis import analyse
from listlab.analyse.benefit.lines import Lines, ListLines
from listlab.analyse.benefit.result import BenefitResult

__all__ = ["BenefitResult", "Lines", "ListLines", "analyse"]
