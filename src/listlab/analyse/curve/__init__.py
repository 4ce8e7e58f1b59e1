"""Curve: which share of enterprises each threshold frees, this year and next."""

from listlab.analyse.curve.question import analyse
from listlab.analyse.curve.result import CurveResult

__all__ = ["CurveResult", "analyse"]
