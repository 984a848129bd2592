"""How the classes of the form say what they are: labels, kinds and editions as attrs metadata.

A field of a table class is a *cell* (one figure), a *row* (a class of cells) or a *group* (a class
of rows or cells). Everything that gongkai knows about the form is read from this metadata; nothing
is written twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache, cached_property
from html import escape
from typing import Any, Final, Literal, TypeAlias, TypeVar

import attrs

Figure: TypeAlias = int | Decimal | None
"""What a cell of a table can hold: a count, an amount in 万元, or None where nothing is known."""

Kind: TypeAlias = Literal["count", "change", "amount"]
"""``count`` is a whole number from 0 up; ``change`` a whole number with an optional sign;
``amount`` an exact decimal in 万元."""

EDITIONS: Final = (2019, 2021)
"""The editions of the form: 国办公开办函〔2019〕60号 (reports of 2019 and 2020) and 〔2021〕30号
(2021 and later)."""

_KEY: Final = "gongkai"


@attrs.frozen
class Described:
    """The official wording of one field of the form.

    ``label`` is the Chinese wording without its number, ``number`` the number that the form prints
    before it (``三、``, ``（一）``, ``1.``), ``english`` its meaning, ``editions`` the editions
    that have it, ``also`` other wordings that published reports use, ``band`` the line that the
    form prints above it (the article of the regulation, in table two), and ``label_2019`` the
    wording of edition 2019 where it is another.
    """

    role: Literal["cell", "row", "group"]
    label: str
    english: str
    number: str = ""
    kind: Kind = "count"
    editions: tuple[int, ...] = EDITIONS
    also: tuple[str, ...] = ()
    band: str = ""
    label_2019: str = ""

    def label_in(self, edition: int) -> str:
        """The wording of one edition, without its number."""
        return self.label_2019 if edition == 2019 and self.label_2019 else self.label


def _field(described: Described, **options: Any) -> Any:
    return attrs.field(metadata={_KEY: described}, **options)


def cell(
    label: str,
    english: str,
    *,
    kind: Kind = "count",
    editions: tuple[int, ...] = EDITIONS,
    also: tuple[str, ...] = (),
    label_2019: str = "",
) -> Any:
    """A field that holds one figure."""
    what = Described(
        "cell", label, english, kind=kind, editions=editions, also=also, label_2019=label_2019
    )
    return _field(what, default=None)


def row(
    cls: type,
    label: str,
    english: str,
    *,
    number: str = "",
    editions: tuple[int, ...] = EDITIONS,
    also: tuple[str, ...] = (),
    band: str = "",
    label_2019: str = "",
) -> Any:
    """A field that holds one row of the form."""
    what = Described(
        "row",
        label,
        english,
        number=number,
        editions=editions,
        also=also,
        band=band,
        label_2019=label_2019,
    )
    return _field(what, factory=cls)


def group(cls: type, label: str, english: str, *, number: str = "") -> Any:
    """A field that holds several rows (or, in table four, several columns) under one label."""
    return _field(Described("group", label, english, number=number), factory=cls)


TABLES: Final[dict[str, type]] = {}
"""The three tables by name, in form order; each class of a table enters itself."""

_T = TypeVar("_T")


def table(name: str) -> Callable[[type[_T]], type[_T]]:
    """A class is one of the form's tables."""

    def enter(cls: type[_T]) -> type[_T]:
        TABLES[name] = cls
        return cls

    return enter


def described(field: attrs.Attribute[Any]) -> Described:
    """The wording of one field of a table class."""
    found = field.metadata[_KEY]
    assert isinstance(found, Described)
    return found


class Shown:
    """How a table, a group or a row shows itself: a row with all its figures, else what it has."""

    __slots__ = ()

    def __repr__(self) -> str:
        fields: Any = attrs.fields(type(self))  # type: ignore[arg-type]  # each table is an attrs class
        if all(described(field).role == "cell" for field in fields):
            inside = ", ".join(f"{field.name}={getattr(self, field.name)}" for field in fields)
        else:
            known = sum(value is not None for _, _, value in figures_of(self, ""))
            inside = f"{', '.join(field.name for field in fields)}: {known} figures"
        return f"<{type(self).__name__} {inside}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><td style="text-align: left">{name}<td style="text-align: left">{escape(label)}'
            f"<td>{'' if value is None else value}"
            for name, label, value in figures_of(self, "")
        )
        return f"<table><caption>{type(self).__name__}</caption>{rows}</table>"


