"""Makes pictures of the pages, for looking at and for the guides. `Scripts/screenshots` calls it."""

from __future__ import annotations

import html
import io
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "API"))

from browser import VIEWPORTS, Visitor, launch  # noqa: E402
from demo_cases import DemoCases  # noqa: E402
from every_page import AREAS, Shown, built_differently, every_page  # noqa: E402
from overview_picture import compose  # noqa: E402
from servers import ROOT, running  # noqa: E402

LOOKS = ((320, "light"), (1280, "light"), (1280, "dark"))
TALLEST = 6000
HEAVIEST = 120_000


def tab_for(browser: Browser, visitor: Visitor, width: int, scheme: str, **more):
    context = browser.new_context(
        viewport=VIEWPORTS[width], color_scheme=scheme, locale="en-GB", timezone_id="Europe/Sarajevo",
        reduced_motion="reduce", **more)
    visitor.lend_to(context)
    return context, context.new_page()


# Every page


def name_of(page: Shown) -> str:
    return re.sub(r"[^\w]+", "-", f"{page.state} {page.kind}").strip("-")


def picture_all(browser: Browser, shown: DemoCases, area: str, folder: Path) -> list[tuple[Shown, str]]:
    """A picture of each build of page in each look; one tab per reader."""
    pages = built_differently(every_page(shown, area))
    names: dict[str, Shown] = {}
    for page in pages:
        name, number = name_of(page), 2
        while name in names:
            name, number = f"{name_of(page)}-{number}", number + 1
        names[name] = page
    for visitor in {id(page.visitor): page.visitor for page in pages}.values():
        context, tab = tab_for(browser, visitor, 1280, "light")
        for name, page in names.items():
            if page.visitor is not visitor:
                continue
            tab.goto(shown.base_url + page.path)
            for width, scheme in LOOKS:
                tab.set_viewport_size(VIEWPORTS[width])
                tab.emulate_media(color_scheme=scheme)
                # A window as tall as the page, so that what sticks to its edge stands where it ends.
                tab.set_viewport_size({"width": width, "height": min(TALLEST, height_of(tab))})
                tab.screenshot(path=folder / f"{name}.{width}.{scheme}.png")
        context.close()
    return [(page, name) for name, page in names.items()]


def height_of(tab: Page) -> int:
    return tab.evaluate("Math.max(document.documentElement.scrollHeight, window.innerHeight)")


