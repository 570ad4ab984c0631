"""A stage keeps every bound of the contract after a stop and a start, on an older data folder too.

fixtures/stageN.tar.xz is a data folder of the release before: commit dc34b97, `make stageN`, three
orders (confirmed, delivered, cancelled), then `make stop`. Logs, run.json, and lock are left out.
fixtures/stageN.json names its customer and these orders.
"""
