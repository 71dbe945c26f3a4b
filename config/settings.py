"""One settings file for the embedded demo, the tests and the servers; only the environment differs.

DATABASE_URL and REDIS_URL name the servers. Where they are absent, `config.embedded` starts its own
and sets them before Django reads this file (see manage.py and the pytest plugin).
"""

import json
from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = Path(env("PORTAL_STATE", default=str(BASE_DIR / "var")))

DEBUG = env.bool("PORTAL_DEBUG", default=False)
DEMO = env.bool("PORTAL_DEMO", default=False)  # shows the demo accounts on the sign-in page
SECRET_KEY = env("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("PORTAL_HTTPS", default=False)

COUNTY_FILE = STATE_DIR / "county.json"  # written by init_county; the environment overrides it
FOUNDED = json.loads(COUNTY_FILE.read_text("utf-8")) if COUNTY_FILE.exists() else {}
COUNTY = {
    "name": env("PORTAL_COUNTY", default=FOUNDED.get("name", "云溪县")),
    "number_prefix": env("PORTAL_NUMBER_PREFIX", default=FOUNDED.get("number_prefix", "云")),
    "case_prefix": env("PORTAL_CASE_PREFIX", default=FOUNDED.get("case_prefix", "YX")),
}

LATE_AFTER = env("PORTAL_LATE_AFTER", default="08:40")  # who comes to the window later than this is late
# The media servers (WHEP) that a page with a camera may talk to; the demo camera runs beside the demo.
DEMO_CAMERA = "http://127.0.0.1:8189"
CAMERA_ORIGINS = env.list("PORTAL_CAMERA_ORIGINS", default=[DEMO_CAMERA] if DEMO else [])

# How the two ends of a video session find each other across networks; inside one network nothing is needed.
STUN_SERVERS = env.list("PORTAL_STUN_SERVERS", default=[])  # stun:stun.example.gov.cn:3478
TURN_SERVERS = env.list("PORTAL_TURN_SERVERS", default=[])  # turn:turn.example.gov.cn:3478
TURN_SECRET = env("PORTAL_TURN_SECRET", default="")  # the static-auth-secret of coturn

INSTALLED_APPS = [
    "accounts.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "channels",
    "django_filters",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "axes",
    "accounts",
    "records",
    "deadlines",
    "administration",
    "powers",
    "approvals",
    "complaints",
    "procurement",
    "funds",
    "projects",
    "monitoring",
    "scoring",
    "exchange",
    "integrity",
    "disclosure",
    "config",
]

MIDDLEWARE = [
    "complaints.middleware.Unseen",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.ContentSecurityPolicy",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "accounts.middleware.SignInRequired",
    "accounts.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "administration.middleware.Downloads",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["config.loaders.LeanLoader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "builtins": ["django.templatetags.static", "django.templatetags.i18n", "config.templatetags.portal"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.portal",
            ],
        },
    }
]

DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres://portal@localhost/portal")}
DATABASES["default"] |= {
    "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=0),
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": {"connect_timeout": 5, "options": "-c statement_timeout=60000 -c timezone=Asia/Shanghai"}
    | DATABASES["default"].get("OPTIONS", {}),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="redis://localhost:6379/0")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
# Celery has its own spelling of a unix socket and of the database number on it.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "Asia/Shanghai"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "accounts.backends.PeopleBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.StaffPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
CSRF_FAILURE_VIEW = "accounts.views.csrf_failure"
LOGIN_REDIRECT_URL = "accounts:start"
LOGOUT_REDIRECT_URL = "disclosure:home"
STAFF_TOTP_REQUIRED = env.bool("STAFF_TOTP_REQUIRED", default=False)
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = True  # the audit administrator reads it
AXES_LOCKOUT_CALLABLE = "accounts.views.locked_out"
AXES_IPWARE_META_PRECEDENCE_ORDER = ["REMOTE_ADDR"]

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 30 * 60  # idle sign-out (等保三级)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [STATE_DIR / "locale", BASE_DIR / "locale"]  # the first only where the project cannot be written
TIME_ZONE = "Asia/Shanghai"
USE_I18N = USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = STATE_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env("PORTAL_STATICFILES", default="whitenoise.storage.CompressedManifestStaticFilesStorage")
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = "Manifest" not in STORAGES["staticfiles"]["BACKEND"]
MEDIA_ROOT = STATE_DIR / "attachments"
SEAL_KEY_FILE = Path(env("PORTAL_SEAL_KEY", default=str(STATE_DIR / "keys" / "sealer.pem")))

# What protects people who complain: digests of their codes, the seal on their names. Both follow from SECRET_KEY where
# they are not set; keys are "id:64 hex digits", the first one seals.
COMPLAINTS_PEPPER = env("COMPLAINTS_PEPPER", default="")
IDENTITY_KEYS = env.list("IDENTITY_KEYS", default=[])

# Besides the anonymous doors of complaints: who hands in a sealed bid, or votes with a slip, is nobody either.
UNSEEN_PATHS = ["/sealed/", "/ballot/"]

# How messages leave the house. A way without a server of its own is closed; the demo writes both into the log.
SMS_GATEWAY_URL = env("SMS_GATEWAY_URL", default="")
SMS_GATEWAY_SECRET = env("SMS_GATEWAY_SECRET", default="")
EMAIL_URL = env("EMAIL_URL", default="")
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
MAILBOX_URL = env("MAILBOX_URL", default="")  # imaps://user:password@host/INBOX: where people write to
EMAIL_TIMEOUT = 10
MESSAGE_SITE = env("PORTAL_SITE", default="http://localhost:8000")  # the address of the portal inside an e-mail
MESSAGE_HOST = MESSAGE_SITE.partition("//")[2].partition(":")[0].partition("/")[0]
MESSAGE_SIGNATURE = env("MESSAGE_SIGNATURE", default=f"{COUNTY['name']}政务服务")
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", default=f"noreply@{MESSAGE_HOST}")
CONSOLE = "accounts.messaging.backends.console" if DEMO else ""
MESSAGE_BACKENDS = {
    channel: backend
    for channel, backend in {
        "sms": "accounts.messaging.backends.gateway" if SMS_GATEWAY_URL else CONSOLE,
        "email": "accounts.messaging.backends.smtp" if EMAIL_URL else CONSOLE,
    }.items()
    if backend
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
