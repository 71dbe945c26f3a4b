"""Templates are indented for those who write them; those who load a page need none of it."""

import re

from django.template.loaders.filesystem import Loader

BLOCKS = (
    "article|aside|body|caption|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|head|header|li|link|main|meta|nav|ol|p|"
    "section|summary|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
UNSEEN = re.compile(rf"\s*\n\s*(?=</?(?:{BLOCKS})\b)|(?P<tag></?(?:{BLOCKS})\b[^<>]*>)\s*\n\s*")
INDENTATION = re.compile(r"\n\s+")


class LeanLoader(Loader):
    """The project's templates without indentation, and without line breaks where a block begins or ends.

    A browser shows neither; a list of cases is a tenth lighter. Only the template's own text changes, never what a
    variable brings (a text in <textarea> keeps its lines).
    """

    def get_contents(self, origin):
        text = UNSEEN.sub(lambda found: found["tag"] or "", super().get_contents(origin))
        return INDENTATION.sub("\n", text)
