"""Attacks on a running stage: what a stranger, a customer or a web page must not be able to do.

    make attacks STAGE=2
    make attacks STAGE=2 ARGS="-k smuggling -x"
    make attacks URL=http://…/api/v1 STAFF_EMAIL=… STAFF_PASSWORD=…

A file is one kind of attack: a table of cases, and assertions that name the case that got through.
Tests marked `short` also run in `make test`, on the stage that the contract suite has just used.
Tests that use `stage` read the data folder and the inner ports, and skip a shop given by URL.
"""
