"""The one chart renderer: pictures for notebooks, drawings and specs for pages, offline.

Notebooks get PNG, because JupyterLab draws an older vega-lite than altair writes, and altair's
own renderers load vega from the net. Pages draw live from a spec by one inlined bundle, and
carry an SVG for readers without scripts.
"""

import base64
import re
from dataclasses import dataclass
from functools import cache
from tempfile import TemporaryDirectory
from typing import Any

import altair as alt
import vl_convert

from listlab.chart import style
from listlab.kept import from_shipped
from listlab.report.font import FONT_FAMILY, simplified_font
from listlab.report.load import folder_of

_VEGA_LITE = "6.4"
_SCALE = 2
_GLOBALS = "Object.assign(window, { vegaEmbed, vegaLite, vega });"
_IDS = re.compile(r'(\bid="|url\(#|href="#)')
_FADED = re.compile(r'<(?:path|line|rect)\b[^>]* opacity="[^>]*>')


@dataclass(frozen=True)
class Picture:
    """A chart as notebooks show it: PNG at twice the size, with its alternative text."""

    spec: dict[str, Any]
    alt: str

    def png(self) -> bytes:
        """Picture at scale 2."""
        _register_font()
        svg: str = vl_convert.vegalite_to_svg(self.spec, vl_version=_VEGA_LITE)
        data: bytes = vl_convert.svg_to_png(_FADED.sub(_flat, svg), scale=_SCALE)
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
    spec = chart_spec(chart)
    return Picture(_with_font(spec, FONT_FAMILY), spec.get("description", ""))


def chart_spec(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """Vega-lite spec of a chart, without a configuration of its own.

    Altair has checked each part when it was made; the whole is checked by the tests of charts.
    """
    spec: dict[str, Any] = chart.to_dict(validate=False)
    spec.pop("config", None)
    return spec


def draw(spec: dict[str, Any], *, font: str, name: str) -> str:
    """Spec as inline SVG; `name` keeps its ids apart from those of other drawings of a page."""
    _register_font()
    svg: str = vl_convert.vegalite_to_svg(_with_font(spec, FONT_FAMILY), vl_version=_VEGA_LITE)
    svg = _IDS.sub(lambda match: f"{match[1]}{name}-", svg)
    return svg.replace(FONT_FAMILY, font.replace('"', "'"))


def _flat(faded: re.Match[str]) -> str:
    """Element whose one fill or stroke is faded itself; fading a whole element takes a layer."""
    element = faded[0]
    filled, stroked = ' fill="' in element, ' stroke="' in element
    if filled == stroked or '-opacity="' in element:
        return element
    return element.replace(" opacity=", f" {'fill' if filled else 'stroke'}-opacity=", 1)


def page_spec(spec: dict[str, Any], *, font: str) -> dict[str, Any]:
    """Spec as vega-embed draws it on a page, at the width of its container."""
    shown = _with_font(spec, font)
    shown.pop("$schema", None)
    if "width" in shown:
        shown |= {"width": "container", "autosize": {"type": "fit-x", "contains": "padding"}}
    return shown


@cache
def vega_bundle() -> str:
    """Vega, vega-lite and vega-embed with the expression interpreter, as one script."""
    return from_shipped("vega", (), _bundle)


def _bundle() -> str:
    bundle: str = vl_convert.javascript_bundle(_GLOBALS, vl_version=_VEGA_LITE)
    return bundle


def _with_font(spec: dict[str, Any], font: str) -> dict[str, Any]:
    return spec | {"config": style.config(font)}


@cache
def _register_font() -> TemporaryDirectory[str]:
    """Folder with the font, which is read from it as long as the process lives."""
    folder = folder_of("font.otf", simplified_font())
    vl_convert.register_font_directory(folder.name)
    return folder
