# outcome: Succeeded
# limits: wallMs=5000
# stdout: still here
import os, signal, time

for number in (signal.SIGTERM, signal.SIGKILL):
    try:
        os.kill(-1, number)
    except OSError:
        pass
time.sleep(0.2)
print("still here")
