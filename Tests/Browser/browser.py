"""Chromium as the tests drive it, what every page must hold in it, and a plain visitor for what needs no browser."""

from __future__ import annotations

import html
import http.client
import os
import re
import shutil
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

PHONE, DESK = {"width": 320, "height": 640}, {"width": 1280, "height": 900}
VIEWPORTS = {320: PHONE, 1280: DESK}
SCHEMES = ("light", "dark")
HEAVY = 50_000
AXE = AXE_FILE_PATH.read_text()
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]


def launch(playwright: Playwright) -> Browser:
    """Debian's Chromium. It runs as whoever runs the tests, in containers as root, which its sandbox refuses."""
    path = os.environ.get("TEST_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    return playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])


class Watch:
    """Collects what no page may do: run inline code, load from elsewhere, or fail in its scripts."""

    def __init__(self, context: BrowserContext, base_url: str):
        self.base_url = base_url
        self.complaints: list[str] = []
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"script error: {error.error}"))

    def _request(self, request):
        address = request.url
        if address.startswith(("data:", "blob:", "about:")) or address.startswith(self.base_url + "/"):
            return
        self.complaints.append(f"request to another host: {address}")

    def _console(self, message):
        # A refusal's status (a page of its own) and a line that a test cut are told by the browser, not by the page.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"console {message.type}: {message.text}")

    def assert_quiet(self):
        assert not self.complaints, "\n".join(self.complaints)


LAYOUT_SHIFT = """
() => new Promise((tell) => {
    let sum = 0;
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; })
        .observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => setTimeout(() => tell(sum), 0));
})
"""

SHAPE = """
() => {
    const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
    const root = document.documentElement;
    return {
        lang: root.lang, dir: root.dir, title: document.title.trim(),
        headings: document.querySelectorAll("h1").length,
        too_wide: root.scrollWidth - root.clientWidth,
        widest: root.scrollWidth <= root.clientWidth ? [] : [...document.querySelectorAll("main *, header *, footer *")]
            .filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1
                || one.getBoundingClientRect().left < -1)
            .slice(0, 5)
            .map((one) => `${one.tagName.toLowerCase()}.${one.className}: ${one.textContent.trim().slice(0, 60)}`),
        twice: ids.filter((id, place) => ids.indexOf(id) !== place),
        nowhere: [...document.querySelectorAll('a[href^="#"]')].map((one) => one.getAttribute("href").slice(1))
            .filter((id) => !ids.includes(id)),
    };
}
"""


def shape_faults(page: Page) -> list[str]:
    """One h1, a title, the language and its direction, nothing wider than the screen, no id twice, no dead jump."""
    shape = page.evaluate(SHAPE)
    faults = []
    if shape["headings"] != 1:
        faults.append(f"{shape['headings']} h1")
    if not shape["title"] or shape["title"].startswith("·"):
        faults.append("no title")
    if not shape["lang"] or shape["dir"] != ("rtl" if shape["lang"].startswith("ar") else "ltr"):
        faults.append(f"lang {shape['lang']!r}, dir {shape['dir']!r}")
    if shape["too_wide"] > 0:
        faults.append(f"{shape['too_wide']} px too wide: {shape['widest']}")
    if shape["twice"]:
        faults.append(f"ids twice: {shape['twice']}")
    if shape["nowhere"]:
        faults.append(f"jumps nowhere: {shape['nowhere']}")
    return faults


def shift_faults(page: Page) -> list[str]:
    shift = page.evaluate(LAYOUT_SHIFT)
    return [f"layout shifts by {shift:.3f}"] if shift >= 0.01 else []


def axe_faults(page: Page) -> list[str]:
    """What axe-core finds on the page as it stands: every rule of WCAG 2.2 AA and of best practice."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(
        "(tags) => axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })"
        ".then((all) => all.violations)", AXE_TAGS)
    return [
        f"axe {rule['id']} ({rule['impact']}): {rule['help']} at {node['target']}: {node['html'][:160]}"
        f" {(node.get('any') or [{}])[0].get('message', '')}"
        for rule in found for node in rule["nodes"][:3]]


# What the HTML itself must hold, whoever reads it


INLINE = {
    "inline style": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.I),
    "script within": re.compile(r"<script\b[^>]*>[^<\s]", re.I),
    "event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I),
    "javascript address": re.compile(r"""(?:href|action|src)\s*=\s*["']?\s*javascript:""", re.I),
    "other host": re.compile(
        r"""<(?:img|script|link|iframe|form|source|video|audio)\b[^>]*(?:src|href|action)=["'](?:https?:)?//""", re.I),
}


