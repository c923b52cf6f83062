# outcome: MemoryLimitExceeded
# limits: wallMs=10000
hog = []
for _ in range(160):
    hog.append(b"x" * (64 << 20))
print("BREACH")
