# outcome: Succeeded
# limits: wallMs=5000
# stdout: refused
import os

breaches = []
for number, target in enumerate(("/etc/passwd", "/.rcoder/rcoder-runner", "/proc/1/environ", "/proc/1/root/etc/passwd", "../../../etc/passwd")):
    link = f"link{number}"
    os.symlink(target, link)
    try:
        with open(link, "ab") as file:
            file.write(b"x")
        breaches.append(target)
    except OSError:
        pass
for name in ("root", "cwd", "exe"):
    try:
        os.stat(f"/proc/1/{name}/")
        breaches.append(f"/proc/1/{name}")
    except OSError:
        pass
print("BREACH " + ", ".join(breaches) if breaches else "refused")
