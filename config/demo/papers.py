"""Small files to hand in: one-page PDF documents in Chinese, and a picture for whatever is photographed."""

import io

from PIL import Image, ImageDraw

PHOTOGRAPHED = ("照片", "身份证", "营业执照")
PAGE = """BT /F 20 Tf 70 760 Td <{title}> Tj ET
BT /F 12 Tf 70 710 Td <{item}> Tj 0 -26 Td <{name}> Tj 0 -26 Td <{note}> Tj ET
70 745 m 525 745 l S"""
FONT = "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>"
DESCENDANT = (
    "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 7 0 R>>"
)
DESCRIPTOR = (
    "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
    "/Ascent 880/Descent -120/CapHeight 880/StemV 93>>"
)


def paper(document: str, item: str, applicant: str) -> tuple[str, bytes]:
    """Name and content of a file for this document."""
    if any(word in document for word in PHOTOGRAPHED):
        return f"{document}.png", picture(len(document))
    return f"{document}.pdf", pdf(document, f"申请事项：{item}", f"申请人：{applicant}", "（演示材料，内容为虚构）")


def ucs2(text: str) -> str:
    return text.encode("utf-16-be").hex()


def pdf(title: str, item: str, name: str, note: str) -> bytes:
    """A page of A4 in the reader's own Song typeface."""
    page = PAGE.format(title=ucs2(title), item=ucs2(item), name=ucs2(name), note=ucs2(note))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(page)}>>stream\n{page}\nendstream",
        FONT,
        DESCENDANT,
        DESCRIPTOR,
    ]
    text, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(text))
        text += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(text)}\n%%EOF\n"
    return (text + f"xref\n0 {size}\n0000000000 65535 f \n{table}{end}").encode("ascii")


def picture(shade: int) -> bytes:
    """A photograph of a card on a desk, as far as a few rectangles go."""
    image = Image.new("RGB", (640, 420), (196, 188, 176))
    draw = ImageDraw.Draw(image)
    draw.rectangle((40, 40, 600, 380), fill=(238, 242, 240 - shade), outline=(120, 130, 140), width=3)
    draw.rectangle((440, 90, 560, 240), fill=(176, 190, 204))
    for line in range(5):
        draw.rectangle((80, 100 + line * 48, 380 - line * 30, 118 + line * 48), fill=(130, 140, 150))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
