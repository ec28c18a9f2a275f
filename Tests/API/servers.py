"""Real demo servers for tests and scripts: own port, own data directory, stopped by their own pid."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

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
    """The demo's cases as its ready line lists them; empty without `--demo-cases`."""
    cases: list[dict]

    @classmethod
    def start(cls, directory: Path, *flags: str, port: int = 0) -> "RunningDemo":
        directory.mkdir(parents=True, exist_ok=True)
        log = directory / "server.log"
        with open(log, "ab") as errors:
            process = subprocess.Popen(
                [binary(), "serve", "--demo", *flags, "--data-directory", str(directory / "data"), "--port", str(port)],
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
        demo.cases = json.loads(line).get("cases", [])
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


@contextmanager
def running(*flags: str):
    """A server on a folder of its own, both gone afterwards."""
    directory = Path(tempfile.mkdtemp(prefix="candor-test-"))
    server = RunningDemo.start(directory, *flags)
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(directory)
