"""Risk of a threshold: exposure realised and permitted, and the law of a year's loss."""

from listlab.analyse.risk.analysis import analyse
from listlab.analyse.risk.result import RiskResult

__all__ = ["RiskResult", "analyse"]
