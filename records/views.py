"""The public proof of the record, and the one door to attachments."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from records import receipts
from records.attachments import may_read
from records.forms import DigestForm
from records.models import Attachment, Seal
from records.sealer import public
from records.thumbnails import thumbnail

SHOWN = 20  # seals on the page; one a minute at most


@login_not_required
@require_safe
def seals(request):
    return render(request, "records/seals.html", {"seals": Seal.objects.all()[:SHOWN], "form": DigestForm()})


@login_not_required
@require_safe
@never_cache
def latest(request):
    """The newest seal as JSON, null before the first; what a witness keeps."""
    seal = Seal.objects.first()
    return JsonResponse(public(seal) if seal else None, safe=False)


@login_not_required
@require_safe
def verifier(request):
    """The offline verifier, as it lies in this installation."""
    return _script(settings.BASE_DIR / "records" / "verify.py", "verify.py")


@login_not_required
@require_safe
def witness(request):
    return _script(settings.BASE_DIR / "script" / "witness", "witness.py")


def _script(path, name):
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def find_receipt(request):
    """From the typed digest to its page; a mistyped one comes back with the cure."""
    form = DigestForm(request.GET)
    if form.is_valid():
        return redirect("records:receipt", form.cleaned_data["digest"])
    context = {"seals": Seal.objects.all()[:SHOWN], "form": form}
    return render(request, "records/seals.html", context, status=400)


@login_not_required
@require_safe
@never_cache
def receipt(request, digest):
    """Is the entry behind this digest intact, and since when is it sealed? Shows nothing of its content."""
    entry = receipts.find(digest)
    if entry is None:
        return render(request, "records/receipt.html", {"digest": digest, "state": "unknown"}, status=404)
    facts = receipts.receipt(entry)
    context = {"digest": digest, "state": receipts.state(entry, facts), "entry": entry, "facts": facts}
    if "seal" in facts:
        context["sealed_at"] = datetime.fromisoformat(facts["seal"]["sealed_at"])
    return render(request, "records/receipt.html", context)


@login_not_required
@require_safe
@never_cache
def receipt_json(request, digest):
    """The receipt with its proof, to keep and to check with verify.py."""
    entry = receipts.find(digest)
    if entry is None:
        raise Http404
    return JsonResponse(receipts.receipt(entry))


@require_safe
def attachment(request, token):
    """The file, for those who may read what it belongs to; for all others it does not exist."""
    found = get_object_or_404(Attachment.objects.select_related("subject_type"), token=token)
    if not may_read(request.actor, found):
        raise Http404
    return deliver(found)


def deliver(found):
    """A file as a download: never shown inside the page, never guessed at, never kept by a proxy."""
    response = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.name, content_type=found.content_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
def small(request, token):
    """A picture in small, for those who may read it; a file that is no picture has none."""
    found = get_object_or_404(Attachment.objects.select_related("subject_type"), token=token)
    if not may_read(request.actor, found):
        raise Http404
    return shown_small(found)


def shown_small(found) -> HttpResponse:
    data = thumbnail(found)
    if data is None:
        raise Http404
    response = HttpResponse(data, content_type="image/jpeg")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=600"
    return response
