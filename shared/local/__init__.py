"""What an orchestrator does in production, in small, for one machine: starts a stage's parts, keeps
them up, and stops them.

run          `python -m local.run stage1-monolith`: a stage, from the first check to Ctrl-C
  parts, part                        what it consists of, read from its parts.toml
  included                           and of another folder's
  supervisor all its parts           fleet       who they are, copies included
  runner     one part                group       its processes
  readiness  is a part up yet?       logs        what it says
  record     run.json, services.json progress    the line that counts
  banner     the screen when it is open
  xray       the control room beside it
  inherited  the user's environment  remains     what a killed supervisor left running
  data       the folder it keeps     shapes      what is in its files
  whole      files, whole or not     private     … and for this user alone
  ports      free ones
control      `python -m local.control ps`: looks at a running stage and tells it what to do
  which      which stage that is     listing     what ps shows
  changes    kill, stop, start, scale
  client, channel                    how that reaches the supervisor
  orders     what the supervisor makes of it
command      how every command of the Makefile reads its settings, refuses, and ends
postgres, postgres_files   `python -m local.postgres FOLDER PORT`: for machines without a PostgreSQL
valkey       `python -m local.valkey FOLDER PORT USERS`: a server that speaks the Redis protocol
aws          `python -m local.aws FOLDER PORT`: a whole AWS in one process, for stage 3
  aws_process, aws_guard             ministack, and what lets no web page reach it
  aws_state, aws_keep                what it would forget, and how its state is kept whole
  aws_hosts                          one host of a function that fails, and no other
door         what faces the network in a local stage 3
  door_request, door_forward, door_answers; asgi; loopback6
server       either, for as long as a test lasts
environment.sh   makes .venv, with nothing but a shell and a Python
"""