def figures_of(part: Any, prefix: str) -> Iterator[tuple[str, str, Figure]]:
    """Every figure below a table, group or row, with its path from there and its labels."""
    for field in attrs.fields(type(part)):
        value, what = getattr(part, field.name), described(field)
        if what.role == "cell":
            yield prefix + field.name, what.label, value
        else:
            for path, label, figure in figures_of(value, f"{prefix}{field.name}."):
                yield path, f"{what.number}{what.label} {label}", figure


@attrs.frozen(cache_hash=True)
class CellSpec:
    """One cell of the form: its path, its row, its column, the labels of both, and the kind of
    figure it holds."""

    path: str
    table: str
    row: str
    column: str
    label: str
    english: str
    kind: Kind

    @property
    def is_total(self) -> bool:
        """Whether the form calls this cell a total (总计): left blank, it is unknown rather than
        nothing."""
        return self.column == "total" or self.row.endswith("handled_total")


@attrs.frozen(cache_hash=True)
class RowSpec:
    """One row of the form in one edition: where it stands, how it is labelled, and its cells in
    order."""

    path: str
    table: str
    number: str
    label: str
    english: str
    also: tuple[str, ...]
    band: str
    groups: tuple[str, ...]
    cells: tuple[CellSpec, ...]

    @property
    def title(self) -> str:
        """The label as printed, with its number."""
        return self.number + self.label

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of its cells."""
        return tuple(cell.column for cell in self.cells)

    @cached_property
    def has_amounts(self) -> bool:
        """Whether one of its cells is an amount of money."""
        return any(cell.kind == "amount" for cell in self.cells)

    @property
    def label_columns(self) -> int:
        """How many columns of the printed grid its label spans: those of the groups that it is in
        none of.

        >>> from gongkai import form
        >>> [form.row_spec(2021)[f"requests.{row}"].label_columns
        ...     for row in ("received", "granted", "refused.state_secret")]
        [3, 2, 1]
        """
        return {"、": 3, "）": 2}.get(self.number[-1:], 1)


def walk(
    cls: type, prefix: str, edition: int
) -> Iterator[tuple[str, Described, type | None, tuple[Described, ...]]]:
    """Yield every field of the form below ``cls`` in form order: path, wording, class of a row or
    group, and the labels above it."""
    yield from _walk(cls, prefix, edition, ())


def _walk(
    cls: type, prefix: str, edition: int, above: tuple[Described, ...]
) -> Iterator[tuple[str, Described, type | None, tuple[Described, ...]]]:
    for field in attrs.fields(cls):
        what = described(field)
        if edition not in what.editions:
            continue
        path = f"{prefix}.{field.name}"
        if what.role == "cell":
            yield path, what, None, above
        else:
            inner = field.default.factory
            yield path, what, inner, above
            yield from _walk(inner, path, edition, (*above, what))


@cache
def rows_of(table: str, cls: type, edition: int) -> tuple[RowSpec, ...]:
    """The rows of one table in one edition, in form order.

    Table four prints its three groups side by side in one line; each group is a row here.
    """
    found: list[RowSpec] = []
    for path, what, inner, above in walk(cls, table, edition):
        if inner is None or not any(described(f).role == "cell" for f in attrs.fields(inner)):
            continue
        cells = tuple(
            CellSpec(
                path=f"{path}.{field.name}",
                table=table,
                row=path,
                column=field.name,
                label=f"{what.number}{what.label_in(edition)} {described(field).label_in(edition)}",
                english=f"{what.english}: {described(field).english}",
                kind=described(field).kind,
            )
            for field in attrs.fields(inner)
            if edition in described(field).editions
        )
        found.append(
            RowSpec(
                path=path,
                table=table,
                number=what.number,
                label=what.label_in(edition),
                english=what.english,
                also=what.also,
                band=what.band,
                groups=tuple(a.number + a.label for a in above),
                cells=cells,
            )
        )
    return tuple(found)
