"""Frequency: when in a year enterprises reach a threshold, and what another way to count gives."""

from listlab.analyse.frequency.frequency import analyse
from listlab.analyse.frequency.result import FrequencyResult

__all__ = ["FrequencyResult", "analyse"]
