"""The one chart renderer."""

import base64
import re

from listlab.report.charts import coverage_chart
from listlab.report.render import chart_spec, draw, page_spec, show, vega_bundle


def test_notebooks_get_a_sharp_picture_with_its_alternative_text(result):
    """PNG at twice the size, shown at its own size, with words for who cannot see it."""
    data, metadata = show(coverage_chart(result))._repr_mimebundle_()
    png = base64.b64decode(data["image/png"])
    width = int.from_bytes(png[16:20], "big")
    assert b"\x89PNG" == png[:4]
    assert width == 2 * metadata["image/png"]["width"]
    assert "临床试验" in data["text/plain"]


def test_chinese_is_drawn_not_boxed(result):
    """Pictures of different Chinese words differ: the font has their characters."""
    chart = coverage_chart(result)
    other = chart.properties(title="量级")
    another = chart.properties(title="阈值")
    assert show(other).png() != show(another).png()


def test_drawings_of_one_page_share_no_ids(result):
    """Ids carry the name of the drawing, and every reference finds its id."""
    spec = chart_spec(coverage_chart(result))
    ids = [set(re.findall(r'\bid="([^"]+)"', draw(spec, font="x", name=n))) for n in "ab"]
    used = set(re.findall(r"url\(#([^)]+)\)", draw(spec, font="x", name="a")))
    assert set() == ids[0] & ids[1]
    assert used <= ids[0]


def test_page_specs_fill_their_container_and_name_no_address(result):
    """A page's spec takes the container's width and refers to nothing outside."""
    spec = page_spec(chart_spec(coverage_chart(result)), font="sans-serif")
    assert "container" == spec["width"]
    assert "http" not in str(spec)


def test_the_bundle_can_stand_inside_a_script_element():
    """Nothing in the bundle ends its element early."""
    bundle = vega_bundle()
    assert "</script" not in bundle.lower()
    assert "<!--" not in bundle
    assert "vegaEmbed" in bundle


def test_same_chart_same_bytes(result):
    """Drawing twice gives the same text and picture."""
    chart = coverage_chart(result)
    assert show(chart).png() == show(chart).png()
    assert chart_spec(chart) == chart_spec(coverage_chart(result))
