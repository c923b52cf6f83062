# outcome: Succeeded
# not-in-pods: an image has folders that the sandbox has not; ConformanceTests
# limits: wallMs=5000
# stdout: refused
import os

breaches = []
for place in ("/", "/usr", "/usr/bin", "/etc", "/dev", "/.rcoder", "/proc", "/proc/sys/kernel", "/bin", "/lib", "/var/tmp", "/run", "/home", "/root"):
    try:
        with open(os.path.join(place, "escaped"), "w") as file:
            file.write("x")
        breaches.append(place)
    except OSError:
        pass
for path in ("/etc/passwd", "/etc/hosts", "/.rcoder/runner", "/usr/bin/python3", "/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger"):
    try:
        open(path, "r+b").close()
        breaches.append(path)
    except OSError:
        pass
for path in ("/root", "/home", "/var", "/sys", "/etc/shadow", "/work", "/run"):
    if os.path.exists(path):
        breaches.append(f"sees {path}")
print("BREACH " + ", ".join(breaches) if breaches else "refused")
