# outcome: Succeeded MemoryLimitExceeded
# limits: wallMs=10000
import errno

try:
    for i in range(100_000):
        with open(f"{i}", "w") as file:
            file.write("x")
    print("all written")
except OSError as e:
    print(errno.errorcode[e.errno])
