"""Python without assertions (`python -O`) reads the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

READ = "import gongkai, json, sys; print(json.dumps(gongkai.read(sys.argv[1]).to_dict()))"


@pytest.mark.parametrize("name", ["chenghu-2023", "luyu-2023", "tongdu-2022"])
@pytest.mark.slow
def test_a_report_is_read_the_same_without_assertions(name: str, examples: Path) -> None:
    usual, optimised = (
        subprocess.run(
            [sys.executable, *flags, "-c", READ, str(examples / f"{name}.txt")],
            capture_output=True,
            check=True,
        ).stdout
        for flags in ([], ["-O"])
    )
    assert usual == optimised
