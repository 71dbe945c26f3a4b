import os

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path


@login_not_required
def which_process(request):
    """Answers with the process id; with ?crash it ends without a word, as a crash does."""
    if "crash" in request.GET:
        os._exit(3)
    return HttpResponse(str(os.getpid()))


urlpatterns = [path("", which_process)]
