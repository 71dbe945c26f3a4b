"""Small pictures of attachments, made when somebody looks. The stored file stays as its digest says."""

import io

from PIL import Image

from records.files import DAMAGED

SIDE = 480  # pixels of the longer side
QUALITY = 80
TYPES = ("image/jpeg", "image/png")


def is_picture(attachment) -> bool:
    return attachment.content_type in TYPES


def thumbnail(attachment, side: int = SIDE) -> bytes | None:
    """A JPEG of at most `side` pixels, without any data about place or camera; None for what is no picture."""
    if not is_picture(attachment):
        return None
    with attachment.file.open("rb") as file:
        try:
            picture = Image.open(file).convert("RGBA")
            picture.thumbnail((side, side))
        except DAMAGED:
            return None
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    out = io.BytesIO()
    paper.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
