# outcome: Succeeded
# limits: wallMs=5000
# stdout: refused
import ctypes, os

libc = ctypes.CDLL(None, use_errno=True)
SIGCHLD = 17
breaches = []


def attempt(name, number, *arguments):
    result = libc.syscall(number, *arguments)
    if result == 0 and name.startswith("clone"):
        os._exit(0)
    if result >= 0:
        breaches.append(name)


buffer = ctypes.create_string_buffer(256)
for bit in (0x80, 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000):
    attempt(f"unshare {bit:x}", 272, bit)
    if bit != 0x80:
        attempt(f"clone {bit:x}", 56, bit | SIGCHLD, 0, 0, 0, 0)
attempt("clone3", 435, buffer, 88)
attempt("mount", 165, b"none", b"/tmp", b"tmpfs", 0, None)
attempt("umount2", 166, b"/proc", 2)
attempt("pivot_root", 155, b".", b".")
attempt("chroot", 161, b".")
attempt("setns", 308, os.open("/proc/self/ns/net", os.O_RDONLY), 0)
attempt("fsopen", 430, b"tmpfs", 0)
attempt("open_tree", 428, -100, b"/", 1)
attempt("bpf", 321, 0, buffer, 128)
attempt("perf_event_open", 298, buffer, 0, -1, -1, 0)
attempt("userfaultfd", 323, 0)
attempt("io_uring_setup", 425, 8, buffer)
attempt("keyctl", 250, 0, -3, 1)
attempt("add_key", 248, b"user", b"a", b"b", 1, -3)
attempt("personality", 135, 0x0400000)
attempt("vsock", 41, 40, 1, 0)
attempt("packet", 41, 17, 3, 0)
attempt("alg", 41, 38, 5, 0)
attempt("x32 getpid", 0x40000000 + 39)
print("BREACH " + ", ".join(breaches) if breaches else "refused")
