"""What a part gets of the environment of whoever starts the stage: a short list.

Libraries read settings of their own there (PGHOSTADDR, CELERY_BROKER_URL, GRANIAN_SSL_KEYFILE, …),
more than anybody knows. A shell that is set up for other work must not set up the shop.
"""

from collections.abc import Collection, Mapping

PROGRAMS = ("PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "LD_LIBRARY_PATH", "LANG", "TZ")
CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
NAMES = (*PROGRAMS, *CERTIFICATES, *PROXIES, *map(str.lower, PROXIES))


def inherited(environ: Mapping[str, str], settings: Collection[str]) -> dict[str, str]:
    """settings: the names that the stage has for its user, from parts.toml."""
    kept = {name: environ[name] for name in (*NAMES, *settings) if name in environ}
    return kept | {"PYTHONUTF8": "1"}  # whatever the locale says
