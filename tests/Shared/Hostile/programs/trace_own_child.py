# A debugger of one's own processes must work.
# outcome: Succeeded
# limits: wallMs=5000
# stdout: traced
import ctypes, os, signal

libc = ctypes.CDLL(None, use_errno=True)
child = os.fork()
if child == 0:
    libc.ptrace(0, 0, 0, 0)
    os.kill(os.getpid(), signal.SIGSTOP)
    os._exit(3)
_, status = os.waitpid(child, 0)
assert os.WIFSTOPPED(status), status
libc.ptrace.argtypes = [ctypes.c_long] * 4
assert libc.ptrace(7, child, 0, 0) == 0
_, status = os.waitpid(child, 0)
print("traced" if os.WEXITSTATUS(status) == 3 else status)
