"""The tutorial's commands, in the tutorial's order, against a real server."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from conftest import ROOT

TUTORIALS = ROOT / "Docs" / "tutorials"


def commands(page: Path) -> str:
    """What stands in the page's sh blocks, as one script."""
    return "\n".join(re.findall(r"^```sh\n(.*?)^```$", page.read_text(), re.DOTALL | re.MULTILINE))


def test_the_first_verification_runs_as_it_is_written(demo):
    script = commands(TUTORIALS / "your-first-verification.md")
    assert script.count("api ") > 10, "the tutorial's blocks were not found"
    environment = {**os.environ, "CANDOR": demo.binary, "DEMO_READY": demo.ready_file}

    run = subprocess.run(
        ["bash", "-s"], input=script, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)

    assert run.returncode == 0, f"{run.stdout[-4000:]}\n{run.stderr[-4000:]}"
    assert '"determination": "verified"' in run.stdout
    assert "accepted" in run.stdout and "rejected" in run.stdout
