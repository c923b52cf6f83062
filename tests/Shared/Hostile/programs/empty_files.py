# Each takes kernel memory, though it has no size.
# outcome: MemoryLimitExceeded
# limits: wallMs=20000 cpuMs=20000 memoryBytes=67108864
import os

for folder in range(1000):
    os.mkdir(f"{folder}")
    for name in range(1000):
        os.close(os.open(f"{folder}/{name}", os.O_CREAT | os.O_WRONLY))
print("BREACH")
