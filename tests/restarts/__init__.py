"""A stage keeps every bound of the contract after a stop and a start, on an older data folder too.

fixtures/stageN.tar.xz is a data folder of the release before: commit dc34b97, `make stageN`, three
orders (confirmed, delivered, cancelled), then `make stop`. fixtures/stageN.json names its customer
and these orders.

Left out is what the next start makes anew: logs, run.json, lock, PostgreSQL's statistics and unused
WAL segment, stage 3's artefact with its libraries. The code that its functions had is there and
can't be imported, so an event that comes before the new code is deployed fails, and comes again.
"""
