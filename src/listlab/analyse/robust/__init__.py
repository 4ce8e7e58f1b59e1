"""Which threshold is regretted least, and in which futures the recommended one fails."""

from listlab.analyse.robust.question import analyse
from listlab.analyse.robust.result import Robust

__all__ = ["Robust", "analyse"]
