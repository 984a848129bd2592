"""What several test modules use: the example reports, the corpus beside the checkout, and the
settings of Hypothesis."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples" / "reports"

# A shared or busy machine is slow now and then; a deadline for each example would make tests fail
# at random.
settings.register_profile(
    "usual", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "long", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "usual"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports that may lie beside the checkout. A test that needs it is skipped
    where it is absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no folder 'shared' with real reports beside the checkout")
    return folder


@pytest.fixture(scope="session")
def examples() -> Path:
    """The folder of example reports."""
    return EXAMPLES
