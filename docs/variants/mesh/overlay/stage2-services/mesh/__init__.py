"""A service mesh of our own: an Envoy beside each copy of a service, and a small control plane.

pod           a copy of a service and its Envoy, as one part of the stage
sidecar       the Envoy's configuration: mTLS, retries, time-outs, outlier ejection
certificates  who is who: a certificate for each service, as SPIFFE names it
forms         what every listener and every cluster of an Envoy has
control       tells all Envoys where the copies of each service listen
"""
