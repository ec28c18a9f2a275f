"""Starts real demo servers for the tests: own port, own data directory, stopped by their own pid."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import pytest

from candor_client import Demo

ROOT = Path(__file__).resolve().parents[2]


def binary() -> str:
    path = os.environ.get("TEST_CANDOR_BINARY") or shutil.which("candor") or str(ROOT / ".build/debug/candor")
    if not Path(path).exists():
        raise RuntimeError(f"no executable at {path}; build it, or name it in TEST_CANDOR_BINARY")
    return path


class RunningDemo(Demo):
    """A demo server that this test run started."""

    process: subprocess.Popen
    log_file: Path

    @classmethod
    def start(cls, directory: Path, *, port: int = 0) -> "RunningDemo":
        directory.mkdir(parents=True, exist_ok=True)
        log = directory / "server.log"
        with open(log, "ab") as errors:
            process = subprocess.Popen(
                [binary(), "serve", "--demo", "--data-directory", str(directory / "data"), "--port", str(port)],
                cwd=ROOT, stdout=subprocess.PIPE, stderr=errors)
        line = process.stdout.readline().decode()
        if not line:
            raise RuntimeError(f"the server did not start: {log.read_text()[-3000:]}")
        ready = directory / "ready.json"
        ready.write_text(line)
        demo = cls.from_ready_line(
            line, ready_file=str(ready), binary=binary(), data_directory=str(directory / "data"), pid=process.pid)
        demo.process = process
        demo.log_file = log
        return demo

    def stop(self, how: int = signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            # Nothing of a test outlives it, whatever the test found.
            self.process.kill()
            self.process.wait()
            raise
        finally:
            self.process.stdout.close()


@pytest.fixture(scope="session")
def demo():
    directory = Path(tempfile.mkdtemp(prefix="candor-test-"))
    server = RunningDemo.start(directory)
    yield server
    server.stop()
    shutil.rmtree(directory)


@pytest.fixture
def own_demo():
    """A server of one test's own, for tests that stop it or look at everything it wrote."""
    directory = Path(tempfile.mkdtemp(prefix="candor-test-"))
    server = RunningDemo.start(directory)
    yield server
    server.stop()
    shutil.rmtree(directory)
