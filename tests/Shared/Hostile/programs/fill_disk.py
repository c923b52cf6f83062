# outcome: Succeeded
# limits: wallMs=10000
# stdout: workspace ENOSPC
# stdout: /tmp ENOSPC
# stdout: /dev/shm ENOSPC
import errno, os

for place in (".", "/tmp", "/dev/shm"):
    path = os.path.join(place, "big")
    try:
        with open(path, "wb") as file:
            for _ in range(1024):
                file.write(b"x" * (1 << 20))
        print("BREACH", place)
    except OSError as e:
        print("workspace" if place == "." else place, errno.errorcode[e.errno])
    os.unlink(path)
