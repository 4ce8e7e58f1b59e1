"""Which thresholds follow: of one tier and kind, and of both tiers and kinds together."""

from listlab.analyse.recommend.joint import analyse
from listlab.analyse.recommend.result import Combination, JointResult

__all__ = ["Combination", "JointResult", "analyse"]
