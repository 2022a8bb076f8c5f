"""As zygote.c, in Python: copies answer what they are asked, and one that makes no copies any more has
lost nothing."""

import ctypes
import json
import os
import socket
import sys
import threading
import time

library = ctypes.CDLL("/var/task/enter.so")
control = socket.socket(fileno=3)
control.send(b"r")
while True:
    _, (*entry, answers), _, _ = socket.recv_fds(control, 1, 32)
    count = len(entry)
    entry = (ctypes.c_int * count)(*entry)
    began = time.monotonic_ns()
    assert library.mayfly_enter_begin(entry, count) == 0
    forking = time.monotonic_ns()
    if os.fork() == 0:
        forked = time.monotonic_ns()
        status = library.mayfly_enter(entry, count)
        times = forking - began, forked - forking, time.monotonic_ns() - forked
        control.close()
        with socket.socket(fileno=answers) as answers, answers.makefile("rw") as lines:
            print(status or "%d %d %d" % times, file=lines, flush=True)
            for line in lines:
                print(eval(line), file=lines, flush=True)
        sys.exit(6)
    for fd in (*entry, answers):
        os.close(fd)
