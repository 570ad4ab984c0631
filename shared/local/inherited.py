"""The allow list of variables that a part inherits from the user's environment.

Libraries read many settings of their own (PGHOSTADDR, CELERY_BROKER_URL, GRANIAN_SSL_KEYFILE, …).
A shell that is configured for other work must not configure the shop.
"""

from collections.abc import Collection, Mapping

PROGRAMS = ("PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "LD_LIBRARY_PATH", "LANG", "TZ")
CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
NAMES = (*PROGRAMS, *CERTIFICATES, *PROXIES, *map(str.lower, PROXIES))


def inherited(environ: Mapping[str, str], settings: Collection[str]) -> dict[str, str]:
    """The inherited variables. settings: the names of the stage's own settings, from parts.toml."""
    kept = {name: environ[name] for name in (*NAMES, *settings) if name in environ}
    return kept | {"PYTHONUTF8": "1"}  # whatever the locale is
