"""The picture of the README: a candidate's first page on a phone, an interviewer's desk and a reviewer's case."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageDraw

PARTS = ("candidate-first-page", "interviewer-desk", "reviewer-case")
TALL, MARGIN, CORNER = 560, 24, 14
GROUND, EDGE = "#e7e0d4", "#b9ae9c"
HEAVIEST = 250_000


def compose(folder: Path) -> bytes:
    """The three pictures of the guides side by side, as PNG; they have to lie in the folder already."""
    parts = [_framed(Image.open(folder / f"{name}.png").convert("RGB")) for name in PARTS]
    width = sum(part.width for part in parts) + MARGIN * (len(parts) + 1)
    sheet = Image.new("RGB", (width, TALL + 2 * MARGIN), GROUND)
    left = MARGIN
    for part in parts:
        sheet.paste(part, (left, MARGIN), part)
        left += part.width + MARGIN
    for colours in (256, 128, 64, 32):
        out = io.BytesIO()
        sheet.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() < HEAVIEST:
            break
    return out.getvalue()


def _framed(picture: Image.Image) -> Image.Image:
    """As tall as all of them, with round corners and a thin edge, so that light pages stand out."""
    size = (picture.width * TALL // picture.height, TALL)
    small = picture.resize(size, Image.Resampling.LANCZOS).convert("RGBA")
    within = (0, 0, size[0] - 1, size[1] - 1)
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).rounded_rectangle(within, CORNER, fill=255)
    small.putalpha(mask)
    ImageDraw.Draw(small).rounded_rectangle(within, CORNER, outline=EDGE, width=1)
    return small
