"""The same made-up sequences of requests, played at all stages: they must answer the same."""
