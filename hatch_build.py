"""What is made when the package is built: the parsers of the built-in layouts."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class KeptParsers(BuildHookInterface):  # type: ignore[type-arg]
    """Keeps the parsers beside the module that loads them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make them before the files of the package are collected."""
        sys.path.insert(0, str(Path(self.root) / "src"))
        from gongkai.layouts import Layout, built_in
        from gongkai.layouts.composed import keep

        for name in built_in():
            keep(name, Layout.named(name).grammar)
        build_data["artifacts"].append("src/gongkai/layouts/parsers/*")
