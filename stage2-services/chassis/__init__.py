"""What all services share and none is about (the microservice chassis pattern).

conventions  responses, errors      http         bodies, pages         operations  health, metrics
auth         authorization          people       persons, sessions     keys        signing keys
calls        HTTP between services  discovery    addresses             breaker     … if one is down
service_tokens  who is calling      idempotency  keys of requests      cache       may be lost
db           its own database       migrate      … and its tables      connections  Valkey
outbox       events to publish      streams      events, consumed      inbox       … deduplicated
dead_letters  failed events         redrive      … redelivered         decoder     images, safely
queue_settings  Celery              loops        background threads    objects     images
telemetry    logs, metrics, trace   faults       crash points          tracing     spans:
traced_tasks  … of Celery           traced_commands  … of Valkey
config       the environment        files        atomic writes         shapes      JSON of messages
valkey       its commands, typed    json_rows    an order with its lines, by one statement
many         statements of many rows
"""
