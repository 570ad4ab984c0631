"""What every service brings along and none of them is about (the microservice chassis pattern).

conventions  one form of answers    http         bodies, pages           operations  is it well?
auth         who is asking?         people       … as accounts knows     keys      their tokens
calls        to a neighbour         discovery    where it listens        breaker   … if it is away
service_tokens  … and who calls     idempotency  what was asked before   cache     may be gone
db           the own database       migrate      … and its tables        connections  Valkey
outbox       what is to be told     streams      told to whom it concerns  inbox   … told twice
dead_letters   told in vain      redrive      … once more            decoder   pictures, in a child
queue_settings  work for later      loops        threads beside it       objects   pictures
telemetry    logs, metrics, trace   faults       where to die            tracing   spans:
traced_tasks  … of Celery           traced_commands  … of Valkey
config       all from outside       files        whole or not at all     shapes    what is sent
valkey       its commands, typed
"""
