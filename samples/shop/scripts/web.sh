#!/bin/sh
# As process 1 of a container a shell ignores signals it has no trap for.
trap 'kill $!; exit 0' TERM INT
echo "Shop is open on port 80"
httpd -f -v -p 80 -h /www &
wait $!
