"""An edge in front of the shop: a caching proxy near the buyers, far from the shop.

distance    the way between the two: everything that takes it arrives later
proxy       starts the proxy, an nginx
nginx.conf  what it passes on, and what it keeps
purge       removes what it has kept
"""
