# outcome: TimeLimitExceeded
# limits: wallMs=1000
import os, signal

os.kill(os.getpid(), signal.SIGSTOP)
