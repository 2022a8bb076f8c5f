"""Evidence of what ran that outlives the platform: functions append lines to a file.

A function gets the file's name in its environment and appends with one `write`, which the kernel
keeps whole; so the lines are what really happened, whatever the platform says.
"""

SOURCE = """
import os

def witness(line):
    fd = os.open(os.environ["WITNESS"], os.O_WRONLY | os.O_APPEND)
    os.write(fd, (str(line) + "\\n").encode())
    os.close(fd)
"""


class Witness:
    def __init__(self, path):
        self.path = path
        path.touch()
        path.chmod(0o666)

    @property
    def env(self):
        return {"WITNESS": str(self.path)}

    def lines(self):
        return self.path.read_text().splitlines()
