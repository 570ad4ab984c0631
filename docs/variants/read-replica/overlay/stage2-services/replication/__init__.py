"""A primary and a standby: two PostgreSQL servers, the second of which replays the first one's log.

primary    starts the primary, and lets the standby follow it
standby    starts the standby, with its own copy of the primary's files
"""

NAME = "standby"  # of the server, of its replication slot, and of the role it signs in with
PASSWORD = "POSTGRES_PASSWORD_STANDBY"  # the variable
