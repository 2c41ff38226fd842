"""How gunicorn serves numbtrack, whoever starts it."""

from __future__ import annotations

import os
import sys
from typing import Any

from gunicorn import util
from gunicorn.arbiter import Arbiter

from numbtrack.refusals import refuse

worker_class = "numbtrack.worker.Worker"
threads = 8
timeout = 60
graceful_timeout = 30
loglevel = "warning"
# What a proxy says of the request is read by Django, as far as NUMBTRACK_TRUSTED_PROXIES says.
forwarder_headers = ""
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}
control_socket_disable = True  # nothing is written beside the code
util.write_error = refuse


def post_worker_init(worker: Any) -> None:
    """Serve nobody while the keys do not open what is kept.

    A database that does not answer is no wrong key: help has to stand without it.
    """
    from django.db import DatabaseError  # noqa: PLC0415  # after the settings

    from accounts.rotation import KeysDoNotOpen, check_keys  # noqa: PLC0415  # after the settings

    try:
        check_keys()
    except DatabaseError:
        worker.log.warning("the keys could not be checked: the database does not answer")
    except KeysDoNotOpen as error:
        worker.log.critical("numbtrack does not start: %s", error)
        sys.exit(Arbiter.APP_LOAD_ERROR)


_usual = "line" if os.environ.get("NUMBTRACK_ENV") == "development" else "json"
_format = os.environ.get("NUMBTRACK_LOG_FORMAT", "").strip() or _usual
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "numbtrack.logs.AsJson"},
    },
    "filters": {"no_words": {"()": "numbtrack.logs.NoWords"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "json" if _format == "json" else "line",
            "filters": ["no_words"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "gunicorn.error": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "gunicorn.access": {"handlers": [], "level": "ERROR", "propagate": False},
    },
}
