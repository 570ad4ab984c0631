"""Every table of the monolith: importing this fills db.metadata."""

from . import idempotency  # noqa: F401
from .accounts import audit, authorizations, identities, sessions, visitors  # noqa: F401
from .accounts import store as accounts  # noqa: F401
from .cart import store as cart  # noqa: F401
from .catalog import clicks, imports  # noqa: F401
from .catalog import store as catalog  # noqa: F401
from .inventory import store as inventory  # noqa: F401
from .notifications import store as notifications  # noqa: F401
from .orders import store as orders  # noqa: F401
from .payments import store as payments  # noqa: F401
