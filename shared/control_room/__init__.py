"""The control room: a page that shows a running stage at work, from spans, metrics, and rows.

It is a process of its own, which the supervisor starts beside a stage, like the payment sandbox. It
isn't part of the shop, and no deploy file contains it (ADR 51).

app        `granian … control_room.app:create_app`: the routes
  checks   which requests are allowed: from this machine, from this page, with the token
  page     the page's files, and their response headers
  received spans received by OTLP/HTTP (shared/spans stores them), in the page's format
  events   server-sent events to all open pages
  watch    what is read each second and sent to them
    parts    the supervisor's list of parts     scrape   the parts' metrics
    queues   how many messages wait             books    whether the books balance
    rows, items  the rows that books compares   cloud    the local AWS
  places   where each part is on the map: maps/*.toml
  source   the real source file behind a part
  controls kill, stop, freeze, scale; the provider's switches; buyers; hosts of functions
  compare  the spans of all running stages, for one page; others asks their control rooms
    everywhere  the same order in each of them
  day      the interface to a shop that moves, which has a page of its own
Environment: DATA (the stage's folder), STAGE ("stage1"), TOKEN, PORT.
"""
