"""What the families of laws are called."""

from collections.abc import Mapping

from listlab.model.language import Text

FAMILY_NAMES: Mapping[str, Text] = {
    "lognormal": Text("对数正态", "lognormal"),
    "gamma": Text("伽马", "gamma"),
    "weibull": Text("威布尔", "Weibull"),
    "loglogistic": Text("对数逻辑斯谛", "log-logistic"),
    "mixture": Text("两组对数正态", "two lognormal groups"),
}
