"""Results as sequences, frames and cards."""

import pytest


@pytest.fixture
def found(case, routed):
    return routed(
        case("a", 5),
        case("b", sensitive={"low": 9_999}),
        case("<c>", data={"important": "yes"}),
    )


def test_result_is_a_sequence_of_routes(found):
    """Length, places, slices, iteration and ids."""
    assert 3 == len(found)
    assert ["a", "b", "<c>"] == [each.id for each in found]
    assert found[-1] == found[2] == found.case("<c>")
    assert [found[1], found[2]] == list(found[1:])
    with pytest.raises(IndexError):
        found[3]
    with pytest.raises(KeyError):
        found.case("z")


def test_frame_has_a_row_a_case(found):
    """Counts as bounds, null where there is none; pandas has the same."""
    frame = found.to_frame()

    assert ["free", "review", "assessment"] == frame["route"].to_list()
    assert [["free"], ["contract_or_certification", "assessment"], ["assessment"]] == frame[
        "possible"
    ].to_list()
    assert [(5, 5, 0, 0), (0, 0, 9_999, None), (0, 0, 0, 0)] == frame.select(
        "personal_low", "personal_high", "sensitive_low", "sensitive_high"
    ).rows()
    assert frame.columns == list(found.to_pandas().columns)


def test_summary_counts_all_cases(found):
    """Every case is counted under one route."""
    summary = found.summary()

    assert 3 == summary["cases"].sum()
    assert 1 == dict(summary.select("route", "cases").rows())["review"]


def test_card_explains_and_escapes(found):
    """Route, reasons, procedure and duties in one card; input never becomes markup."""
    html = found[2]._repr_html_()

    assert "&lt;c&gt;" in html and "<c>" not in html
    assert "申报数据出境安全评估" in html and "理由" in html and "办理" in html and "义务" in html
    assert "&lt;c&gt;" in found._repr_html_()
    assert "<script" not in html


def test_text_says_the_same_for_a_terminal(found):
    """Each case with its steps, then how many have each route."""
    text = found.text()

    assert "a: 自由出境" in text and text.splitlines()[-1].startswith("自由出境")
    assert found.text("en").splitlines()[-1].startswith("free")
