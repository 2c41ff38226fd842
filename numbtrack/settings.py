"""Settings. Production is the default; `make run` opts out with NUMBTRACK_ENV=development."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from accounts.sealing import UnusableKeys, new_key, read_keys
from numbtrack.environment import (
    Misconfigured,
    Reader,
    database,
    files_of,
    generated,
    is_loopback,
    is_weak,
    mail,
    new_secret,
    sqlite,
)

os.umask(0o077)  # what numbtrack writes is for its own user alone
BASE_DIR = Path(__file__).resolve().parent.parent
_env = Reader(os.environ)

DEVELOPMENT = (
    _env.choice("NUMBTRACK_ENV", ("production", "development"), "production") == "development"
)
DEBUG = False
RELEASE = (BASE_DIR / "CHANGELOG.md").read_text(encoding="utf-8").partition("\n## ")[2].split()[0]
VAR = Path(_env.text("NUMBTRACK_VAR", str(BASE_DIR / "var"))).resolve()

# --- secrets: generated for one person on this machine, told by the operator otherwise
SECRET_KEY = _env.text("NUMBTRACK_SECRET_KEY")
ENCRYPTION_KEYS = _env.text("NUMBTRACK_ENCRYPTION_KEYS")
if DEVELOPMENT:
    SECRET_KEY = SECRET_KEY or generated(VAR / "secret-key", new_secret)
    ENCRYPTION_KEYS = ENCRYPTION_KEYS or generated(VAR / "encryption-keys", new_key)
elif sys.argv[1:2] == ["check"]:  # it looks at settings, and at nothing that is sealed
    ENCRYPTION_KEYS = ENCRYPTION_KEYS or new_key()
if is_weak(SECRET_KEY):
    _env.fault(
        "NUMBTRACK_SECRET_KEY",
        "is missing" if not SECRET_KEY else "is too easy to guess, or holds a comment",
        "set it to the output of: python3 -c 'import secrets; print(secrets.token_urlsafe(64))'",
    )
try:
    read_keys(ENCRYPTION_KEYS)
except UnusableKeys as error:
    _env.fault(
        "NUMBTRACK_ENCRYPTION_KEYS",
        f"cannot be used: {error}",
        "set it to the output of: python3 -c 'import base64, os; "
        'print("first:" + base64.b64encode(os.urandom(32)).decode())\'',
    )

# --- who is served
ALLOWED_HOSTS = _env.listed("NUMBTRACK_HOSTS")
if DEVELOPMENT:
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
    if not all(is_loopback(host) for host in ALLOWED_HOSTS):
        _env.fault(
            "NUMBTRACK_HOSTS",
            "names another machine while NUMBTRACK_ENV is development",
            "serve other machines with NUMBTRACK_ENV=production behind TLS",
        )
elif not ALLOWED_HOSTS:
    _env.fault(
        "NUMBTRACK_HOSTS", "is missing", "set it to the name people type, such as example.org"
    )
SIGN_UP = _env.choice(
    "NUMBTRACK_SIGN_UP", ("open", "invited", "closed"), "open" if DEVELOPMENT else "closed"
)
SIGN_UP_OPEN = SIGN_UP == "open"
if SIGN_UP != "closed" and not DEVELOPMENT and not _env.text("EMAIL_URL"):
    _env.fault(
        "NUMBTRACK_SIGN_UP",
        f"is {SIGN_UP} while no mail can be sent, so that newcomers could ask who has an account",
        "set EMAIL_URL, or make the accounts with manage.py create_person",
    )
TRUSTED_PROXIES = _env.whole("NUMBTRACK_TRUSTED_PROXIES", 0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# --- where things are kept
DATABASES: dict[str, dict[str, Any]] = {
    "default": _env.parsed(
        "DATABASE_URL",
        database,
        sqlite(VAR / "numbtrack.sqlite3"),
        "write postgres://user:password@host:port/name or sqlite:///path",
    )
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "KEY_FUNCTION": "accounts.guessing.name_in_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- e-mail: never a word of a person's, only links
MAIL_CONFIGURED = bool(_env.text("EMAIL_URL"))
globals().update(
    _env.parsed(
        "EMAIL_URL",
        mail,
        {
            "EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"
            if DEVELOPMENT
            else "numbtrack.mail.NoMail"
        },
        "write smtp://user:password@host:587",
    )
)
OPERATOR = _env.text("NUMBTRACK_OPERATOR")
DEFAULT_FROM_EMAIL = _env.text("NUMBTRACK_FROM_EMAIL", "numbtrack@localhost")
EMAIL_SUBJECT_PREFIX = ""

for _file in files_of(DATABASES["default"]):
    if _file.stat().st_mode & 0o077:
        _env.fault("DATABASE_URL", "names a file that others can read", f"run: chmod 600 {_file}")
if VAR.exists() and VAR.stat().st_uid != os.geteuid():
    _env.fault(
        "NUMBTRACK_VAR",
        f"belongs to another user of this machine, so that {VAR} would hold files of both",
        f"run this as user number {VAR.stat().st_uid}, or choose another folder",
    )

LOG_LEVEL = _env.choice("NUMBTRACK_LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO")
LOG_FORMAT = _env.choice(
    "NUMBTRACK_LOG_FORMAT", ("json", "line"), "line" if DEVELOPMENT else "json"
)
try:
    _env.finish()
except Misconfigured as error:
    sys.exit(str(error))
VAR.mkdir(parents=True, exist_ok=True, mode=0o700)

INSTALLED_APPS = [
    "accounts",
    "checkins",
    "care",
    "journal",
    "medications",
    "sharing",
    "support",
    "dashboard",
    "learn",
    "summary",
    "numbtrack",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "numbtrack.middleware.security_headers",
    "numbtrack.middleware.request_reference",
    "numbtrack.middleware.body_limit",
    "numbtrack.middleware.leaving_quickly",
    "numbtrack.middleware.while_it_hangs",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "numbtrack.door.Sessions",
    "django.middleware.common.CommonMiddleware",
    "numbtrack.forgery.ForgeryProtection",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "numbtrack.middleware.large_body_of_a_person",
    "numbtrack.door.SignedInByDefault",
    "numbtrack.numerals.NumbersAsRead",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
SILENCED_SYSTEM_CHECKS = ["security.W003"]  # numbtrack.forgery is that protection, by another name
ROOT_URLCONF = "numbtrack.urls"
WSGI_APPLICATION = "numbtrack.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "numbtrack.context.house",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["numbtrack"]
CRISPY_TEMPLATE_PACK = "numbtrack"
CRISPY_FAIL_SILENTLY = False

# --- signing in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "accounts.passwords.NotCommon"},
    {"NAME": "accounts.passwords.NotTheProduct"},
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email",)},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "checkins:new"
ACCOUNT_ADAPTER = "accounts.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignUpForm"
ACCOUNT_FORMS = {
    "signup": "accounts.door.NewcomerForm",
    "login": "accounts.door.SignInForm",
    "change_password": "accounts.door.ChangePasswordForm",
    "reset_password": "accounts.door.ResetPasswordForm",
    "reset_password_from_key": "accounts.door.NewPasswordForm",
    "reauthenticate": "accounts.door.ReauthenticateForm",
    "add_email": "accounts.door.NewAddressForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if MAIL_CONFIGURED else "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = MAIL_CONFIGURED
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEVELOPMENT else "https"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_ADAPTER = "accounts.second_factor.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # without a mail server no address is ever confirmed
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RECOVERY_CODE_DIGITS = 10
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEVELOPMENT  # only this machine is served then
MFA_FORMS = {
    "authenticate": "accounts.door.SecondStepForm",
    "activate_totp": "accounts.door.AppForm",
    "add_webauthn": "accounts.door.PasskeyForm",
    "login_webauthn": "accounts.door.PasskeyLoginForm",
    "authenticate_webauthn": "accounts.door.PasskeySecondForm",
}
ACCOUNT_RATE_LIMITS = {"login": None}  # tries are counted by accounts.guessing

# --- cookies and the wire
_prefix = "numbtrack-" if DEVELOPMENT else "__Host-numbtrack-"
SESSION_COOKIE_NAME = f"{_prefix}session"
CSRF_COOKIE_NAME = f"{_prefix}csrf"
AWAY_COOKIE_NAME = f"{_prefix}away"  # a script sets it, for seconds: the one that is not HttpOnly
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEVELOPMENT
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 30 * 60  # accounts.sessions lengthens it on a person's own device
SESSION_EXPIRE_AT_BROWSER_CLOSE = False
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "numbtrack.errors.forged"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_SSL_REDIRECT = not DEVELOPMENT
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 0 if DEVELOPMENT else 2 * 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEVELOPMENT
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_MEMORY_SIZE = LARGEST_BODY = 1_000_000
LARGEST_UPLOAD = 10_250_000
"""Bytes of a picture with its form; every other form stays below LARGEST_BODY."""
UPLOADS = r"/journal/[0-9a-f-]{36}/pictures/"
LARGEST_ACCOUNT = 100_000_000
"""Bytes of the file of a whole account, on the one page that takes it."""
ACCOUNTS_IN = r"/summary/bring-in/"
FILE_UPLOAD_MAX_MEMORY_SIZE = LARGEST_ACCOUNT
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# --- language, time, files
LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / ".assets" / "static"]
FONTS = BASE_DIR / ".assets" / "fonts"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEVELOPMENT
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEVELOPMENT

LOGGING = {
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
            "formatter": LOG_FORMAT,
            "filters": ["no_words"],
        }
    },
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "PIL": {"level": "WARNING"},  # it tells what stands in a picture
        "django": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.db.backends": {"level": "INFO"},
    },
}
