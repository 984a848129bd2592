"""The JSON Schema of a report's data, made from the classes of the form and of the model.

The result is shipped as ``gongkai/schema/report.schema.json``;
``python -m gongkai.writing.schema > src/gongkai/schema/report.schema.json`` writes it anew after a
change.
"""

from __future__ import annotations

import json
from typing import Any, Final

from .. import form
from ..model import Status
from .data import DECIMAL_PATTERN, FORMAT

_DATE: Final = {"type": "string", "format": "date"}
_TEXT: Final = {"type": ["string", "null"]}
_SPAN: Final = {
    "description": (
        "[start, end] in the source text, counted in Unicode code points from 0; the end is not"
        " included"
    ),
    "type": "array",
    "items": {"type": "integer", "minimum": 0},
    "minItems": 2,
    "maxItems": 2,
}
_FIGURE: Final = {
    "description": (
        "a count as a number, an amount in 万元 as a string of decimal digits, null where there is"
        " no figure"
    ),
    "anyOf": [
        {"type": "integer"},
        {"type": "string", "pattern": f"^{DECIMAL_PATTERN}$"},
        {"type": "null"},
    ],
}


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what :meth:`gongkai.Report.to_dict` writes.

    >>> json_schema()["properties"]["year"]
    {'type': ['integer', 'null'], 'description': 'the year that the report is about'}
    """
    newest = form.EDITIONS[-1]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Annual report on government information disclosure (政府信息公开工作年度报告)",
        **_object(
            {
                "format": {"const": FORMAT},
                "source": {"type": "string", "description": "the text that every span refers to"},
                "cells": {
                    "type": "object",
                    "description": "every cell of the edition, by its path",
                },
                "edition": {
                    "enum": [*form.EDITIONS, None],
                    "description": (
                        "null where the text does not decide it; the cells are then those of"
                        f" edition {newest}"
                    ),
                },
                "layout": {**_TEXT, "description": "the layout in which the text was read"},
                "title": _TEXT,
                "publisher": _TEXT,
                "year": {
                    "type": ["integer", "null"],
                    "description": "the year that the report is about",
                },
                "period": {"anyOf": [{"$ref": "#/$defs/period"}, {"type": "null"}]},
                "signed": {
                    "anyOf": [_DATE, {"type": "null"}],
                    "description": "the date below the signature",
                },
                "sections": {"type": "array", "items": {"$ref": "#/$defs/section"}},
                "repeated_tables": {"type": "array", "items": {"enum": list(form.TABLES)}},
                "unplaced": {
                    "type": "array",
                    "description": "figures inside the tables that no cell claims",
                    "items": {"$ref": "#/$defs/unplaced"},
                },
                "left_out": {
                    "type": "array",
                    "description": "hidden sheets, rows and columns of the file, not read",
                    "items": {"type": "string"},
                },
                "url": {**_TEXT, "description": "where the report was published"},
                "given": {
                    "type": "array",
                    "description": "what the caller said of the report, not its text",
                    "items": {"enum": ["publisher", "year", "url"]},
                },
            }
        ),
        "allOf": [
            {
                "if": {
                    "properties": {
                        "edition": {"enum": [edition, None] if edition == newest else [edition]}
                    }
                },
                "then": {"properties": {"cells": {"$ref": f"#/$defs/cells_{edition}"}}},
            }
            for edition in form.EDITIONS
        ],
        "$defs": {
            **{f"cells_{edition}": _cells(edition) for edition in form.EDITIONS},
            "cell": _cell(),
            "likely": _object(
                {"value": {"$ref": "#/$defs/figure"}, "reason": {"type": "string"}, "span": _SPAN},
                required=["value", "reason"],
            ),
            "origin": _object(
                {
                    name: {"type": "integer", "minimum": 1}
                    for name in ("page", "table", "row", "column")
                }
                | {name: {"type": "string"} for name in ("sheet", "reference", "file")},
                required=[],
            ),
            "unplaced": _object(
                {
                    "span": _SPAN,
                    "raw": {"type": "string"},
                    "table": {"enum": list(form.TABLES)},
                    "row": _TEXT,
                }
            ),
            "period": {
                "description": "both days included",
                **_object({"start": _DATE, "end": _DATE}),
            },
            "section": _object(
                {
                    "number": {"type": "integer", "description": "一 is 1"},
                    "heading": {"type": "string"},
                    "text": {"type": "string"},
                    "span": _SPAN,
                }
            ),
            "figure": _FIGURE,
        },
    }


def _object(properties: dict[str, Any], *, required: list[str] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties) if required is None else required,
        "additionalProperties": False,
    }


def _cells(edition: int) -> dict[str, Any]:
    return _object(
        {
            cell.path: {"$ref": "#/$defs/cell", "title": cell.label, "description": cell.english}
            for cell in form.cells(edition)
        }
    )


def _cell() -> dict[str, Any]:
    claims = [status.value for status in Status if status.claims]
    return {
        **_object(
            {
                "status": {"enum": [status.value for status in Status]},
                "value": {"$ref": "#/$defs/figure"},
                "raw": {"type": "string", "description": "what stands in the source at the span"},
                "span": _SPAN,
                "candidates": {"type": "array", "items": {"$ref": "#/$defs/figure"}},
                "basis": {"type": "array", "items": {"type": "string"}},
                "cut": {
                    "type": "boolean",
                    "description": "the search was given up; candidates are those of the row alone",
                },
                "likely": {"$ref": "#/$defs/likely"},
                "origin": {"$ref": "#/$defs/origin"},
            },
            required=["status", "value"],
        ),
        "if": {"properties": {"status": {"enum": claims}}},
        "then": {"properties": {"value": {"type": ["integer", "string"]}}},
        "else": {"properties": {"value": {"type": "null"}}},
    }


if __name__ == "__main__":
    print(json.dumps(json_schema(), ensure_ascii=False, indent=1))
