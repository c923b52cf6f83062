# outcome: Succeeded
# limits: wallMs=5000
# stdout: still here
kill -9 -1 2>/dev/null
echo still here
