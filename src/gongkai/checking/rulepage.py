"""The page of a rule: what it says in both languages, and what it finds in its own example."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ..analysis.case import Case
from ..findings import KINDS, Check, State
from ..form.naming import cell_name, figure
from .rule import Example, Rule
from .rules.units import Whole

_GROUPS: Final = {
    "S": "Structure",
    "V": "Values",
    "R": "Requests (table three)",
    "D": "Disputes (table four)",
    "A": "Proactive disclosure (table two)",
    "M": "Metadata",
    "Y": "Years",
    "H": "Units of a whole",
}


def example_checks(rule: Rule) -> list[Check]:
    """What the rule says about its own example; nothing if it has none."""
    example = rule.example
    if example is None:
        return []
    if rule.scope == "units":
        return list(rule.check(Whole([unit.report() for unit in example.units], example.report())))
    if rule.scope == "years":
        assert example.before is not None, f"the example of {rule.id} has no year before"
        return list(rule.check(Case(example.report()), Case(example.before.report())))
    return list(rule.check(Case(example.report())))


def page(rule: Rule) -> str:
    """The rule's page as Markdown, with its example where it has one.

    >>> from gongkai.checking.rules import REGISTRY
    >>> print(page(next(rule for rule in REGISTRY if rule.id == "D001")).splitlines()[0])
    # D001: total = upheld + corrected + other + pending
    """
    return "\n".join(_lines(rule)) + "\n"


def _lines(rule: Rule) -> Iterator[str]:
    yield f"# {rule.id}: {rule.title['en']}"
    yield f"\n**{rule.title['zh']}**"
    yield f"\nSeverity: {rule.severity}. Kind: {KINDS[rule.kind]['en']} ({KINDS[rule.kind]['zh']})."
    yield f"\n{rule.description['en']}"
    yield f"\n{rule.description['zh']}"
    broken = [check for check in example_checks(rule) if check.state is State.FAIL]
    if rule.example and broken:
        yield "\n## Example\n"
        yield from _example(rule.example, "The report")
        if rule.example.before:
            yield from _example(rule.example.before, "The year before")
        for number, unit in enumerate(rule.example.units, 1):
            yield from _example(unit, f"Unit {number}")
        yield "\ngives\n"
        for check in broken:
            yield f"- {check.zh}"
            yield f"- {check.en}"
            if check.cause:
                yield f"- 可能的原因：{check.cause.zh}"
                yield f"- likely cause: {check.cause.en}"


def _example(example: Example, name: str) -> Iterator[str]:
    shown = {path: figure(value, "en") for path, value in example.values.items()}
    for cell in example.cells:
        what = f"{cell.status}" + (f" “{cell.raw}”" if cell.raw else "")
        shown[cell.path] = what + (
            f", {figure(cell.value, 'en')}" if cell.value is not None else ""
        )
    about = [
        f"{key} {value}" for key, value in example.data.items() if isinstance(value, int | str)
    ]
    yield f"{name} (edition {example.edition}{''.join(f', {text}' for text in about)})" + (
        ", zeros but for\n" if shown else ", all zeros\n"
    )
    if shown:
        yield "| path | cell | figure |"
        yield "|---|---|---|"
        for path, text in list(shown.items())[:12]:
            yield f"| `{path}` | {cell_name(path, 'zh')} | {text} |"
        if len(shown) > 12:
            yield f"| … | {len(shown) - 12} more | |"
        yield ""


def index(rules: Sequence[Rule]) -> str:
    """The list of all rules as Markdown, by group, each with a link to its page."""
    lines = [
        "# Rules",
        "",
        "What `report.check()` looks at. Codes are stable. `gongkai explain R001` prints a page.",
        "",
    ]
    for letter, title in _GROUPS.items():
        some = [rule for rule in rules if rule.id.startswith(letter)]
        lines += [
            f"## {title}",
            "",
            "| id | severity | kind | rule | 规则 |",
            "|---|---|---|---|---|",
        ]
        lines += [
            f"| [{r.id}]({r.id}.md) | {r.severity} | {KINDS[r.kind]['en']} | {r.title['en']} |"
            f" {r.title['zh']} |"
            for r in some
        ]
        lines.append("")
    lines += ["```{toctree}", ":hidden:", "", *(rule.id for rule in rules), "```", ""]
    return "\n".join(lines)
