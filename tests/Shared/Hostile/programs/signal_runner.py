# outcome: Succeeded
# limits: wallMs=5000
# stdout: refused
import ctypes, errno, os

libc = ctypes.CDLL(None, use_errno=True)
SYS = dict(tkill=200, tgkill=234, rt_sigqueueinfo=129, rt_tgsigqueueinfo=297, pidfd_open=434, pidfd_send_signal=424)
info = (ctypes.c_int * 32)()
breaches = []


def attempt(name, result):
    if result >= 0:
        breaches.append(name)
    elif ctypes.get_errno() not in (errno.EPERM, errno.ENOSYS, errno.ESRCH):
        breaches.append(f"{name}: {errno.errorcode[ctypes.get_errno()]}")


def call(name, *arguments):
    return libc.syscall(SYS[name], *arguments)


for number in [*range(1, 32), *range(34, 65)]:
    info[0], info[2] = number, -1
    attempt(f"kill {number}", libc.kill(1, number))
    for thread in range(1, os.getpid()):
        attempt(f"tkill {thread} {number}", call("tkill", thread, number))
        attempt(f"tgkill {thread} {number}", call("tgkill", 1, thread, number))
        attempt(f"tgkill self {thread} {number}", call("tgkill", os.getpid(), thread, number))
        attempt(f"queue {thread} {number}", call("rt_sigqueueinfo", thread, number, info))
        attempt(f"tgqueue {thread} {number}", call("rt_tgsigqueueinfo", 1, thread, number, info))
attempt("pidfd_open", call("pidfd_open", 1, 0))
directory = os.open("/proc/1", os.O_RDONLY | os.O_DIRECTORY)
attempt("pidfd_send_signal", call("pidfd_send_signal", directory, 11, None, 0))
print("BREACH " + ", ".join(breaches) if breaches else "refused")
