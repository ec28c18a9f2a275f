"""Measures bookings, reads, verification, memory and start of a release build, each beside its baseline in the same run."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/API"))

from candor_client import Demo, Person, instant  # noqa: E402

BUILD = ROOT / ".build/release"
CONNECTIONS = 32
ROUNDS = 3


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wrk(url: str, *, script: str, seconds: int) -> dict:
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        answer = subprocess.run(
            ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", file.name, url],
            capture_output=True, text=True, check=True)
    return json.loads(re.search(r"RESULT (.*)", answer.stdout).group(1))


REPORT = """
done = function(summary, latency, requests)
  io.write(string.format('RESULT {"requests":%d,"seconds":%f,"p50_ms":%f,"p99_ms":%f,"failed":%d}\\n', summary.requests,
    summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
"""


def reading(path: str, token: str | None = None) -> str:
    header = f'wrk.headers["Authorization"] = "Bearer {token}"\n' if token else ""
    return f'wrk.path = "{path}"\n{header}{REPORT}'


async def drive(port: int, requests: list[tuple[str, str | None, str]]) -> dict:
    """Sends each request once over as many connections as CONNECTIONS, as fast as the answers come."""
    waiting = iter([
        (f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token or 'none'}\r\n"
         f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}").encode()
        for path, token, body in requests])
    latencies, failed = [], 0

    async def connection():
        nonlocal failed
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in waiting:
            began = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"(?i)content-length: (\d+)", head)
            if length:
                await reader.readexactly(int(length.group(1)))
            latencies.append(time.perf_counter() - began)
            failed += head.split(b" ", 2)[1] != b"201"
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))
    seconds = time.perf_counter() - began
    return {
        "requests": len(requests), "seconds": seconds, "failed": failed,
        "p99_ms": 1000 * sorted(latencies)[int(len(latencies) * 0.99)],
    }


def per_second(result: dict) -> float:
    return result["requests"] / result["seconds"]


class Server:
    def __init__(self, command: list[str], ready):
        began = time.monotonic()
        # The baseline writes no access log, so neither side does.
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, "CANDOR_LOG_LEVEL": "notice"})
        self.line = ready(self.process)
        self.ready_seconds = time.monotonic() - began

    def resident_megabytes(self) -> float:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)


def until_accepts(port: int):
    def wait(process) -> str:
        while process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return ""
        raise RuntimeError("the baseline server did not start")

    return wait


def bookings(demo: Demo, count: int, mail: Path) -> list[tuple[str, str, str]]:
    """Confirmed sessions and a free time for each: whole hours, as many people an hour as there are interviewers."""

    def ready_person(_):
        person = Person.opens(demo)
        person.confirm()
        return person

    with ThreadPoolExecutor(8) as pool:
        people = list(pool.map(ready_person, range(count)))
    # The mail of the openings is out before anything is measured.
    waiting = {person.session for person in people}
    while waiting:
        waiting -= {
            line.removeprefix("X-Candor-Session: ")
            for path in mail.glob("*.eml") for line in path.read_text().splitlines()[:9]}
    hours = [slot["starts_at"] for slot in people[0].slots() if instant(slot["starts_at"]).minute == 0]
    interviewers = len(demo.members("interviewer"))
    times = [hour for hour in hours for _ in range(interviewers)]
    return [
        (f"{person.path}/bookings", person.client.token, json.dumps({"starts_at": at}))
        for person, at in zip(people, times)
    ]


# Below a candidate's /c/{id}; those that a case does not have answer with another page, which is timed all the same.
CANDIDATE_PAGES = ["", "/timeline", "/result", "/messages", "/record", "/appeal", "/confirm", "/book", "/interview", "/hearing"]
SESSIONS = 10_000


def open_sessions(demo: Demo, count: int, mail: Path):
    """Fills the record, so that pages are timed on one that is not empty; returns when the mail of it all is out."""
    before = len(os.listdir(mail))
    profile = {
        "display_name": "Filler (invented)", "email": "filler@example.test", "time_zone": "Europe/Sarajevo",
        "languages": ["en"], "declared_stack": [{"skill": "go", "level": "senior", "primary": True}],
    }
    trigger = {"kind": "platform_policy", "policy": "first-contract-check", "explanation": "Asked once."}
    port = int(demo.base_url.rsplit(":", 1)[1])
    requests = [
        ("/v1/verification_sessions", demo.platform_key,
         json.dumps({"profile": {"reference": f"filler-{index}", **profile}, "trigger": trigger}))
        for index in range(count)]
    opened = asyncio.run(drive(port, requests))
    if opened["failed"]:
        raise RuntimeError(f"{opened['failed']} sessions were not opened")
    while len(os.listdir(mail)) < before + count:
        time.sleep(0.2)


def page_times(demo: Demo, cases: list[dict]) -> list[float]:
    """Milliseconds of each candidate page of each case, rendered anew every time: nobody's query is anybody's cache."""
    connection = http.client.HTTPConnection("127.0.0.1", int(demo.base_url.rsplit(":", 1)[1]))
    times = []
    for case in cases:
        cookie = f"candor_candidate={case['token']}"
        for page in CANDIDATE_PAGES:
            for turn in range(5):
                began = time.perf_counter()
                connection.request(
                    "GET", f"/c/{case['session']}{page}?turn={turn}", headers={"Cookie": cookie, "Accept": "text/html"})
                reply = connection.getresponse()
                reply.read()
                times.append(1000 * (time.perf_counter() - began))
                if reply.status >= 500:
                    raise RuntimeError(f"{page} of {case['reference']} answered {reply.status}")
    return sorted(times)


def measure_pages(folder: str) -> dict:
    """The time of every candidate page over a record of SESSIONS cases, and a page's rate beside the API's for the same case."""
    port = free_port()
    server = Server(
        [str(BUILD / "candor"), "serve", "--demo", "--demo-cases", "--port", str(port), "--data-directory", f"{folder}/pages"],
        lambda process: process.stdout.readline().decode())
    try:
        demo = Demo.from_ready_line(server.line)
        cases = [case for case in json.loads(server.line)["cases"] if case["code"]]
        for case in cases:
            case["token"] = demo.anyone().post("/v1/candidate_sessions", {"code": case["code"]}, expect=201)["token"]
        open_sessions(demo, SESSIONS, Path(folder) / "pages/mail")
        times = page_times(demo, cases)
        case = next(case for case in cases if case["state"] == "verified")
        rates = []
        for _ in range(ROUNDS):
            api = wrk(demo.base_url, script=reading(f"/v1/verification_sessions/{case['session']}", case["token"]), seconds=4)
            page = wrk(
                demo.base_url, seconds=4,
                script=f'wrk.path = "/c/{case["session"]}"\nwrk.headers["Cookie"] = "candor_candidate={case["token"]}"\n{REPORT}')
            rates.append((per_second(page), per_second(api), page["failed"] + api["failed"]))
        return {
            "p50": times[len(times) // 2], "p95": times[int(len(times) * 0.95)], "worst": times[-1], "count": len(times),
            "cases": len(cases), "rates": rates, "ratio": statistics.median(page / api for page, api, _ in rates),
        }
    finally:
        server.stop()


def main(document: str):
    with tempfile.TemporaryDirectory() as folder:
        port, baseline_port = free_port(), free_port()
        candor = Server(
            [str(BUILD / "candor"), "serve", "--demo", "--port", str(port), "--data-directory", f"{folder}/data"],
            lambda process: process.stdout.readline().decode())
        first_ready = candor.ready_seconds
        candor.stop()
        candor = Server(
            [str(BUILD / "candor"), "serve", "--demo", "--port", str(port), "--data-directory", f"{folder}/data"],
            lambda process: process.stdout.readline().decode())
        demo = Demo.from_ready_line(candor.line)
        demo.anyone().get("/healthz")
        idle = candor.resident_megabytes()
        baseline = Server(
            [str(BUILD / "CandorBenchmarks"), "baseline", str(baseline_port), f"{folder}/baseline.sqlite"],
            until_accepts(baseline_port))
        try:
            base_url, bare_url = demo.base_url, f"http://127.0.0.1:{baseline_port}"

            wanted = bookings(demo, 600, Path(folder) / "data/mail")
            rounds = []
            share = len(wanted) // ROUNDS
            for index in range(ROUNDS):
                part = wanted[index * share : (index + 1) * share]
                bare = asyncio.run(drive(baseline_port, [("/insert", None, "{}")] * share))
                ours = asyncio.run(drive(port, part))
                rounds.append((per_second(ours), per_second(bare), ours["p99_ms"], ours["failed"]))
            booking = statistics.median(ours / bare for ours, bare, *_ in rounds)

            person = Person.opens(demo)
            person.confirm()
            person.book(person.slots()[-1]["starts_at"])
            reads = []
            for _ in range(ROUNDS):
                bare = wrk(bare_url, script=reading("/hello"), seconds=4)
                ours = wrk(base_url, script=reading(person.path, demo.platform_key), seconds=4)
                reads.append((per_second(ours), per_second(bare), ours["p99_ms"], ours["failed"]))
            reading_ratio = statistics.median(ours / bare for ours, bare, *_ in reads)

            loaded = candor.resident_megabytes()
            verify = json.loads(subprocess.run(
                [str(BUILD / "CandorBenchmarks"), "verify"], capture_output=True, text=True, check=True).stdout)
            replies = sum(failed for *_, failed in rounds + reads)
        finally:
            candor.stop()
            baseline.stop()
        pages = measure_pages(folder)
        replies += sum(failed for *_, failed in pages["rates"])

    def span(values) -> str:
        return " · ".join(f"{value:,.0f}" for value in values)

    text = f"""# Performance

Written by `Scripts/bench`: a release build, {os.cpu_count()} cores that the load generator shares, each figure beside its baseline in the same
run. Machines are noisy, so ratios count; the medians of {ROUNDS} alternating rounds are given.

| what | Candor, per second | baseline, per second | ratio | wanted |
|---|---|---|---|---|
| bookings, durable, {CONNECTIONS} connections ÷ a bare Hummingbird route with one durable one-row GRDB insert | {span(r[0] for r in rounds)} | {span(r[1] for r in rounds)} | **{booking:.2f}** | ≥ 0.5 |
| reading a booked session ÷ a bare “hello” | {span(r[0] for r in reads)} | {span(r[1] for r in reads)} | **{reading_ratio:.2f}** | ≥ 0.4 |
| a candidate's page ÷ the same case over the API | {span(r[0] for r in pages["rates"])} | {span(r[1] for r in pages["rates"])} | **{pages["ratio"]:.2f}** | ≥ 0.6 |
| verifying an outcome with its status ÷ raw swift-crypto ES256 ({verify["token_bytes"]} bytes of token) | {verify["verify_per_second"]:,} | {verify["raw_per_second"]:,} | **{verify["ratio"]:.2f}** | ≥ 0.9 |

| what | figure | wanted |
|---|---|---|
| resident memory, idle after start | {idle:.0f} MB | < 80 MB |
| resident memory after the load above | {loaded:.0f} MB | – |
| ready after start: empty data directory, existing one | {first_ready:.2f} s, {candor.ready_seconds:.2f} s | < 1 s |
| booking, slowest of a hundred (median round) | {statistics.median(r[2] for r in rounds):.0f} ms | – |
| a candidate's page rendered anew, over {SESSIONS:,} sessions: half within, 95 of 100 within, slowest of {pages["count"]:,} ({len(CANDIDATE_PAGES)} pages of {pages["cases"]} cases) | {pages["p50"]:.1f} ms, {pages["p95"]:.1f} ms, {pages["worst"]:.0f} ms | 95 of 100 < 5 ms |
| replies other than success in all rounds | {replies} | 0 |
"""
    where = Path(document)
    kept = ""
    if where.exists() and "\n## " in where.read_text():
        kept = "\n## " + where.read_text().split("\n## ", 1)[1]
    where.write_text(text + kept)
    print(text)


if __name__ == "__main__":
    main(sys.argv[1])
