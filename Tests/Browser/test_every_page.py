"""Every page of every state in Chromium: axe finds nothing, it fits a small screen, nothing moves, nothing comes from elsewhere."""

from __future__ import annotations

import re

import pytest

from browser import HEAVY, PHONE, SCHEMES, VIEWPORTS, Watch, axe_faults, shape_faults, shift_faults, text_faults
from every_page import AREAS, built_differently, every_page, richest_of_each
from slow_line import slow_line

ASSETS = re.compile(r'<(?:link rel="stylesheet" href|script type="module" src)="(/assets/[\w.-]+)"')


@pytest.fixture(scope="module")
def pages(shown):
    """Each area's pages, fetched when first asked for."""
    found = {}

    def of(area: str):
        if area not in found:
            found[area] = every_page(shown, area)
        return found[area]

    return of


class Look:
    """Opens pages as their readers and gathers what is wrong with them."""

    def __init__(self, browser, base_url: str, **options):
        self.browser, self.base_url, self.options = browser, base_url, options
        self.faults: list[str] = []
        self._visitor = self._context = self._watch = self._page = None

    def open(self, shown):
        """The page in a tab of its reader's browser; the same tab as long as the reader is the same."""
        if self._visitor is not shown.visitor:
            self.close()
            self._context = self.browser.new_context(locale="en-GB", reduced_motion="reduce", **self.options)
            shown.visitor.lend_to(self._context)
            self._watch = Watch(self._context, self.base_url)
            self._page, self._visitor = self._context.new_page(), shown.visitor
        answer = self._page.goto(self.base_url + shown.path)
        self.note(shown, [] if answer.status == shown.answer.status else [f"answers {answer.status} now"])
        return self._page

    def note(self, shown, faults: list[str]):
        faults = faults + self._watch.complaints
        self._watch.complaints = []
        self.faults += [f"{shown!r}: {fault}" for fault in faults]

    def close(self):
        if self._context:
            self._context.close()
            self._visitor = self._context = None

    def assert_clean(self):
        self.close()
        assert not self.faults, f"{len(self.faults)} faults:\n" + "\n".join(self.faults[:60])


@pytest.mark.parametrize("area", AREAS)
def test_the_pages_as_text(pages, shown, area):
    """No inline code, no missing word; what a candidate loads for a page, uncompressed, is under 50 kB."""
    faults, sizes = [], {}
    for page in pages(area):
        faults += [f"{page!r}: {fault}" for fault in text_faults(page.answer.text)]
        weight = len(page.answer.body)
        for asset in ASSETS.findall(page.answer.text):
            if asset not in sizes:
                sizes[asset] = len(shown.anyone.get(asset).body)
            weight += sizes[asset]
        if area == "candidate" and weight >= HEAVY:
            faults.append(f"{page!r}: {weight} bytes with what it loads")
        if len(page.answer.body) >= HEAVY and area != "public":
            faults.append(f"{page!r}: {len(page.answer.body)} bytes of HTML")
    assert len(pages(area)) >= 5
    assert not faults, f"{len(faults)} faults:\n" + "\n".join(faults[:60])


@pytest.mark.parametrize("area", AREAS)
def test_every_page_on_a_phone(browser, pages, shown, area):
    """One of every build of page, at 320 px: axe, shape, layout shift, console and network."""
    look = Look(browser, shown.base_url, viewport=PHONE, color_scheme="light")
    for page in built_differently(pages(area)):
        tab = look.open(page)
        look.note(page, shift_faults(tab) + shape_faults(tab) + axe_faults(tab))
    look.assert_clean()


@pytest.mark.parametrize("area", [area for area in AREAS if area != "operator"])
def test_nothing_moves_while_a_page_arrives_in_pieces(browser, pages, shown, area):
    """Each address over a poor line: what is already read, or about to be pressed, stays where it is.

    An operator's wide tables are left out: their columns find their widths as the rows arrive.
    """
    with slow_line(shown.base_url) as base_url:
        look = Look(browser, base_url, viewport=PHONE)
        for page in richest_of_each(pages(area)):
            look.note(page, shift_faults(look.open(page)))
        look.assert_clean()


@pytest.mark.parametrize("area", AREAS)
def test_each_address_in_both_widths_and_schemes(browser, pages, shown, area):
    look = Look(browser, shown.base_url, viewport=PHONE, color_scheme="dark")
    for page in richest_of_each(pages(area)):
        tab = look.open(page)
        for width, viewport in VIEWPORTS.items():
            tab.set_viewport_size(viewport)
            for scheme in SCHEMES:
                if (width, scheme) == (320, "light"):
                    continue
                tab.emulate_media(color_scheme=scheme)
                faults = axe_faults(tab) + shape_faults(tab)
                look.note(page, [f"{width} px, {scheme}: {fault}" for fault in faults])
        tab.set_viewport_size(PHONE)
    look.assert_clean()


def test_a_page_that_is_opened_again_looks_the_same(browser, pages, shown):
    """What a browser keeps and only asks about (304) still has its styles."""
    look = Look(browser, shown.base_url, viewport=PHONE)
    for page in richest_of_each(pages("public")):
        tab = look.open(page)
        before = tab.evaluate("getComputedStyle(document.body).fontFamily")
        tab.reload()
        after = tab.evaluate("document.styleSheets.length ? getComputedStyle(document.body).fontFamily : 'no style'")
        look.note(page, [] if before == after else [f"{after}, not {before}, when opened again"])
    look.assert_clean()


@pytest.mark.parametrize("language", ["es", "ar"])
def test_the_other_languages(browser, shown, language):
    """Each of a candidate's addresses in Spanish and in Arabic, from right to left."""
    visitor = next(case for case in shown.cases if case.state == "not_verified").visitor
    case = next(case for case in shown.cases if case.state == "not_verified")
    context = browser.new_context(viewport=PHONE, locale=language)
    try:
        visitor.lend_to(context)
        page, faults = context.new_page(), []
        page.goto(f"{shown.base_url}/language/{language}?back=/c")
        for path in ["/c", "/verify", "/help", *(f"/c/{case.session}{rest}" for rest in (
                "", "/result", "/timeline", "/messages", "/record", "/appeal"))]:
            page.goto(shown.base_url + path)
            faults += [f"{path}: {fault}" for fault in text_faults(page.content()) + shape_faults(page) + axe_faults(page)]
        assert not faults, "\n".join(faults[:60])
    finally:
        context.close()
