"""Evidence of what ran that outlives the platform: functions tell lines to the test itself.

Sandboxes have no way to this machine, so these functions are deployed with `egress = "host"`: then
what ran is known first hand, whatever the platform says. Lines are kept in the order they came.
"""

import socketserver
import threading

SOURCE = """
import os, socket

def witness(line):
    with socket.create_connection(("127.0.0.1", int(os.environ["WITNESS"]))) as listener:
        listener.sendall((str(line) + "\\n").encode())
        # The line counts once it is known to be there.
        listener.recv(1)
"""


class Witness:
    def __init__(self):
        told = self.told = []

        class Listener(socketserver.StreamRequestHandler):
            def handle(self):
                line = self.rfile.readline()
                if line.endswith(b"\n"):
                    told.append(line[:-1].decode())
                    self.wfile.write(b".")

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            request_queue_size = 128

        self.server = Server(("127.0.0.1", 0), Listener)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def settings(self):
        """What a function needs to be heard."""
        return {"env": {"WITNESS": str(self.server.server_address[1])}, "egress": "host"}

    def lines(self):
        return list(self.told)

    def close(self):
        self.server.shutdown()
        self.server.server_close()
