"""The contract suite. It needs a base URL, a staff sign-in, and optionally the payment provider.

    pytest tests/contract --url http://127.0.0.1:8001/api/v1 --staff-email … --staff-password …

`client` sends requests, `steps` has the tests' vocabulary, `books` checks the five invariants.
"""
