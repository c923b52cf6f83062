# outcome: MemoryLimitExceeded
# limits: wallMs=10000
import mmap

hog = []
for _ in range(64):
    part = mmap.mmap(-1, 32 << 20)
    part.write(b"x" * (32 << 20))
    hog.append(part)
print("BREACH")
