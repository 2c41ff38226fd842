"""numbtrack's pages, and one that does nothing but know who is signed in."""

from django.http import HttpResponse
from django.urls import path

from numbtrack.urls import urlpatterns as pages


def bare(request):
    return HttpResponse(f"{request.user.pk}")


urlpatterns = [path("bare/", bare), *pages]
