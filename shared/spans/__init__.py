"""Spans: what each part of a shop did for a request, sent by OTLP/HTTP to whatever collects them.

span        a piece of work, and what it says           settings    where they are sent
recording   makes them, and knows the one we are in
otlp        spans as OTLP/JSON                          exporter    … sent, in batches
wsgi        hook: a request that is answered            outgoing    hook: a request that is sent
statements  hook: SQL that is sent to a database        features    hook: entering a feature
savepoints  hook: what of it was taken back

reading     OTLP/JSON as spans again                    store       the last traces, in memory
receiver    a small collector, for this machine           asking      what it has kept
tree        a trace, each span below its caller         sequence    who asked whom
waterfall   both, for a terminal                        page, svg   both, as a page

Without an endpoint `recording`, `span`, `settings` and `wsgi` are imported, and record nothing.
docs/adr/0050-spans.md says why OpenTelemetry's own library is not used.
"""
