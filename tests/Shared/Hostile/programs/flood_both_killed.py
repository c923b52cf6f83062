# outcome: OutputLimitExceeded
# limits: wallMs=10000 onOutput=kill
# truncated: stderr
import os

while True:
    os.write(2, b"x" * 4096)
