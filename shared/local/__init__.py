"""What an orchestrator does in production, in small, for one machine: starts a stage's parts, keeps
them up, and stops them.

run          `python -m local.run stage1-monolith`: a stage, from the first check to Ctrl-C
  parts      what it consists of, read from its parts.toml
  supervisor all its parts           runner      one part         group  its processes
  readiness  is a part up yet?       logs        what it says     banner what a newcomer reads
  data       the folder it keeps     remains     what a killed supervisor left running
  ports      free ones
postgres, postgres_files   `python -m local.postgres FOLDER PORT`: for machines without a PostgreSQL
redis        `python -m local.redis FOLDER PORT`: for machines without a Redis
server       either, for as long as a test lasts
control      `python -m local.control ps`: looks at a running stage and tells it what to do
  channel    how that reaches the supervisor     listing          what ps shows
environment.sh   makes .venv, with nothing but a shell and a Python
"""
