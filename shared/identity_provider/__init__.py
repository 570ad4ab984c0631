"""The local OpenID provider, "Example ID": the package `oidc-provider-mock`, and what it lacks.

app.py         the front: who may ask, PKCE, client secrets, and the switches
mock.py        the package itself, imported when it is first needed
tokens.py      signs ID tokens with this provider's own keys; also wrong ones, on request
people.py      whom it knows

It is for this machine: it believes what it gets about people. Environment: ISSUER, its own
address; IDENTITY_CLIENT_ID and IDENTITY_CLIENT_SECRET, of the shop.
"""
