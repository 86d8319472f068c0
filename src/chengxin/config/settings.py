"""Django's settings, from the environment and the city's file. No secret stands here."""

import gc
from pathlib import Path
from urllib.parse import unquote, urlsplit

import structlog
from csp.constants import NONE, SELF

from chengxin.config.city import CHECKOUT, load_city
from chengxin.config.database import connections
from chengxin.config.environment import read_environment

ENVIRONMENT = read_environment()
CITY = load_city()
DATA = ENVIRONMENT.data
PRODUCTION = ENVIRONMENT.production
DEMONSTRATION = CITY.demonstration and not PRODUCTION

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", CITY.domain, *ENVIRONMENT.hosts]
ROOT_URLCONF = "chengxin.config.urls"
WSGI_APPLICATION = "chengxin.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS: list[str] = []

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "procrastinate.contrib.django",
    "ninja",
    "chengxin.foundation",
    "chengxin.ui",
    "chengxin.audit",
    "chengxin.units",
    "chengxin.vault",
    "chengxin.notices",
    "chengxin.catalog",
    "chengxin.subjects",
    "chengxin.register",
    "chengxin.codes",
    "chengxin.measures",
    "chengxin.relief",
    "chengxin.checks",
    "chengxin.intake",
    "chengxin.lists",
    "chengxin.oversight",
    "chengxin.portal",
    "chengxin.desk",
    "chengxin.api",
    "chengxin.config",
]

MIDDLEWARE = [
    "chengxin.config.middleware.RequestMiddleware",
    "chengxin.api.middleware.ProblemMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "chengxin.units.middleware.ActorMiddleware",
    "chengxin.ui.middleware.RefusalMiddleware",
    "chengxin.config.middleware.TurnedAwayMiddleware",  # its process_exception runs before that of the line above
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "chengxin.config.context.shell",
            ],
        },
    },
]
FORM_RENDERER = "chengxin.ui.rendering.FormRenderer"

DATABASES = connections(DATA)
DATABASE_ROUTERS: list[str] = []

# --- the interpreter ------------------------------------------------------------------------------
# Answers and loads make objects by the ten thousand and drop none of them in between: to look for garbage at each 700,
# as Python does unasked, takes an eighth of a batch of checks (docs/adr/0025).
gc.set_threshold(20_000, 10, 10)

# --- people ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "units.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "chengxin.units.forms.passwords.TwoKindsValidator"},
]
PASSWORD_DAYS = 90  # GB/T 22239-2019 level 3 asks for a periodic change; the period is the operator's
LOGIN_URL = "units:sign-in"
SECOND_FACTOR_URL = "units:gate"
LOGIN_REDIRECT_URL = "desk:todo"
LOGOUT_REDIRECT_URL = "units:sign-in"
OTP_TOTP_ISSUER = CITY.site_name

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours: a quarter of an hour
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_IPWARE_PROXY_COUNT = ENVIRONMENT.proxies or None
AXES_CLIENT_IP_CALLABLE = "chengxin.config.middleware.origin_of"
AXES_LOCKOUT_CALLABLE = "chengxin.units.middleware.locked_out"
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # the trail keeps who signed in

SESSION_IDLE_SECONDS = 30 * 60
SESSION_LONGEST_SECONDS = 12 * 60 * 60
SESSION_COOKIE_AGE = SESSION_IDLE_SECONDS
SESSION_SAVE_EVERY_REQUEST = False  # ActorMiddleware moves the idle limit at most once a minute
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "chengxin_session"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
CSRF_COOKIE_NAME = "chengxin_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "chengxin.ui.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- transport and headers ------------------------------------------------------------------------
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.proxies else None
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # probes come by plain HTTP from this machine
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "chengxin.foundation.uploads.DiskUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- words and time -------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- static files ---------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
TABLER = Path(CHECKOUT / "node_modules" / "@tabler" / "core" / "dist" / "css")
STATICFILES_DIRS = [("vendor/tabler", TABLER)] if TABLER.is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA / "uploads"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = False
WHITENOISE_MANIFEST_STRICT = False
WHITENOISE_MAX_AGE = 3600

# --- mail -----------------------------------------------------------------------------------------
_smtp = urlsplit(ENVIRONMENT.smtp)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if ENVIRONMENT.smtp else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = DATA / "mail"
EMAIL_HOST = _smtp.hostname or "localhost"
EMAIL_PORT = _smtp.port or (465 if _smtp.scheme == "smtps" else 25)
EMAIL_HOST_USER = unquote(_smtp.username or "")
EMAIL_HOST_PASSWORD = unquote(_smtp.password or "")
EMAIL_USE_SSL = _smtp.scheme == "smtps"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = f"{CITY.site_name} <no-reply@{CITY.domain}>"

# --- credit reports -------------------------------------------------------------------------------
REPORT_CERTIFICATE = ENVIRONMENT.report_certificate
REPORT_PASSPHRASE = ENVIRONMENT.report_passphrase

# --- jobs -----------------------------------------------------------------------------------------
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# --- API ------------------------------------------------------------------------------------------
API_CALLS_A_MINUTE = 600
API_ANONYMOUS_CALLS_A_MINUTE = 60

# --- logs: one JSON object a line on standard error -----------------------------------------------
_shared: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=False),
    structlog.processors.format_exc_info,
]
structlog.configure(
    processors=[*_shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "foreign_pre_chain": _shared,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        },
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"chengxin": {"handlers": ["stderr"], "level": "INFO", "propagate": False}},
}
