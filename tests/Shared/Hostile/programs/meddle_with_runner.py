# Every call that takes a process by its number.
# outcome: Succeeded
# limits: wallMs=5000
# stdout: refused
import ctypes, os, resource

libc = ctypes.CDLL(None, use_errno=True)
PTRACE_ATTACH, PTRACE_SEIZE = 16, 0x4206
memory = (ctypes.c_ulong * 64)()
breaches = []


def attempt(name, result):
    if result >= 0:
        breaches.append(name)


for pid in range(1, os.getpid()):
    attempt(f"ptrace attach {pid}", libc.ptrace(PTRACE_ATTACH, pid, 0, 0))
    attempt(f"ptrace seize {pid}", libc.ptrace(PTRACE_SEIZE, pid, 0, 0))
    attempt(f"process_vm_readv {pid}", libc.syscall(310, pid, memory, 1, memory, 1, 0))
    attempt(f"process_vm_writev {pid}", libc.syscall(311, pid, memory, 1, memory, 1, 0))
    attempt(f"prlimit64 {pid}", libc.syscall(302, pid, 7, None, memory))
    attempt(f"sched_setaffinity {pid}", libc.syscall(203, pid, 8, memory))
    attempt(f"sched_setscheduler {pid}", libc.syscall(144, pid, 5, memory))
    attempt(f"sched_setparam {pid}", libc.syscall(142, pid, memory))
    attempt(f"sched_setattr {pid}", libc.syscall(314, pid, memory, 0))
    attempt(f"setpriority {pid}", libc.syscall(141, 0, pid, 19))
    attempt(f"ioprio_set {pid}", libc.syscall(251, 1, pid, 3 << 13))
    attempt(f"migrate_pages {pid}", libc.syscall(256, pid, 64, memory, memory))
    attempt(f"move_pages {pid}", libc.syscall(279, pid, 0, None, None, None, 0))
    attempt(f"kcmp {pid}", libc.syscall(312, pid, os.getpid(), 0, 0, 0))
for which in (1, 2):
    attempt(f"setpriority {which}", libc.syscall(141, which, 0, 19))
print("BREACH " + ", ".join(breaches) if breaches else "refused")
