"""Charts: geometry in attributes, colour in classes, nothing divided by zero."""

import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.templatetags import charts

calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the machine is shared
COUNTS = st.lists(st.integers(0, 10_000), min_size=2, max_size=40)


def parsed(svg):
    return ElementTree.fromstring(svg)  # noqa: S314 -- our own drawing


def curve(values):
    return [{"name": "受理", "colour": "c1", "values": values, "area": True}]


ALL = {
    "ring": lambda: charts.ring(3, 8, 3, "剩余工作日"),
    "bar": lambda: charts.bar(5, 8, "warn", mark=7),
    "spark": lambda: charts.spark([3, 5, 4]),
    "trend": lambda: charts.trend(
        ["1", "2"], curve([1, 2]), bars=[{"name": "红牌", "colour": "c-red", "values": [0, 1]}], title="趋势"
    ),
    "stack": lambda: charts.stack([{"colour": "s1", "value": 40, "label": "半年"}], 100, "构成"),
    "slope": lambda: charts.slope([{"name": "民政局", "before": 2, "after": 1}], "上年", "今年"),
}


@pytest.mark.parametrize("name", ALL)
def test_chart_is_well_formed(name):
    assert parsed(ALL[name]()).tag == "svg"


@pytest.mark.parametrize("name", ALL)
def test_chart_has_no_inline_style(name):
    assert "style=" not in ALL[name]()


@pytest.mark.parametrize("name", ALL)
def test_chart_is_spoken_or_hidden(name):
    svg = parsed(ALL[name]())
    assert svg.get("aria-label") or svg.get("aria-hidden") == "true"


@calm
@given(COUNTS)
def test_trend_stays_inside_its_frame(values):
    svg = parsed(charts.trend([str(i) for i in range(len(values))], curve(values)))
    dots = [float(dot.get("cy")) for dot in svg.iter("circle")]
    assert all(0 <= y <= 300 for y in dots)


@calm
@given(st.integers(0, 10**9))
def test_axis_is_never_lower_than_its_values(value):
    assert charts.nice_max(value) >= value


@calm
@given(st.integers(-5, 50), st.integers(0, 20))
def test_bar_is_never_longer_than_its_box(value, total):
    filled = parsed(charts.bar(value, total)).findall("rect")[1]
    assert 0 <= float(filled.get("width")) <= 120


def test_names_in_a_chart_are_escaped():
    assert "<b>" not in charts.slope([{"name": "<b>", "before": 1, "after": 1}])


@pytest.mark.parametrize("svg", [charts.spark([]), charts.trend([], []), charts.slope([])])
def test_nothing_to_draw_is_nothing(svg):
    assert svg == ""
