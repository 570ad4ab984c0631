"""What has to be done each time a part has come up, before it is of use to anybody."""


class FollowUp:
    def __init__(self, commands, start):
        """commands: one after the other. start(command) starts a Group."""
        self._left, self._start, self._group = list(commands), start, None
        self.failed = None  # the exit code of the one that did

    def is_done(self):
        """Called again and again; never takes long."""
        if self._group is not None:
            self.failed = self._group.exit_code()
            if self.failed != 0:  # it runs, or it failed
                return False
            self._end()
        if self._left:
            self._group = self._start(self._left.pop(0))
        return self._group is None

    def end(self):
        self._left = []
        self._end()

    def _end(self):
        if self._group is not None:
            self._group.kill()
            self._group = None
