"""The control room: a page that shows a running stage at work, from spans, metrics, and rows.

A process of its own that the supervisor starts beside a stage, as it does the payment sandbox. It
is no part of the shop and in no deploy file (ADR 51).

app        `granian … control_room.app:create_app`: what answers which path
  checks   who may ask: this machine, this page, and who has the token
  page     the page's files, and their response headers
  received spans that have come by OTLP/HTTP (shared/spans keeps them), as the page gets them
  events   server-sent events to the pages that are open
  watch    what is looked at each second, and sent to them
    parts    the supervisor's list of parts     scrape   the parts' metrics
    queues   how many messages wait             books    whether the books balance
    rows, items  what they put side by side     cloud    the local AWS
  places   where each part stands on the map: maps/*.toml
  source   the real source file behind a part
  controls kill, stop, freeze, scale; the provider's switches; buyers; hosts of functions
  compare  the spans of all stages that run, for one page; others asks their control rooms
    everywhere  the same order in each of them
  day      what it asks of a shop that moves, which has a page of its own
Environment: DATA (the stage's folder), STAGE ("stage1"), TOKEN, PORT.
"""
