"""The control room, looking five times a second: no test waits a second for what it wrote."""

import os

from control_room import app, watch
from move import room

EVERY = 0.2  # seconds


def create_app():
    watch.EVERY = EVERY
    return room.create_app() if os.environ["STAGE"] == "move" else app.create_app()
