"""The same made-up sequences of requests, played at all stages: they must answer the same.

API=2 plays them in version 2, whose forms tests.contract.version takes by the address of a shop.
"""

import os

if os.environ.get("API") == "2":
    os.environ.setdefault("SHOP_URL", "http://127.0.0.1/api/v2")
