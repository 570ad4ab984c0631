"""A small orchestrator for one machine: starts a stage's parts, restarts them when they die, and
stops them.

run          `python -m local.run stage1-monolith`: runs a stage until Ctrl-C
  parts, part                        its parts, read from parts.toml
  included                           … and from another folder's
  supervisor runs all its parts      fleet       the parts, copies included
  runner     runs one part           group       a part's processes
  readiness  checks if a part is up  logs        writes and shows the parts' logs
  record     run.json, services.json progress    the progress line
  banner     the screen of a running stage
  xray       the control room beside it
  inherited  the user's environment  remains     ends processes of a killed supervisor
  data       the data folder         shapes      the types of its files
  whole      writes files atomically private     … readable by this user only
  ports      free TCP ports
control      `python -m local.control ps`: shows and controls a running stage
  which      finds that stage        listing     the table of `make ps`
  changes    kill, stop, start, scale
  client, channel                    the connection to the supervisor
  orders     carries the orders out in the supervisor
command      how every command of the Makefile reads its settings, refuses, and ends
postgres, postgres_files   `python -m local.postgres FOLDER PORT`: for machines without a PostgreSQL
valkey       `python -m local.valkey FOLDER PORT USERS`: a server that speaks the Redis protocol
aws          `python -m local.aws FOLDER PORT`: a whole AWS in one process, for stage 3
  aws_process, aws_guard             ministack, and the guard that blocks web pages
  aws_state, aws_keep                saves what ministack loses, and writes its state atomically
  aws_hosts                          keeps a failing function host from ending the others
door         the public address of a local stage 3
  door_request, door_forward, door_answers; asgi; loopback6
server       a PostgreSQL or Valkey for the length of a test
environment.sh   creates .venv, with only a shell and Python
"""
