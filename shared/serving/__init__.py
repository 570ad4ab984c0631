"""Serves a WSGI application behind an ASGI server: bodies are read on the event loop, and only a
request whose body is complete takes a thread (ADR 34).

pace     how slowly a body may arrive       room     memory limit for all bodies together
bodies   one body, read under both limits   environ  converts an ASGI scope to a WSGI environ
threads  the threads of the application     server   the ASGI application itself
inside   serves metrics on a private port   sending  responses, and clients that don't read them
asgi     the types of ASGI
"""
