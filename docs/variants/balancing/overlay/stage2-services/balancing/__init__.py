"""A load balancer in front of the catalog: an Envoy, which chooses a copy for each request.

balancer   starts it, and tells it where the copies listen
proxy      its configuration: how to choose, and a copy made slow
"""
