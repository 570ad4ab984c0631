"""The payment sandbox: stands for the shop's third party, its payment provider.

Its own process with its own ledger, in Stripe's published form: requests are form-encoded, answers
are JSON, so the shop reaches the real provider with a test key by changing address and key. Only
what the shop and its tests use is here, fields included; what is here follows
https://docs.stripe.com/api.

Started by `granian --interface asgi --http 1 --factory payment_sandbox.app:create_server`, with one
worker.
Environment: DATA (folder of the ledger), PAYMENT_KEY (the one API key accepted), FAULTS (see
crash_points.py).
"""
