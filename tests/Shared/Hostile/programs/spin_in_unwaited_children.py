# The kernel credits nobody with the time of children whose parent ignores SIGCHLD.
# outcome: CpuLimitExceeded
# limits: wallMs=20000 cpuMs=1500
import os, signal, time

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
while True:
    if os.fork() == 0:
        end = time.process_time() + 0.2
        while time.process_time() < end:
            pass
        os._exit(0)
    time.sleep(0.2)
