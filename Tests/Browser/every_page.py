"""Which pages there are to look at: all that answer their rightful reader with a page, in every state of a case.

Pages that are built alike are looked at once in Chromium: two states that differ in names and times alone have the same
elements with the same classes. The tests of pages and the pictures take their pages from here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from browser import Answer, Visitor
from demo_cases import DemoCases, candidate_pages, pages_of_interview, pages_of_review, pages_of_role, public_pages

AREAS = ("candidate", "interviewer", "reviewer", "operator", "public", "refusal")
IDS = re.compile(r"\b[a-z]{2}_[0-9a-z]{20,}\b|(?<=/reasons/)\w+|(?<=/problems/)[\w-]+")
KEPT = re.compile(r'\b(?:class|role|type|dir|aria-current)="[^"]*"|\b(?:checked|open|disabled)\b')


@dataclass(frozen=True)
class Shown:
    """A page as its reader got it."""

    area: str
    """The state of the case it belongs to, or the reader's role."""
    state: str
    visitor: Visitor
    answer: Answer

    @property
    def path(self) -> str:
        return self.answer.path

    @property
    def kind(self) -> str:
        """The address without ids, as one page of the site map."""
        return IDS.sub("…", self.path.split("?")[0])

    @property
    def build(self) -> tuple:
        """What it is built of: elements with their classes and roles, whatever stands in them."""
        parts = re.findall(r"<([a-z0-9]+)([^>]*)>", self.answer.text)
        kept = frozenset((name, tuple(KEPT.findall(rest))) for name, rest in parts)
        return self.kind, kept

    def __repr__(self) -> str:
        return f"{self.state}: {self.path}"


def every_page(shown: DemoCases, area: str) -> list[Shown]:
    """Each page of an area once; what leads elsewhere or is a file is none."""
    found = []
    for state, visitor, path in ADDRESSES[area](shown):
        answer = visitor.get(path)
        if answer.is_page and answer.status != 303:
            found.append(Shown(area, state, visitor, answer))
    return found


def built_differently(pages: list[Shown]) -> list[Shown]:
    seen = {}
    for page in pages:
        seen.setdefault(page.build, page)
    return list(seen.values())


def richest_of_each(pages: list[Shown]) -> list[Shown]:
    """Of each address the page with the most different parts."""
    best: dict[str, Shown] = {}
    for page in pages:
        if page.kind not in best or len(page.build[1]) > len(best[page.kind].build[1]):
            best[page.kind] = page
    return list(best.values())


def _candidate(shown: DemoCases):
    for case in shown.cases:
        for path in candidate_pages(case) if case.visitor else []:
            yield case.state, case.visitor, path
        if case.visitor and case.state == "ready_to_book":
            yield case.state, case.visitor, _a_late_time(case)


def _a_late_time(case) -> str:
    """On the last day that has any: a time of the first one may be too close when its page is opened."""
    def links(text: str, address: str) -> list[str]:
        return [found.replace("&amp;", "&") for found in re.findall(rf'href="([^"]*{address}\?[^"]*)"', text)]

    first = case.visitor.get(f"/c/{case.session}/book").text
    days = [link for link in links(first, "/book") if "day=" in link]
    later = case.visitor.get(days[-1]).text if days else first
    return (links(later, "/book/check") or links(first, "/book/check"))[-1]


def _interviewer(shown: DemoCases):
    for email in shown.members("interviewer")[:3]:
        for path in pages_of_role("interviewer"):
            yield "interviewer", shown.staff[email], path
    for case in shown.cases:
        for held in case.interviews:
            for path in pages_of_interview(held.id):
                yield case.state, shown.staff[held.holder], path
            for part in ("facts", "questions"):
                yield case.state, shown.staff[held.holder], f"/interviews/{held.id}?part={part}"


def _reviewer(shown: DemoCases):
    for email in shown.members("reviewer"):
        for path in pages_of_role("reviewer"):
            yield "reviewer", shown.staff[email], path
    for case in shown.cases:
        for review, assignee in case.reviews.items():
            for path in pages_of_review(review):
                yield case.state, shown.staff[assignee], path


def _operator(shown: DemoCases):
    operator = shown.staff[shown.members("operator")[0]]
    paths = pages_of_role("operator") + [f"/operator/staff/{member}" for member in shown.staff_pages]
    for path in paths:
        yield "operator", operator, path
    for case in shown.cases:
        yield case.state, operator, f"/operator/sessions/{case.session}"


def _public(shown: DemoCases):
    paths = [path for path in public_pages() if not path.startswith("/assets/")]
    reasons = re.findall(r'href="(/reasons/\w+)"', shown.anyone.get("/reasons").text)
    problems = re.findall(r'href="(/problems/[\w-]+)"', shown.anyone.get("/problems").text)
    for path in paths + sorted(set(reasons + problems)):
        yield "anyone", shown.anyone, path


def _refusal(shown: DemoCases):
    """The pages of those who came to the wrong door."""
    case = next(one for one in shown.cases if one.state == "proposal_heard")
    reviewer, interviewer = shown.members("reviewer"), shown.members("interviewer")
    review, assignee = next(iter(case.reviews.items()))
    stranger = next(email for email in reviewer if email != assignee)
    yield "nobody", shown.anyone, "/no-such-page"
    yield "nobody", shown.anyone, f"/c/{case.session}"
    yield "candidate", case.visitor, f"/c/{case.session}/no-such-page"
    yield "staff", shown.staff[interviewer[0]], "/operator"
    yield "staff", shown.staff[stranger], f"/reviews/{review}"
    yield "staff", shown.staff[stranger], "/interviews/iv_00000000000000000000000000"


ADDRESSES: dict[str, Callable] = {
    "candidate": _candidate, "interviewer": _interviewer, "reviewer": _reviewer, "operator": _operator,
    "public": _public, "refusal": _refusal,
}
