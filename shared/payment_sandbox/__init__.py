"""The payment sandbox: simulates the shop's third-party payment provider, Stripe.

A process with its own ledger and Stripe's API: requests are form-encoded, responses are JSON. With
another address and a test key, the shop uses the real provider. Only the calls and fields that the
shop and its tests use exist here; they follow https://docs.stripe.com/api.

Started by `granian --interface asgi --http 1 --factory payment_sandbox.app:create_server`, with one
worker.
Environment: DATA (folder of the ledger), PAYMENT_KEY (the one API key accepted), FAULTS (see
crash_points.py).
"""
