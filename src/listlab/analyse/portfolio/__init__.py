"""Thresholds of all scenarios jointly under total budgets."""

from listlab.analyse.portfolio.candidates import Budget
from listlab.analyse.portfolio.question import analyse
from listlab.analyse.portfolio.result import Portfolio

__all__ = ["Budget", "Portfolio", "analyse"]
