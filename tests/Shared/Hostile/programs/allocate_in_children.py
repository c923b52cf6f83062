# outcome: MemoryLimitExceeded
# limits: wallMs=10000 memoryBytes=134217728
import os, time

for _ in range(16):
    if os.fork() == 0:
        hog = b"x" * (16 << 20)
        time.sleep(60)
time.sleep(60)
