# What a fork shares is not counted twice.
# outcome: Succeeded
# limits: wallMs=10000 memoryBytes=134217728
# stdout: shared
import os, time

shared = b"x" * (64 << 20)
children = []
for _ in range(6):
    child = os.fork()
    if child == 0:
        time.sleep(0.5)
        os._exit(0)
    children.append(child)
for child in children:
    os.waitpid(child, 0)
print("shared")
