# outcome: MemoryLimitExceeded
# limits: wallMs=10000
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
size = 32 << 20
for _ in range(32):
    segment = libc.shmget(0, size, 0o1600)
    assert segment >= 0
    at = libc.shmat(segment, None, 0)
    ctypes.memset(at, 1, size)
    libc.shmdt(ctypes.c_void_p(at))
print("BREACH")
