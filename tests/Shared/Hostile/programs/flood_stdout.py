# outcome: Succeeded
# limits: wallMs=20000 cpuMs=20000
# truncated: stdout
import os

chunk = b"x" * (1 << 20)
for _ in range(1024):
    left = memoryview(chunk)
    while left:
        left = left[os.write(1, left):]
