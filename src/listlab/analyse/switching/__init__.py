"""Switching values: at which need, margin, size or further answers a verdict turns."""

from listlab.analyse.switching.question import analyse
from listlab.analyse.switching.result import Switching

__all__ = ["Switching", "analyse"]
