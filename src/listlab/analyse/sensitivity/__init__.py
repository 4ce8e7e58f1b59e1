"""Which factor matters, alone and with others: Sobol indices, tornado, shown convergence."""

from listlab.analyse.sensitivity.futures import ScenarioModel
from listlab.analyse.sensitivity.inputs import Lever, Range
from listlab.analyse.sensitivity.question import Precision, analyse
from listlab.analyse.sensitivity.result import Output, Sensitivity
from listlab.analyse.sensitivity.scenario import scenario_model

__all__ = [
    "Lever",
    "Output",
    "Precision",
    "Range",
    "ScenarioModel",
    "Sensitivity",
    "analyse",
    "scenario_model",
]
