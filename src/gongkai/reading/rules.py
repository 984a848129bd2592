"""The drawn rules of a PDF page, with the sides closed that a table leaves open.

A table cut by the end of a page often has no rule at the cut, one that is wider than the page loses
its last rule, and some are drawn without rules at their sides. Where three rules or more end at one
line with nothing across them, that line is a side.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import attrs

_NEAR: Final = 3.0
_LEAST: Final = 3
"""So many rules must end at one line."""


@attrs.frozen
class Rule:
    """A straight rule: at ``at`` (a distance from the top if it lies, from the left if it stands),
    from ``start`` to ``end``."""

    at: float
    start: float
    end: float


def missing_sides(edges: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The standing and the lying rules to add to the edges of a page (of pdfplumber), as lines of
    pdfplumber."""
    lying = [
        Rule(edge["top"], edge["x0"], edge["x1"]) for edge in edges if edge["orientation"] == "h"
    ]
    standing = [
        Rule(edge["x0"], edge["top"], edge["bottom"])
        for edge in edges
        if edge["orientation"] == "v"
    ]
    new_lying = list(_sides(standing, lying))
    new_standing = list(_sides(lying, standing))
    return (
        [_line(rule.at, rule.start, rule.at, rule.end) for rule in new_standing],
        [_line(rule.start, rule.at, rule.end, rule.at) for rule in new_lying],
    )


def _sides(rules: list[Rule], across: list[Rule]) -> Iterator[Rule]:
    """Rules across the open ends of parallel rules, as wide as the table there."""
    ends = sorted(
        (
            (end, rule)
            for rule in rules
            for end in (rule.start, rule.end)
            if not any(_meets(end, rule.at, one) for one in across)
        ),
        key=lambda pair: pair[0],
    )
    group: list[tuple[float, Rule]] = []
    for end, rule in [*ends, (float("inf"), Rule(0, 0, 0))]:
        if group and end - group[0][0] > _NEAR:
            if len({round(one.at) for _, one in group}) >= _LEAST:
                touching = [
                    one
                    for one in across
                    if any(one.start - _NEAR <= r.at <= one.end + _NEAR for _, r in group)
                ]
                beside = [
                    one
                    for one in touching
                    if any(r.start - _NEAR <= one.at <= r.end + _NEAR for _, r in group)
                ]
                start = min([one.at for _, one in group] + [one.start for one in beside])
                stop = max([one.at for _, one in group] + [one.end for one in beside])
                yield Rule(sum(place for place, _ in group) / len(group), start, stop)
            group = []
        group.append((end, rule))


def _meets(end: float, at: float, rule: Rule) -> bool:
    return abs(rule.at - end) <= _NEAR and rule.start - _NEAR <= at <= rule.end + _NEAR


def _line(x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    return {
        "object_type": "line",
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
        "orientation": "v" if x0 == x1 else "h",
    }
