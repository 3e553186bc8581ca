"""Routes in columns: they run rightwards, nothing touches, and few lines cross."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from infonet.layout.columns import Node, arrange, heights, in_columns, lanes


@st.composite
def chains(draw: st.DrawFn) -> list[tuple[Node, ...]]:
    middle = st.lists(st.sampled_from("abcde"), max_size=3, unique=True)
    found = draw(st.lists(st.tuples(middle, st.sampled_from("wxyz")), min_size=1, max_size=8))
    return [
        (Node("ego", "me"), *(Node("middle", key) for key in keys), Node("insider", end))
        for keys, end in found
    ]


@given(chains())
@settings(deadline=None)
def test_routes_run_rightwards_and_nothing_touches(routes: Any) -> None:
    placed, column = in_columns(routes)
    assert [[n.key for n in chain] for chain in placed] == [
        [n.key for n in chain] for chain in routes
    ]
    last = max(column.values())
    for chain in placed:
        assert all(column[a] < column[b] for a, b in pairwise(chain))
        assert column[chain[-1]] == last
    steps = [step for chain in placed for step in lanes(chain, column)]
    employers = {chain[-1]: "wxyz".index(chain[-1].key) // 2 for chain in placed}
    order = arrange(steps, column, employers)
    assert sorted(set(column)) == sorted(n for nodes in order for n in nodes if n.role != "lane")
    groups = [employers[node] for node in order[-1]]
    assert groups == sorted(groups)

    def size(node: Node) -> float:
        return 2.0 if node.role == "lane" else 10.0

    total = max(sum(map(size, nodes)) + 3 * (len(nodes) - 1) for nodes in order)
    y = heights(order, steps, size, gap=3, total=total)
    for nodes in order:
        assert y[nodes[0]] - size(nodes[0]) / 2 >= -1e-6
        assert y[nodes[-1]] + size(nodes[-1]) / 2 <= total + 1e-6
        for a, b in pairwise(nodes):
            assert y[b] - y[a] >= (size(a) + size(b)) / 2 + 3 - 1e-6


def test_an_order_with_fewer_crossings_is_taken() -> None:
    me, a, b, x, y = (
        Node("ego", "me"),
        Node("middle", "a"),
        Node("middle", "b"),
        Node("insider", "x"),
        Node("insider", "y"),
    )
    routes = [(me, b, x), (me, a, y)]
    column = in_columns(routes)[1]
    steps = [step for chain in routes for step in lanes(chain, column)]
    ends = {x: 1, y: 0}  # the company of y comes first
    assert arrange(steps, column, ends) == [[me], [a, b], [y, x]]
