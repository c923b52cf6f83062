# outcome: TimeLimitExceeded
# pod-outcome: Signalled
# limits: wallMs=2000 processes=32
import os

while True:
    try:
        os.fork()
    except OSError:
        pass
