# A descriptor's owner gets its signals: another way to send one.
# outcome: Succeeded
# limits: wallMs=5000
# stdout: refused
import fcntl, os, struct

F_SETOWN_EX, FIOSETOWN, SIOCSPGRP = 15, 0x8901, 0x8902
read, write = os.pipe()
import socket

ours, theirs = socket.socketpair()
breaches = []


def attempt(name, action):
    try:
        action()
        breaches.append(name)
    except OSError:
        pass


for thread in [*range(1, os.getpid()), -1]:
    attempt(f"F_SETOWN {thread}", lambda: fcntl.fcntl(ours, fcntl.F_SETOWN, thread))
    attempt(f"F_SETOWN_EX {thread}", lambda: fcntl.fcntl(ours, F_SETOWN_EX, struct.pack("ii", 0, thread)))
    attempt(f"FIOSETOWN {thread}", lambda: fcntl.ioctl(ours, FIOSETOWN, struct.pack("i", thread)))
    attempt(f"SIOCSPGRP {thread}", lambda: fcntl.ioctl(ours, SIOCSPGRP, struct.pack("i", thread)))
attempt("F_SETSIG", lambda: fcntl.fcntl(ours, fcntl.F_SETSIG, 11))
fcntl.fcntl(ours, fcntl.F_SETOWN, os.getpid())
print("BREACH " + ", ".join(breaches) if breaches else "refused")
