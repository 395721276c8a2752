#!/bin/sh
trap 'echo "Worker goes home"; exit 0' TERM INT
number=0
while true; do
    number=$((number + 1))
    echo "order $number at $(date -u +%H:%M:%S)" > /orders/latest
    echo "Took order $number"
    sleep "${INTERVAL:-5}" &
    wait $!
done
