# outcome: MemoryLimitExceeded
# limits: wallMs=5000 memoryBytes=25165824
import time

with open("big", "wb") as file:
    for _ in range(24):
        file.write(b"x" * (1 << 20))
time.sleep(60)
