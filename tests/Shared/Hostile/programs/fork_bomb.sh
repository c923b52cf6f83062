# outcome: Succeeded Failed TimeLimitExceeded
# pod-outcome: Signalled Succeeded Failed
# Its main process tries a fork that was refused again, for seconds.
# limits: wallMs=3000 cpuMs=3000
bomb() { bomb | bomb & }
bomb
