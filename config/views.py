"""What a person sees when a request failed."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.shortcuts import render

RETRY_AFTER = 30  # seconds; about what a restart of PostgreSQL takes


@login_not_required
def server_error(request):
    """500; but 503 when the database did not answer, wherever in the request that was noticed.

    Django calls this while it handles the exception. The page itself needs neither database nor session.
    """
    if not isinstance(sys.exception(), OperationalError | InterfaceError):
        return render(request, "500.html", status=500)
    response = render(request, "503.html", status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response
