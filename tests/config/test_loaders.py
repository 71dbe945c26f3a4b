"""Templates leave their indentation at home; nothing that a reader sees changes."""

import pytest
from django.template import Context, Engine

from config.loaders import LeanLoader


def loaded(tmp_path, text: str) -> str:
    (tmp_path / "page.html").write_text(text)
    loader = LeanLoader(Engine(dirs=[tmp_path]), dirs=[tmp_path])
    return loader.get_contents(next(loader.get_template_sources("page.html")))


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        (
            "<table>\n  <tr>\n    <td>\n      {{ name }}\n    </td>\n  </tr>\n</table>\n",
            "<table><tr><td>{{ name }}</td></tr></table>",
        ),
        ("<p>\n  {% if x %}\n    甲\n  {% endif %}\n</p>", "<p>{% if x %}甲{% endif %}</p>"),
        ("<p>\n  甲\n  {% if x %}\n    乙\n  {% endif %}\n  丙\n</p>", "<p>甲\n{% if x %}\n乙\n{% endif %}\n丙</p>"),
        (
            "<p>\n  {% for x in y %}\n    <b>乙</b>\n  {% endfor %}\n</p>",
            "<p>{% for x in y %}\n<b>乙</b>\n{% endfor %}</p>",
        ),
        ("<b>甲</b>\n    <i>乙</i>", "<b>甲</b>\n<i>乙</i>"),
        ("<b>甲</b> <i>乙</i>", "<b>甲</b> <i>乙</i>"),
        ("甲<td>  乙</td>", "甲<td>  乙</td>"),
    ],
)
def test_breaks_go_only_where_no_browser_shows_them(tmp_path, written, sent):
    assert loaded(tmp_path, written) == sent


def test_what_a_variable_brings_keeps_its_lines(tmp_path):
    page = Engine().from_string(loaded(tmp_path, "<textarea>{{ text }}</textarea>"))
    assert page.render(Context({"text": "一\n  二"})) == "<textarea>一\n  二</textarea>"
