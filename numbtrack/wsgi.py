"""The entrance for a WSGI server."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "numbtrack.settings")
application = get_wsgi_application()

from django.db import connection  # noqa: E402  # settings are there only now

if connection.vendor == "postgresql":
    from numbtrack.patience import be_patient_for

    be_patient_for(4.0)  # once in a request: whatever else it asks for is given up on at once
