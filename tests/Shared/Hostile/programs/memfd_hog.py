# Pages that no process has mapped.
# outcome: Succeeded MemoryLimitExceeded
# limits: wallMs=10000
# stdout: refused
import os

try:
    hog = os.memfd_create("hog")
    for _ in range(1024):
        os.write(hog, b"x" * (1 << 20))
    print("BREACH")
except OSError:
    print("refused")
