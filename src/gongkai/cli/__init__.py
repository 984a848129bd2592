"""The command ``gongkai``: arguments and printing. What is computed, the library computes.

Exit codes, the same for every command: 0 done and nothing to complain of, 1 findings at or above
the threshold (``check``) or a layout that fails its check, 2 wrong usage, 3 some input could not be
read, or no figure of it. 3 goes before 1: a result that lacks an input is not a clean result. Never
a count.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Sequence

import gongkai

from ..languages import said, speaking
from .arguments import language_in, parser
from .exits import (
    EXIT_CLEAN,
    EXIT_FINDINGS,
    EXIT_INTERRUPTED,
    EXIT_PIPE,
    EXIT_UNREADABLE,
    EXIT_USAGE,
    UsageError,
)
from .inputs import why
from .printing import tolerate_narrow_encodings

__all__ = [
    "EXIT_CLEAN",
    "EXIT_FINDINGS",
    "EXIT_INTERRUPTED",
    "EXIT_PIPE",
    "EXIT_UNREADABLE",
    "EXIT_USAGE",
    "main",
]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with these arguments (those of the process by default) and return the exit
    code."""
    tolerate_narrow_encodings()
    with speaking(language_in(sys.argv[1:] if arguments is None else arguments)):
        return _run(parser().parse_args(arguments))


def _run(options: argparse.Namespace) -> int:
    """Run the command that the arguments name, and say in words what went wrong."""
    try:
        code: int = options.run(options)
        if sys.stdout is not None:
            sys.stdout.flush()
    except UsageError as error:
        print(f"gongkai: {error}", file=sys.stderr)
        return EXIT_USAGE
    except BrokenPipeError:
        _silence()  # the reader (head, less) has seen enough
        return EXIT_PIPE
    except (gongkai.GongkaiError, OSError) as error:
        _silence()
        print(f"gongkai: {why(_file_of(error) or said('output', '输出'), error)}", file=sys.stderr)
        return EXIT_UNREADABLE
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    return code


def _silence() -> None:
    """Nothing can be written to standard output any more: Python must not complain of that when it
    flushes at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _file_of(error: Exception) -> str:
    return str(getattr(error, "filename", None) or getattr(error, "name", None) or "")
