"""Official documents about a case, as they were issued, for everybody who may see the case."""

from django.contrib.contenttypes.models import ContentType
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from approvals.models import Case
from records.models import Document


@require_safe
def document(request, pk):
    """One document on A4. A document about anything but a visible case does not exist here."""
    visible = Case.objects.visible_to(request.actor)
    kind = ContentType.objects.get_for_model(Case)
    issued = Document.objects.filter(subject_type=kind, subject_id__in=visible.values("pk"))
    found = get_object_or_404(issued.select_related("organisation"), pk=pk)
    return render(request, "approvals/document.html", {"document": found})
