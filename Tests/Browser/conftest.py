"""Servers, Chromium and pages for the tests. What a page does wrong in the background fails the test that opened it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "API"))

from browser import VIEWPORTS, Watch, launch  # noqa: E402
from demo_cases import DemoCases  # noqa: E402
from servers import running  # noqa: E402

# Each journey is walked by a person on a phone in the dark and by one at a desk in the light.
WAYS = {"phone-dark": (320, "dark"), "desk-light": (1280, "light")}


@pytest.fixture(scope="module")
def demo():
    """For tests that open cases of their own and let the clock run."""
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def shown():
    """The demo's own cases, one or more in every state, for tests that only read."""
    with running("--demo-cases") as server:
        yield DemoCases(server)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(params=WAYS)
def context(request, browser, demo):
    width, scheme = WAYS[request.param]
    context = browser.new_context(
        viewport=VIEWPORTS[width], color_scheme=scheme, locale="en-GB", timezone_id="Europe/Sarajevo",
        reduced_motion="reduce")
    context.set_default_timeout(10_000)
    watch = Watch(context, demo.base_url)
    yield context
    context.close()
    watch.assert_quiet()


@pytest.fixture
def page(context):
    return context.new_page()
