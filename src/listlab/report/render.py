"""The one chart renderer: pictures for notebooks, drawings and specs for pages, offline.

Notebooks get PNG, because JupyterLab draws an older vega-lite than altair writes, and altair's
own renderers load vega from the net. Pages draw live from a spec by one inlined bundle, and
carry an SVG for readers without scripts.
"""

import base64
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import altair as alt
import vl_convert

from listlab.report import chart_style
from listlab.report.load import FONT_FAMILY, font_path

_VEGA_LITE = "6.4"
_SCALE = 2
_GLOBALS = "Object.assign(window, { vegaEmbed, vegaLite, vega });"
_IDS = re.compile(r'(\bid="|url\(#|href="#)')
_SIZE = re.compile(r'<svg[^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"')


@dataclass(frozen=True)
class Picture:
    """A chart as notebooks show it: PNG at twice the size, with its alternative text."""

    spec: dict[str, Any]
    alt: str

    def png(self) -> bytes:
        """Picture at scale 2."""
        _register_font()
        data: bytes = vl_convert.vegalite_to_png(self.spec, vl_version=_VEGA_LITE, scale=_SCALE)
        return data

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None
    ) -> tuple[dict[str, str], dict[str, Any]]:
        png = self.png()
        width = int.from_bytes(png[16:20], "big") // _SCALE
        height = int.from_bytes(png[20:24], "big") // _SCALE
        data = {"image/png": base64.b64encode(png).decode(), "text/plain": self.alt}
        return data, {"image/png": {"width": width, "height": height, "alt": self.alt}}


def show(chart: alt.TopLevelMixin) -> Picture:
    """Chart as a picture for a notebook; its `description` is the alternative text."""
    return Picture(_spec(chart, FONT_FAMILY), description(chart))


def draw(chart: alt.TopLevelMixin, *, font: str, name: str) -> str:
    """Chart as inline SVG; `name` keeps its ids apart from those of other drawings of a page."""
    _register_font()
    svg: str = vl_convert.vegalite_to_svg(_spec(chart, FONT_FAMILY), vl_version=_VEGA_LITE)
    svg = _IDS.sub(lambda match: f"{match[1]}{name}-", svg)
    return svg.replace(FONT_FAMILY, font.replace('"', "'"))


def page_spec(chart: alt.TopLevelMixin, *, font: str) -> dict[str, Any]:
    """Spec that vega-embed draws on a page at the width of its container."""
    spec = _spec(chart, font)
    spec.pop("$schema", None)
    if "width" in spec:
        spec |= {"width": "container", "autosize": {"type": "fit-x", "contains": "padding"}}
    return spec


@cache
def vega_bundle() -> str:
    """Vega, vega-lite and vega-embed with the expression interpreter, as one script."""
    bundle: str = vl_convert.javascript_bundle(_GLOBALS, vl_version=_VEGA_LITE)
    return bundle


def _spec(chart: alt.TopLevelMixin, font: str) -> dict[str, Any]:
    spec: dict[str, Any] = chart.to_dict()
    return spec | {"config": chart_style.config(font)}


def description(chart: alt.TopLevelMixin) -> str:
    """Alternative text of a chart."""
    text = getattr(chart, "description", alt.Undefined)
    return "" if text is alt.Undefined else str(text)


@cache
def _register_font() -> None:
    vl_convert.register_font_directory(str(font_path().parent))