def text_faults(text: str) -> list[str]:
    """What can be seen in the HTML without a browser."""
    faults = [name for name, pattern in INLINE.items() if pattern.search(text)]
    faults += [f"unknown name {name}" for name in sorted(set(re.findall("⟦[^⟧]*⟧", text)))]
    faults += [f"unfilled {name}" for name in sorted(set(re.findall(r"\{\{[^}]{1,60}\}\}", text)))]
    return faults


# A visitor without a browser


@dataclass
class Answer:
    path: str
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    @property
    def plain(self) -> str:
        """With the entities undone, so that what was typed can be looked for."""
        return html.unescape(self.text)

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def is_page(self) -> bool:
        return self.header("content-type").startswith("text/html")

    def hidden(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        assert found, f"{self.path} has no form: {self.status} {self.text[:400]}"
        return found[1]

    def __repr__(self) -> str:
        return f"{self.path} → {self.status} {self.header('location')}"


@dataclass
class Visitor:
    """Cookies and forms, and nothing else of a browser; the connection stays open."""

    base_url: str
    who: str = "anyone"
    cookies: dict[str, tuple[str, str]] = field(default_factory=dict)
    language: str = "en"
    _connection: http.client.HTTPConnection | None = None

    def request(self, method: str, path: str, fields=None, headers: dict | None = None) -> Answer:
        sent = {"Accept": "text/html", "Accept-Language": self.language, **(headers or {})}
        jar = [
            f"{name}={value}" for name, (value, scope) in self.cookies.items()
            if scope == "/" or path.split("?")[0] == scope or path.startswith((scope + "/", scope + "?"))]
        if jar:
            sent["Cookie"] = "; ".join(jar)
        body = None
        if fields is not None:
            body = urlencode(fields)
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        for attempt in (1, 2):
            try:
                if self._connection is None:
                    address = urlsplit(self.base_url)
                    self._connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
                self._connection.request(method, path, body=body, headers=sent)
                reply = self._connection.getresponse()
                answer = Answer(path, reply.status, reply.getheaders(), reply.read())
                break
            except (http.client.HTTPException, ConnectionError):
                # The server closes connections that were idle; no form acts twice by that, since it carries `once`.
                self._connection = None
                if attempt == 2:
                    raise
        self._keep(answer)
        return answer

    def _keep(self, answer: Answer):
        for key, value in answer.headers:
            if key.lower() != "set-cookie":
                continue
            name, content = value.split(";")[0].split("=", 1)
            scope = re.search(r"Path=([^;]*)", value)
            if content:
                self.cookies[name] = (content, scope[1] if scope else "/")
            else:
                self.cookies.pop(name, None)

    def get(self, path: str, **more) -> Answer:
        return self.request("GET", path, **more)

    def send(self, form_path: str, path: str | None = None, **fields) -> Answer:
        """Opens the page with the form and sends it as a browser would."""
        form = self.get(form_path)
        secrets = {"csrf": form.hidden("csrf"), "once": form.hidden("once")}
        return self.request("POST", path or form_path, {**secrets, **fields})

    def sign_in(self, member: dict) -> "Visitor":
        answer = self.send("/sign-in", email=member["email"], password=member["password"])
        assert answer.status == 303, answer
        self.who = member["email"]
        return self

    def come_in(self, link_token: str, session: str) -> "Visitor":
        answer = self.send("/c", link=link_token)
        assert (answer.status, answer.header("location")) == (303, f"/c/{session}"), answer
        self.who = f"candidate {session}"
        return self

    def lend_to(self, context: BrowserContext):
        """The browser goes on as this visitor."""
        context.add_cookies([
            {"name": name, "value": value, "domain": urlsplit(self.base_url).hostname, "path": scope}
            for name, (value, scope) in self.cookies.items()])
