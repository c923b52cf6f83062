# outcome: CpuLimitExceeded
# limits: wallMs=10000 cpuMs=300
import sys

while True:
    sys.stdin.read(1)
