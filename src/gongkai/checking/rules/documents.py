"""Rules A: the figures of table two among themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ... import form
from ...analysis.case import Case
from ...findings import Check, Severity, failed, passed, unknown
from ...form import Figure
from ...form.naming import cell_name, edition_name, row_name
from ...languages import LANGUAGES
from ..rule import Example, Rule, rule

DOCUMENTS: Final = ("proactive.regulations", "proactive.normative_documents")
"""The rows of rules and normative documents."""

ITEMS: Final = (
    "proactive.licensing",
    "proactive.other_services",
    "proactive.penalties",
    "proactive.coercion",
    "proactive.fees",
)
"""The rows that count items, where the form asks for items and their change."""


VALID, PUBLIC = (
    {lang: edition_name(form.edition_with(f"{DOCUMENTS[0]}.{column}"), lang) for lang in LANGUAGES}
    for column in ("in_force", "public_total")
)
"""The editions that ask for what is in force, and for what is public in all, by name."""


def figures(case: Case, row: str, *columns: str) -> list[Figure] | None:
    """The figures of some cells of a row; None where the edition lacks one of them, a list with
    None where one is not known."""
    paths = [f"{row}.{column}" for column in columns]
    values = case.figures.values
    return [values[path] for path in paths] if all(path in values for path in paths) else None


def not_known(row: str) -> Check:
    """A check of a row with an unknown figure."""
    return unknown(
        row,
        zh=f"{row_name(row, 'zh')}：数字未知",
        en=f"{row_name(row, 'en')}: a figure is not known",
    )


@rule(
    "A001",
    Severity.ERROR,
    kind="arithmetic",
    zh="现行有效件数不少于制发减废止",
    en="in force ≥ issued − repealed",
    description_zh=(
        f"{VALID['zh']}：本年制发的文件除去本年废止的，年底仍然有效，"
        "所以现行有效件数不会少于本年制发减本年废止。"
        "三格都须有数字。"
    ),
    description_en=(
        f"{VALID['en']}: what was issued this year and not repealed is in force at its end. All"
        " three cells must hold a figure."
    ),
    example=Example(
        {"proactive.normative_documents.issued": 5, "proactive.normative_documents.in_force": 3}
    ),
)
def in_force(case: Case) -> Iterator[Check]:
    """A001 for rules and normative documents."""
    for row in DOCUMENTS:
        match figures(case, row, "issued", "repealed", "in_force"):
            case None:
                continue
            case [int(issued), int(repealed), int(valid)]:
                least = issued - repealed
                path = f"{row}.in_force"
                if valid >= least:
                    yield passed(row)
                else:
                    yield failed(
                        row,
                        zh=(
                            f"{cell_name(path, 'zh')}：至少应为 {least}（制发 {issued} − 废止"
                            f" {repealed}），表中 {valid}，差 {least - valid}"
                        ),
                        en=(
                            f"{cell_name(path, 'en')}: should be at least {least} (issued {issued}"
                            f" − repealed {repealed}), the table has {valid}, off by"
                            f" {least - valid}"
                        ),
                        cells=[path, f"{row}.issued", f"{row}.repealed"],
                        expected=least,
                        found=valid,
                    )
            case _:
                yield not_known(row)


@rule(
    "A002",
    Severity.ERROR,
    kind="arithmetic",
    zh="本年新公开数量不超过对外公开总数量",
    en="newly public ≤ public in all",
    description_zh=f"{PUBLIC['zh']}：本年新公开的包含在对外公开总数量之内。",
    description_en=(
        f"{PUBLIC['en']}: what was newly made public is part of what is public in all."
    ),
    example=Example(
        {
            "proactive.normative_documents.newly_public": 12,
            "proactive.normative_documents.public_total": 10,
        }
    ),
)
def newly_public(case: Case) -> Iterator[Check]:
    """A002 for rules and normative documents."""
    for row in DOCUMENTS:
        match figures(case, row, "newly_public", "public_total"):
            case None:
                continue
            case [int(new), int(total)] if new > total:
                path = f"{row}.public_total"
                yield failed(
                    row,
                    zh=(
                        f"{cell_name(path, 'zh')}：至少应为 {new}（本年新公开数量），表中 {total}，"
                        f"差 {new - total}"
                    ),
                    en=(
                        f"{cell_name(path, 'en')}: should be at least {new} (newly public), the"
                        f" table has {total}, off by {new - total}"
                    ),
                    cells=[path, f"{row}.newly_public"],
                    expected=new,
                    found=total,
                )
            case [int(), int()]:
                yield passed(row)
            case _:
                yield not_known(row)


@rule(
    "A003",
    Severity.ERROR,
    kind="arithmetic",
    zh="上一年项目数量加本年增减不为负",
    en="items last year + change ≥ 0",
    description_zh=f"{PUBLIC['zh']}：减少的项目不能多于原有的项目。",
    description_en=f"{PUBLIC['en']}: no more items can be dropped than there were.",
    example=Example({"proactive.licensing.previous_items": 3, "proactive.licensing.change": -5}),
)
def items(case: Case) -> Iterator[Check]:
    """A003 for each row that counts items."""
    for row in ITEMS:
        match figures(case, row, "previous_items", "change"):
            case None:
                continue
            case [int(previous), int(change)] if previous + change < 0:
                path = f"{row}.change"
                yield failed(
                    row,
                    zh=f"{cell_name(path, 'zh')}：减少 {-change} 项，而上一年只有 {previous} 项",
                    en=(
                        f"{cell_name(path, 'en')}: {-change} items dropped, but last year there"
                        f" were only {previous}"
                    ),
                    cells=[path, f"{row}.previous_items"],
                    expected=-previous,
                    found=change,
                )
            case [int(), int()]:
                yield passed(row)
            case _:
                yield not_known(row)


@rule(
    "A006",
    Severity.WARNING,
    zh="没有废止，而制发多于现行有效",
    en="issued > in force with nothing repealed",
    description_zh=(
        f"{VALID['zh']}：本年没有废止文件（0、空白或记号），本年制发件数却多于现行有效件数。可能的解释："
        "有的文件当年到期，或三格口径不一。"
    ),
    description_en=(
        f"{VALID['en']}: more was issued this year than is in force, although nothing was"
        " repealed (0, blank or a mark). Documents that expired, or cells of different scope, can"
        " explain it."
    ),
    example=Example(
        {
            "proactive.regulations.issued": 2,
            "proactive.regulations.in_force": 1,
            "proactive.regulations.repealed": None,
        }
    ),
)
def issued(case: Case) -> Iterator[Check]:
    """A006 for rules and normative documents."""
    for row in DOCUMENTS:
        found = figures(case, row, "issued", "in_force")
        if found is None:
            continue
        match [*found, case.operands[f"{row}.repealed"]]:
            case [int(new), int(valid), 0] if new > valid:
                yield failed(
                    row,
                    zh=(
                        f"{row_name(row, 'zh')}：本年制发 {new} 件，没有废止，"
                        f"现行有效却只有 {valid} 件"
                    ),
                    en=(
                        f"{row_name(row, 'en')}: {new} issued and none repealed, but only {valid}"
                        " in force"
                    ),
                    cells=[f"{row}.in_force", f"{row}.issued", f"{row}.repealed"],
                    expected=new,
                    found=valid,
                )
            case [int(), int(), int()]:
                yield passed(row)
            case _:
                yield not_known(row)


RULES: tuple[Rule, ...] = (in_force, newly_public, items, issued)
"""The rules of this module, in order."""
