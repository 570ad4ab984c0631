"""Celery's settings: those of stage 2's chassis/queue_settings.py.

A task is acknowledged when it is done, not when a worker picks it up (acks_late): the unfinished
task of a killed worker is redelivered after VISIBILITY_SECONDS. So every task must be idempotent.
https://docs.celeryq.dev/en/stable/getting-started/backends-and-brokers/redis.html
"""

from .config import config

VISIBILITY_SECONDS = 30

broker_url = config().queue_url
broker_transport_options = {
    "global_keyprefix": "queue:shop:",  # the only keys the shop's user may use
    "visibility_timeout": VISIBILITY_SECONDS,
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
    "health_check_interval": 10,
}
broker_connection_retry_on_startup = True
broker_connection_max_retries = None  # forever
task_default_queue = "orders"
task_acks_late = True
task_ignore_result = True
task_serializer = "json"
accept_content = ["json"]
worker_prefetch_multiplier = 1
worker_enable_remote_control = False
worker_send_task_events = False
worker_hijack_root_logger = False
