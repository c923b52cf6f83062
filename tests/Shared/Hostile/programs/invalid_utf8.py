# outcome: Succeeded
# limits: wallMs=5000
# stdout-base64: gP/+AMMo7aCA4oI=
import os

os.write(1, b"\x80\xff\xfe\x00\xc3\x28\xed\xa0\x80\xe2\x82")
