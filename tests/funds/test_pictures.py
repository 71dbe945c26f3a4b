"""The flow picture as geometry: widths as the amounts, nothing on top of anything, nothing lost."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.pictures import Flow, Node, folded, lay_out, stepwise

NODES = [Node(name, name, column) for name, column in [("省", 0), ("财政", 1), ("甲", 2), ("乙", 2), ("丙", 3)]]
FLOWS = [Flow("省", "财政", 1000), Flow("财政", "甲", 600), Flow("财政", "乙", 300), Flow("甲", "丙", 500)]


def drawn(flows=FLOWS, nodes=NODES, room=200.0, gap=10.0, **more):
    return lay_out(nodes, flows, room=room, gap=gap, **more)


def boxes(layout) -> dict:
    return {box.node.key: box for box in layout.boxes}


def test_a_band_is_as_wide_as_its_amount():
    layout = drawn()
    assert {band.flow: round(band.thick / layout.scale) for band in layout.bands} == {f: f.amount for f in FLOWS}


def test_the_fullest_column_fills_the_room():
    found = boxes(drawn())
    assert [round(found[name].long, 6) for name in ("省", "甲", "乙")] == [200, 120, 60]


def test_a_box_shows_the_greater_of_what_comes_and_goes():
    found = boxes(drawn())
    assert [found[name].amount for name in ("财政", "甲", "丙")] == [1000, 600, 500]


def test_the_smallest_become_one():
    nodes = [Node("财政", "财政", 0), *(Node(n, str(n), 1) for n in range(6))]
    flows = [Flow("财政", n, 10 + n) for n in range(6)]
    kept, merged = folded(nodes, flows, 3, "其他")
    assert [node.label for node in kept] == ["财政", "5", "4", "其他 (4)"]
    assert sorted(flow.amount for flow in merged) == [14, 15, 46]


def test_a_way_past_a_column_has_a_gap_of_its_own():
    nodes = [*NODES[:3], Node("付", "付", 3), Node("收", "收", 4)]
    flows = [Flow("财政", "甲", 5), Flow("甲", "收", 3), Flow("甲", "付", 2), Flow("付", "收", 2)]
    made, steps = stepwise(nodes, flows)
    assert [node.key for node in made if not node.label] == [("via", 3, "收")]
    assert sum(flow.amount for flow in steps if flow.into == "收") == 5


def test_nothing_to_draw_is_an_empty_picture():
    assert drawn([]).boxes == []


def test_money_that_goes_back_a_column_is_left_out():
    assert [band.flow for band in drawn([*FLOWS, Flow("丙", "甲", 5)]).bands] == FLOWS


def random_flows(columns, amounts):
    nodes = [Node((column, row), "名", column) for column in range(4) for row in range(columns[column])]
    pairs = [(a, b) for a in nodes for b in nodes if a.column < b.column]
    flows = [Flow(a.key, b.key, amount) for (a, b), amount in zip(pairs, amounts, strict=False) if amount]
    return nodes, flows


COLUMNS = st.tuples(*[st.integers(1, 4)] * 4)
AMOUNTS = st.lists(st.integers(0, 10**12), min_size=1, max_size=60)


@given(COLUMNS, AMOUNTS)
def test_nothing_overlaps_and_nothing_is_lost(columns, amounts):
    nodes, flows = random_flows(columns, amounts)
    layout = drawn(flows, nodes)
    for column in range(layout.columns):
        spans = sorted((box.start, box.start + box.long) for box in layout.boxes if box.node.column == column)
        assert all(one[1] + 10 <= other[0] + 1e-6 for one, other in zip(spans, spans[1:], strict=False))
        assert not spans or spans[-1][1] <= 200 + 1e-6
    for end in ("out_of", "into"):
        _check_bands(layout, end)


def _check_bands(layout, end):
    """Bands stand side by side inside their box, and what goes on between labelled boxes is what was asked."""
    sides = defaultdict(list)
    for band in layout.bands:
        start = band.leaves if end == "out_of" else band.arrives
        sides[getattr(band, end).node.key].append((start, start + band.thick, getattr(band, end)))
    for spans in sides.values():
        spans.sort(key=lambda span: span[:2])
        box = spans[0][2]
        assert spans[0][0] >= box.start - 1e-6
        assert spans[-1][1] <= box.start + box.long + 1e-6
        assert all(one[1] <= other[0] + 1e-6 for one, other in zip(spans, spans[1:], strict=False))


@given(COLUMNS, AMOUNTS)
def test_what_reaches_a_box_is_what_was_sent_to_it(columns, amounts):
    nodes, flows = random_flows(columns, amounts)
    layout, wanted, found = drawn(flows, nodes), defaultdict(int), defaultdict(int)
    for flow in flows:
        wanted[flow.into] += flow.amount
    for band in layout.bands:
        if band.into.node.label:
            found[band.flow.into] += band.flow.amount
    assert found == wanted


@pytest.mark.parametrize(
    ("amount", "words"),
    [(100, "1"), (980_000, "9,800"), (1_234_567_800, "1,234.6万"), (1_234_567_890_000, "123.46亿")],
)
def test_amounts_in_brief(amount, words):
    from funds.templatetags.funds_flow import brief

    assert brief(amount) == words
