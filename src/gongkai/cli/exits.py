"""How a command ends: its exit codes."""

from __future__ import annotations

import signal
from typing import Final

EXIT_CLEAN: Final = 0
EXIT_FINDINGS: Final = 1
EXIT_USAGE: Final = 2
EXIT_UNREADABLE: Final = 3
EXIT_INTERRUPTED: Final = 128 + signal.SIGINT
EXIT_PIPE: Final = 128 + getattr(
    signal, "SIGPIPE", 13
)  # what a shell reports for a program that a closed pipe ended


class UsageError(Exception):
    """The command was called wrongly in a way that argparse cannot see."""
