# outcome: Succeeded
# limits: wallMs=5000
# stdout: refused
import os

breaches = []
for task in ("1", "1/task/1"):
    for name in ("environ", "mem", "maps", "smaps", "auxv", "stack", "syscall", "pagemap", "io", "personality"):
        try:
            with open(f"/proc/{task}/{name}", "rb") as file:
                if file.read(1):
                    breaches.append(f"{task}/{name}")
        except OSError:
            pass
    for name in ("fd", "fdinfo", "map_files", "root", "cwd"):
        try:
            if os.listdir(f"/proc/{task}/{name}"):
                breaches.append(f"{task}/{name}")
        except OSError:
            pass
for name in ("oom_score_adj", "comm", "coredump_filter", "timerslack_ns"):
    try:
        with open(f"/proc/1/{name}", "w") as file:
            file.write("1")
        breaches.append(f"write {name}")
    except OSError:
        pass
print("BREACH " + ", ".join(breaches) if breaches else "refused")
