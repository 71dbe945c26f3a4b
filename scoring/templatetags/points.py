"""Points as people write them: 97.5, not 97.5000; grades by their names."""

from django import template
from django.utils.translation import gettext as _

from scoring.models.fields import shown

register = template.Library()


@register.filter
def points(number) -> str:
    return "" if number is None else shown(number)


@register.simple_tag
def grade(result) -> str:
    """The name of the grade of a published result; units equal at a border have none yet."""
    if result.grade is None:
        return _("to be decided by people")
    return result.publication.round.scheme.grade_name(result.grade)


@register.simple_tag
def worth(place, category) -> str:
    """What one line of a ranking has in a category."""
    return shown(place.categories.get(str(category.number), 0))
