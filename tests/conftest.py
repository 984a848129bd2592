"""What several test modules use: the example reports, the corpus beside the checkout, and the
settings of Hypothesis."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

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


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What runs for minutes, over many examples, over real reports or in a browser is slow:
    ``pytest -m "not slow"`` is the rest. Of a test with many parameters this has the first and the
    last, or all where it is marked as ``quick``."""
    several: dict[str, list[pytest.Item]] = {}
    for item in items:
        if not item.get_closest_marker("quick"):
            several.setdefault(item.nodeid.partition("[")[0], []).append(item)
    for others in several.values():
        for item in others[1:-1]:
            item.add_marker(pytest.mark.slow)
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if (
            item.get_closest_marker("long")
            or {"shared", "browser"} & fixtures
            or getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
        ):
            item.add_marker(pytest.mark.slow)


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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser: Chromium of the system, or that of Playwright. Skipped where there is
    none."""
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)
    with api.sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        except api.Error as error:
            pytest.skip(f"no Chromium to start: {str(error).splitlines()[0]}")
        yield started
        started.close()
