"""What the cameras of the demo see: a counter, somebody who walks past, the time of day."""

import io
from datetime import datetime

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 640, 360


def picture(number: int, now: datetime) -> Image.Image:
    """One frame of the hall."""
    image = Image.new("RGB", (WIDTH, HEIGHT), "#cfd8e3")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 250, WIDTH, HEIGHT), fill="#8d7b68")
    for left in (40, 240, 440):
        draw.rectangle((left, 110, left + 160, 240), fill="#f4f7fa", outline="#3f5873", width=3)
        draw.rectangle((left, 200, left + 160, 240), fill="#a4713d")
    place = (number * 6) % (WIDTH + 80) - 40
    draw.ellipse((place - 18, 150, place + 18, 186), fill="#d9a679")
    draw.rectangle((place - 26, 186, place + 26, 300), fill="#28527a")
    draw.rectangle((0, 0, 250, 28), fill="#0a1220")
    draw.text((10, 6), f"{now:%Y-%m-%d %H:%M:%S}", fill="#ffffff", font_size=16)
    return image


def png(number: int, now: datetime) -> bytes:
    """The same picture as a file."""
    kept = io.BytesIO()
    picture(number, now).save(kept, "PNG")
    return kept.getvalue()
