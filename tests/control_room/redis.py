"""Answers what the control room asks Redis: AUTH, LLEN, XLEN, EXISTS, and XINFO GROUPS."""

import socketserver
import threading


class Redis:
    def __init__(self):
        self.lengths, self.groups = {}, {}  # {key: messages}, {key: {group: (pending, lag)}}
        self.dead = {}  # {service: messages}
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                while words := outer.command(self.rfile):
                    self.wfile.write(outer.answer(*words))

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def command(self, lines):
        first = lines.readline()
        if not first:
            return None
        count = int(first[1:])
        return [lines.read(int(lines.readline()[1:]) + 2)[:-2].decode() for _ in range(count)]

    def answer(self, name, *words):
        if name == "AUTH":
            return b"+OK\r\n" if words == ("operator", "x") else b"-WRONGPASS\r\n"
        if name == "LLEN":
            return f":{self.lengths.get(words[0], 0)}\r\n".encode()
        if name == "XLEN":
            dead = self.dead.get(words[0].removeprefix("dead:"), 0)
            return f":{self.lengths.get(words[0], dead)}\r\n".encode()
        if name == "CLIENT":  # who is it that asks
            return b"+OK\r\n"
        if name == "EXISTS":
            return f":{int(words[0] in self.groups)}\r\n".encode()
        groups = self.groups[words[1]]
        return f"*{len(groups)}\r\n{''.join(map(_group, groups.items()))}".encode()


def _group(item):
    name, (pending, lag) = item
    text = f"*6\r\n$4\r\nname\r\n${len(name)}\r\n{name}\r\n"
    return f"{text}$7\r\npending\r\n:{pending}\r\n$3\r\nlag\r\n:{lag}\r\n"
