"""``python -m gongkai.cli`` is the command ``gongkai``."""

from __future__ import annotations

import sys

from . import main

sys.exit(main())
