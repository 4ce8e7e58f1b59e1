"""Fit: which laws the answers of one scenario support, and where they put its volumes."""

from listlab.analyse.fit.question import analyse
from listlab.analyse.fit.result import FitResult
from listlab.analyse.laws import Model, fit

__all__ = ["FitResult", "Model", "analyse", "fit"]