def contact_sheets(folder: Path, area: str, names: list[str], look: tuple[int, str], columns: int, tall: int):
    """Many pictures on few sheets, each cut below `tall`, with its name above it."""
    width, scheme = look
    across = 320 if width == 320 else 480
    per_sheet = columns * (4 if width == 320 else 3)
    for first in range(0, len(names), per_sheet):
        part = names[first : first + per_sheet]
        lines = (len(part) + columns - 1) // columns
        sheet = Image.new("RGB", (columns * (across + 12), lines * (tall + 26)), "white")
        draw = ImageDraw.Draw(sheet)
        for place, name in enumerate(part):
            left, top = place % columns * (across + 12), place // columns * (tall + 26)
            picture = Image.open(folder / f"{name}.{width}.{scheme}.png").convert("RGB")
            picture = picture.resize((across, max(1, picture.height * across // picture.width)))
            sheet.paste(picture.crop((0, 0, across, min(tall, picture.height))), (left, top + 20))
            draw.text((left + 2, top + 4), name[:60], fill="black")
        sheet.save(folder / f"sheet-{area}-{width}-{scheme}-{first // per_sheet + 1}.png")


def index(folder: Path, areas: dict[str, list[tuple[Shown, str]]]):
    rows = []
    for area, pages in areas.items():
        rows.append(f"<h2>{area}</h2><table>")
        for page, name in pages:
            cells = "".join(
                f'<td><a href="{name}.{width}.{scheme}.png"><img loading="lazy" height="300" src="{name}.{width}.{scheme}.png"'
                f' alt="{width} px, {scheme}"></a></td>' for width, scheme in LOOKS)
            rows.append(f"<tr><th>{html.escape(page.state)}<br>{html.escape(page.kind)}</th>{cells}</tr>")
        rows.append("</table>")
    (folder / "index.html").write_text(
        "<!doctype html><meta charset=utf-8><title>Pages</title><h1>Pages</h1>" + "\n".join(rows))


# The pictures of the guides


@dataclass(frozen=True)
class Picture:
    """One picture of a guide: whose page, which, how wide, and from which height to which."""

    name: str
    state: str
    reader: str
    path: str
    width: int
    height: int
    """A part of the page that stands at the top of the picture; its beginning if `None`."""
    top: str | None = None


PICTURES = [
    Picture("candidate-first-page", "opened", "candidate", "/c/{session}", 400, 860),
    Picture("candidate-booking", "ready_to_book", "candidate", "/c/{session}/book", 400, 860, ".card:has(table), table"),
    Picture("candidate-proposal", "proposal_open", "candidate", "/c/{session}", 400, 860, "h1"),
    Picture("candidate-line", "technical_abort", "candidate", "/c/{session}/attempts/{interview}", 1000, 760,
            "h2:has-text('The whole call')"),
    Picture("interviewer-diary", "in_progress", "interviewer", "/interviews", 1280, 760),
    Picture("interviewer-desk", "in_progress", "interviewer", "/interviews/{interview}?part=questions", 1280, 860),
    Picture("interviewer-rating", "in_progress", "interviewer", "/interviews/{interview}?part=questions", 1280, 860,
            "fieldset"),
    Picture("interviewer-check", "in_progress", "interviewer", "/interviews/{interview}/check", 1280, 860, "#missing"),
    Picture("reviewer-queue", "second_look_booked", "reviewer", "/reviews", 1280, 640),
    Picture("reviewer-case", "proposal_heard", "reviewer", "/reviews/{review}", 1280, 860),
    Picture("reviewer-timeline", "proposal_heard", "reviewer", "/reviews/{review}", 1280, 860,
            "#timeline li:has-text('Profile fact, Country')"),
    Picture("reviewer-policy", "proposal_heard", "reviewer", "/reviews/{review}", 1280, 860, "#trace"),
    Picture("operator-overview", "verified", "operator", "/operator", 1280, 860),
    Picture("operator-staff", "verified", "operator", "/operator/staff", 1280, 760, "h2:has-text('Skills and languages')"),
    Picture("operator-statistics", "verified", "operator", "/operator/statistics?range=all", 1280, 860),
    Picture("verify", "verified", "verify", "/verify", 1000, 760),
    Picture("policy", "verified", "anyone", "/policy/1", 1000, 760),
]


def picture_for_guides(browser: Browser, shown: DemoCases, folder: Path):
    folder.mkdir(parents=True, exist_ok=True)
    for wanted in PICTURES:
        case = next(case for case in shown.cases if case.state == wanted.state)
        held = case.interviews[0] if case.interviews else None
        review, assignee = next(iter(case.reviews.items()), ("", ""))
        visitor = {
            "candidate": lambda: case.visitor, "interviewer": lambda: shown.staff[held.holder],
            "reviewer": lambda: shown.staff[assignee], "operator": lambda: shown.staff[shown.members("operator")[0]],
            "verify": lambda: shown.anyone, "anyone": lambda: shown.anyone}[wanted.reader]()
        context = browser.new_context(
            viewport={"width": wanted.width, "height": wanted.height}, color_scheme="light", locale="en-GB",
            device_scale_factor=1.5 if wanted.width < 600 else 1)
        visitor.lend_to(context)
        tab = context.new_page()
        tab.goto(shown.base_url + wanted.path.format(
            session=case.session, interview=held.id if held else "", review=review))
        if wanted.reader == "verify":
            tab.fill("#token", case.seen_by_platform["outcome"]["token"])
            tab.locator("main form button").first.click()
            tab.wait_for_load_state()
        if wanted.top:
            tab.locator(wanted.top).first.evaluate("one => one.scrollIntoView({ block: 'start' })")
        small = shrunk(tab.screenshot())
        (folder / f"{wanted.name}.png").write_bytes(small)
        print(f"{wanted.name}.png: {len(small) // 1024} kB")
        context.close()
    overview = compose(folder)
    (folder / "overview.png").write_bytes(overview)
    print(f"overview.png: {len(overview) // 1024} kB")


def shrunk(picture: bytes) -> bytes:
    """The same picture in as few colours as it needs to be light enough."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for colours in (256, 128, 64, 32):
        out = io.BytesIO()
        image.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() < HEAVIEST:
            break
    return out.getvalue()


def main(arguments: list[str]):
    with running("--demo-cases") as server, sync_playwright() as playwright:
        shown, browser = DemoCases(server), launch(playwright)
        if arguments == ["--docs"]:
            picture_for_guides(browser, shown, ROOT / "Docs/pictures")
            return
        areas = [one for one in arguments if one in AREAS] or list(AREAS)
        folders = [one for one in arguments if one not in AREAS]
        folder = Path(folders[0]) if folders else Path(tempfile.mkdtemp(prefix="candor-pictures-"))
        folder.mkdir(parents=True, exist_ok=True)
        made = {}
        for area in areas:
            made[area] = picture_all(browser, shown, area, folder)
            names = [name for _, name in made[area]]
            contact_sheets(folder, area, names, (320, "light"), 6, 900)
            contact_sheets(folder, area, names, (1280, "light"), 4, 640)
            contact_sheets(folder, area, names, (1280, "dark"), 4, 640)
            print(f"{area}: {len(names)} pages")
        index(folder, made)
        print(f"Look at {folder}/index.html and the sheets beside it.")


if __name__ == "__main__":
    main(sys.argv[1:])
