# outcome: Succeeded
# limits: wallMs=10000
# within: 5000
# stdout: parent is done
import os, signal, sys, time

print("parent is done", flush=True)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in (signal.SIGHUP, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        time.sleep(60)
        print("BREACH", flush=True)
    os._exit(0)
os.wait()
