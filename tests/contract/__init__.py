"""The contract, as a suite: it knows a base URL, sign-ins and perhaps the payment provider.

    pytest tests/contract --url http://127.0.0.1:8001/api/v1 --staff-email … --staff-password …

`client` speaks HTTP, `steps` is the vocabulary of the tests, `books` are the shop's accounts.
"""
