# PTRACE_TRACEME makes process 1 the tracer.
# outcome: TimeLimitExceeded
# limits: wallMs=1000
import ctypes, os, signal

ctypes.CDLL(None).ptrace(0, 0, 0, 0)
os.kill(os.getpid(), signal.SIGUSR1)
