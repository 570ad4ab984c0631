"""What every service brings along and none of them is about (the microservice chassis pattern).

conventions  one form of answers    http      bodies, pages          auth     who is asking?
people       … as accounts knows    keys      their tokens           service_tokens  … of services
calls        to a neighbour         discovery where it listens       breaker  … when it is away
db           the own database       connections  Redis               pictures_store  pictures
outbox       what is to be told     streams   told to whom it concerns  inbox  … told twice
queues       work for later         loops     threads beside it      cache    what may be gone
telemetry    logs, metrics, trace   tracing   spans                  faults   where to die
"""
