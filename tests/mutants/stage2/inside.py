"""Patches for the ideas that no client can see."""

from ..patch import Patch

STREAMS = "stage2-services/chassis/streams.py"
PEOPLE = "stage2-services/chassis/people.py"
TOKENS = "stage2-services/chassis/service_tokens.py"
GATEWAY = "stage2-services/gateway/app.py"
CATALOG = "user catalog on >$REDIS_PASSWORD_CATALOG resetchannels ~session:* ~product:*"

PATCHES = {
    "an-upload-counts-at-each-delivery": [
        Patch(
            "stage2-services/catalog/tasks.py",
            "        if inbox.is_new(tx, batch_id):\n            clickstream",
            "        if batch_id:\n            clickstream",
        )
    ],
    "collectors-never-wait": [
        Patch(
            "stage2-services/catalog/peers.py",
            "    if clicks_waiting() >= MOST_WAITING:\n",
            "    if False:\n",
        )
    ],
    "what-was-counted-stays-in-the-stream": [
        Patch(STREAMS, "        if emptied:\n", "        if False:\n")
    ],
    "a-restart-loses-its-events": [Patch(STREAMS, "    return found[1]\n", "    return []\n")],
    "a-poison-event-comes-for-ever": [
        Patch(STREAMS, "            if tries < dead_letters.TRIES:\n", "            if True:\n")
    ],
    "a-neighbours-outage-is-poison": [
        Patch(
            STREAMS,
            "                dead_letters.uncount(stream, number)\n",
            "                pass\n",
        )
    ],
    "an-unreadable-event-stops-all": [
        Patch(
            "stage2-services/chassis/connections.py",
            '        encoding_errors="backslashreplace",',
            '        encoding_errors="strict",',
        )
    ],
    "bodies-fill-the-gateway": [
        Patch(
            "shared/serving/room.py",
            "        if more > self._most - self._taken:\n",
            "        if False:\n",
        ),
        Patch(
            "shared/serving/room.py",
            "        if _counted(announced) > self._most - self._taken:\n",
            "        if False:\n",
        ),
    ],
    "bodies-keep-their-room": [
        Patch("shared/serving/room.py", "        self._taken -= _counted(size)\n", "        pass\n")
    ],
    "nobody-lets-go-of-a-connection": [
        Patch(
            "shared/serving/bodies.py",
            "            self._reading, self._receive = None, _nothing\n",
            "            pass\n",
        )
    ],
    "answers-wait-for-who-does-not-read": [
        Patch("shared/serving/sending.py", "asyncio.timeout(max(0, left))", "asyncio.timeout(3600)")
    ],
    "carts-valkey-user-opens-all": [
        Patch(
            "stage2-services/deploy/redis/durable.acl",
            "resetchannels ~cart:* ~tries:cart ~dead:cart -@all",
            "resetchannels ~* -@all",
        )
    ],
    "everybody-writes-sessions": [
        Patch(
            "stage2-services/deploy/redis/cache.acl",
            f"{CATALOG} &catalog-changed -@all +ping +get",
            f"{CATALOG} &catalog-changed -@all +ping +get +set",
        )
    ],
    "any-service-speaks-as-any": [
        Patch(TOKENS, "            issuer=caller,\n", ""),
        Patch(
            TOKENS,
            "    if caller not in allowed:\n",
            '    caller = jwt.decode(token, options={"verify_signature": False})["iss"]\n'
            "    if caller not in allowed:\n",
        ),
    ],
    "a-service-token-opens-every-service": [
        Patch(TOKENS, "            audience=audience,\n", ""),
        Patch(
            TOKENS,
            'options={"require": ["iss", "aud", "exp"]},',
            'options={"require": ["iss", "aud", "exp"], "verify_aud": False},',
        ),
    ],
    "session-entries-are-believed": [
        Patch(PEOPLE, '"verify_exp": False}', '"verify_exp": False, "verify_signature": False}')
    ],
    "session-entries-fit-any-session": [
        Patch(
            PEOPLE,
            '    if claims is None or claims["sid"] != session_id:\n',
            "    if claims is None:\n",
        )
    ],
    "clocks-have-to-agree": [
        Patch(TOKENS, "LEEWAY_SECONDS = 5  # how", "LEEWAY_SECONDS = 0  # how")
    ],
    "each-gateway-counts-alone": [
        Patch(
            "stage2-services/gateway/limits.py",
            "                self._all[client] = total\n",
            "                self._all[client] = self._all.get(client, 0) + requests\n",
        )
    ],
    "refused-bodies-use-sign-ins-up": [
        Patch(GATEWAY, "OF_BODIES = (400, 413, 415, 422)", "OF_BODIES = ()")
    ],
}
