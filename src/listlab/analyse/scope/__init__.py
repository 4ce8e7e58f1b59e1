"""Which data items a list lets out, and up to which volume: scope and threshold together."""

from listlab.analyse.scope.hazards import JointRule
from listlab.analyse.scope.question import analyse
from listlab.analyse.scope.result import ScopeResult

__all__ = ["JointRule", "ScopeResult", "analyse"]
