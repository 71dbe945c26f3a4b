"""What a person does on the pages of the citizen's side, as short steps for the tests."""

from django.core.files.uploadedfile import SimpleUploadedFile

from approvals.models import Draft

TYPED = {
    "applicant_name": "张建国",
    "id_number": "11010519491231002X",
    "telephone": "13800000001",
    "address": "云溪县东街12号",
    "request": "开办小吃店",
    "go": "next",
}


def pdf(name="材料.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.7\n% content\n%%EOF")


def type_in(client, item, step=1, **changes):
    """Send step 1."""
    return client.post(f"/apply/{item.code}/?step={step}", TYPED | changes)


def upload(client, item, **files):
    """Send step 2 with a file for every document, or those given by number."""
    documents = list(item.documents.all())
    given = files or {f"D{number}": pdf() for number in range(1, len(documents) + 1)}
    data = {f"document-{document.pk}": given[document.code] for document in documents if document.code in given}
    return client.post(f"/apply/{item.code}/?step=2", data | {"go": "next"})


def draft_key(item) -> str:
    return Draft.objects.get(item=item).answers["key"]


def send(client, item, key=None):
    """Send step 3."""
    return client.post(f"/apply/{item.code}/?step=3", {"key": key or draft_key(item), "sure": "on"})


def apply_online(client, item):
    """All three steps; the answer of the last one."""
    type_in(client, item)
    upload(client, item)
    return send(client, item)
