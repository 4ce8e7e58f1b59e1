"""Colours with one meaning each, kept through all charts, pages and tables.

From the palette of Okabe and Ito, which readers with colour-blindness tell apart. No meaning
rests on colour alone: lines differ in dash, bars in label, verdicts are words.
"""

FREE = "#009E73"  # below every threshold: no procedure
CONTRACT = "#E69F00"  # standard contract or certification
ASSESSMENT = "#D55E00"  # security assessment
REVIEW = "#CC79A7"  # not decided: the answer leaves both open
FORECAST = "#0072B2"  # the model's coming year
COVERAGE = "#56B4E9"  # the model's this year
OBSERVED = "#8A9099"  # what the answers say without a model
INK = "#1F2933"
MUTED = "#5B6570"
RULE = "#D9DEE3"
PAPER = "#FFFFFF"

ROUTES = {
    "free": FREE,
    "contract": CONTRACT,
    "assessment": ASSESSMENT,
    "review": REVIEW,
    "unanswered": OBSERVED,
}
FAMILIES = {
    "lognormal": "#0072B2",
    "gamma": "#E69F00",
    "weibull": "#009E73",
    "loglogistic": "#CC79A7",
}
