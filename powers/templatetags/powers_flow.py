"""The course of a power as a drawing, made from its steps."""

from django import template

from records.drawing import drawn

register = template.Library()
SIGNS = {"title": 7, "words": 8}  # that fit into a box


def short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


@register.inclusion_tag("records/flowchart.html")
def power_flow(steps):
    """Twice: lying for wide screens, standing for narrow ones; CSS shows one. Posts, never the names of people."""
    stages = [[(short(step.name, SIGNS["title"]), short(step.limit or step.post, SIGNS["words"]))] for step in steps]
    return {"charts": [drawn(stages), drawn(stages, down=True)] if stages else []}
