"""Share of very many flows below thresholds, where each flow has a predictive law of its own."""

from listlab.analyse.predictive.question import analyse
from listlab.analyse.predictive.result import PredictiveResult

__all__ = ["PredictiveResult", "analyse"]
