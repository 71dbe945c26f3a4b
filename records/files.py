"""Is this upload what it says it is, and is it safe to open? Plain bytes in, clean bytes out; no database."""

import io
import struct
import unicodedata
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from records.refusal import Refused

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000  # 40 megapixels: more than a telephone makes, 160 MB at most when decoded
MAX_UNPACKED = 100 * 1024 * 1024
MAX_MEMBERS = 2000
MAX_NAME = 100  # signs
JPEG_QUALITY = 88


@dataclass(frozen=True)
class Format:
    """A kind of file we take: how it begins, and the members an archive of this kind must have."""

    content_type: str
    magic: bytes
    image: str = ""  # Pillow's name; such files are decoded and written again
    members: tuple = ()


OFFICE = "application/vnd.openxmlformats-officedocument."
ZIP = b"PK\x03\x04"
JPEG = Format("image/jpeg", b"\xff\xd8\xff", image="JPEG")
FORMATS = {
    ".pdf": Format("application/pdf", b"%PDF-"),
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".png": Format("image/png", b"\x89PNG\r\n\x1a\n", image="PNG"),
    ".docx": Format(OFFICE + "wordprocessingml.document", ZIP, members=("[Content_Types].xml", "word/document.xml")),
    ".xlsx": Format(OFFICE + "spreadsheetml.sheet", ZIP, members=("[Content_Types].xml", "xl/workbook.xml")),
    ".ofd": Format("application/ofd", ZIP, members=("OFD.xml",)),  # GB/T 33190
}
# Stretches that the room records from a camera; taken from nobody else.
RECORDINGS = {".webm": Format("video/webm", b"\x1aE\xdf\xa3")}
ACTIVE = (b"/JavaScript", b"/Launch")  # what a PDF must not bring
PROGRAMS = ("vbaproject.bin", ".exe", ".dll", ".js", ".vbs", ".bat")  # what an office file must not bring
DAMAGED = (OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError, struct.error, zlib.error)  # from Pillow


@dataclass(frozen=True)
class Clean:
    name: str
    content_type: str
    data: bytes


def clean_name(raw: str) -> str:
    """The file's name without folders, control, direction and zero-width signs, at most 100 signs long."""
    name = unicodedata.normalize("NFC", raw or "").replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C")
    name = "".join("_" if sign in '<>:"|?*' else sign for sign in name).strip(" .\u3000")
    path = PurePosixPath(name or "_")
    suffix = path.suffix[:10]
    return path.stem[: MAX_NAME - len(suffix)] + suffix


def check(raw_name: str, data: bytes, formats=FORMATS) -> Clean:
    """The upload, cleaned. Raises Refused(None, …) with a sentence that says what to do instead."""
    name = clean_name(raw_name)
    form = formats.get(PurePosixPath(name).suffix.lower())
    if form is None:
        raise Refused(None, _("Files of this kind are not accepted. Please hand in PDF, JPG, PNG, DOCX, XLSX or OFD."))
    if not data:
        raise Refused(None, _("The file is empty. Please choose it again."))
    if len(data) > MAX_BYTES:
        raise Refused(None, _("The file is larger than 10 MB. Please make it smaller or split it."))
    if not data.startswith(form.magic):
        raise Refused(
            None, _("The content of the file does not match its name. Please save it again in its real format.")
        )
    if form.image:
        data = _repainted(form, data)
    elif form.members:
        _check_archive(form, data)
    elif any(mark in data for mark in ACTIVE):
        raise Refused(None, _("The PDF contains scripts or commands. Please print it to a plain PDF."))
    return Clean(name, form.content_type, data)


def _repainted(form, data):
    """The picture, decoded and written again: place, camera, comments and anything hidden behind it are gone."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            picture = Image.open(io.BytesIO(data), formats=[form.image])
            if picture.width * picture.height > MAX_PIXELS:
                raise Refused(None, _("The picture has more than 40 million pixels. Please make it smaller."))
            picture = ImageOps.exif_transpose(picture)
            alpha = form.image == "PNG" and picture.has_transparency_data
            picture = picture.convert("RGBA" if alpha else "RGB")
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise Refused(None, _("The picture has more than 40 million pixels. Please make it smaller.")) from None
        except DAMAGED:
            raise Refused(None, _("The picture cannot be read. Please take or save it again.")) from None
    canvas = Image.new(picture.mode, picture.size)
    canvas.paste(picture)
    out = io.BytesIO()
    canvas.save(out, form.image, quality=JPEG_QUALITY)
    return out.getvalue()


def _check_archive(form, data):
    """An office file: the right members, no macros, and no more inside than an honest document has."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise Refused(None, _("The document cannot be read. Please save it again.")) from None
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise Refused(None, _("The document is too large when unpacked. Please make it smaller."))
    if not names.issuperset(form.members):
        raise Refused(
            None, _("The content of the file does not match its name. Please save it again in its real format.")
        )
    if any(name.lower().endswith(PROGRAMS) for name in names):
        raise Refused(None, _("The document contains macros or programs. Please save it without them."))
