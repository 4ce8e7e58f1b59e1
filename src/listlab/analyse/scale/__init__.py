"""What the answers say without a model, and how far they carry a recommendation."""

from listlab.analyse.scale.analysis import analyse
from listlab.analyse.scale.result import ScaleResult

__all__ = ["ScaleResult", "analyse"]
