"""Drawings of the approvals pages."""

from django import template

from approvals.flowchart import flowchart as chart_of

register = template.Library()


@register.inclusion_tag("approvals/citizen/parts/flowchart.html")
def flowchart(item):
    """The course twice: lying for wide screens, standing for narrow ones; CSS shows one of them."""
    return {"charts": [chart_of(item), chart_of(item, down=True)], "item": item}
