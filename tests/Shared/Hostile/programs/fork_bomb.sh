# outcome: Succeeded Failed
# limits: wallMs=3000 cpuMs=3000
bomb() { bomb | bomb & }
bomb
