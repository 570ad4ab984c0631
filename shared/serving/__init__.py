"""Serves a WSGI application behind an ASGI server: bodies are read on the event loop, and only a
request whose body is complete takes a thread (ADR 34).

pace     how slow a body may come           room     how much all bodies may take together
bodies   one body, read under both          environ  ASGI's scope in WSGI's words
threads  where the application runs         server   puts them together
inside   the metrics, on a port of their own  sending  answers, and clients who do not read them
asgi     its types
"""
