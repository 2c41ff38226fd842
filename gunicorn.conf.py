"""How gunicorn serves numbtrack, whoever starts it."""

from __future__ import annotations

import sys
from typing import Any

from gunicorn.arbiter import Arbiter

worker_class = "gthread"
threads = 8
graceful_timeout = 20
forwarder_headers = ""  # no header may say where the site stands or which page was asked


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


logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"no_words": {"()": "numbtrack.logs.NoWords"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["no_words"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "gunicorn.error": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "gunicorn.access": {"handlers": [], "level": "ERROR", "propagate": False},
    },
}
