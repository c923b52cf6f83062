# outcome: Succeeded
# not-in-pods: where a datagram is sent and then dropped, and the image has its own loopback; NetworkTests
# limits: wallMs=8000
# stdout: refused
import os, socket

breaches = []
for family, address in [
    *((socket.AF_INET, ("127.0.0.1", port)) for port in (22, 80, 443, 3000, 5432, 7070, 8080, 9092)),
    (socket.AF_INET6, ("::1", 7070)),
    (socket.AF_INET, ("1.1.1.1", 53)),
    (socket.AF_INET, ("169.254.169.254", 80)),
    (socket.AF_INET, ("10.0.0.1", 443)),
    (socket.AF_INET6, ("2606:4700:4700::1111", 53)),
]:
    with socket.socket(family, socket.SOCK_STREAM) as client:
        client.settimeout(0.3)
        try:
            client.connect(address)
            breaches.append(str(address))
        except OSError:
            pass
for family, address in [(socket.AF_INET, ("1.1.1.1", 53)), (socket.AF_INET, ("255.255.255.255", 67))]:
    with socket.socket(family, socket.SOCK_DGRAM) as client:
        try:
            client.sendto(b"x", address)
            breaches.append(f"udp {address}")
        except OSError:
            pass
try:
    socket.getaddrinfo("example.com", 80)
    breaches.append("name resolution")
except OSError:
    pass
with open("/proc/net/unix") as table:
    sockets = [line.split()[-1] for line in table.readlines()[1:] if len(line.split()) > 7]
breaches += [f"socket {path}" for path in sockets]
print("BREACH " + ", ".join(breaches) if breaches else "refused")
