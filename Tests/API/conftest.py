"""The demo servers that tests of the API share."""

from __future__ import annotations

import pytest

from servers import ROOT, RunningDemo, binary, running  # noqa: F401: tests take these from here


@pytest.fixture(scope="session")
def demo():
    with running() as server:
        yield server


@pytest.fixture
def own_demo():
    """A server of one test's own, for tests that stop it or look at everything it wrote."""
    with running() as server:
        yield server
