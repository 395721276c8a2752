#!/bin/sh
echo "Content-Type: text/plain; charset=utf-8"
echo
cat /www/greeting.txt
cat /orders/latest 2>/dev/null || echo "No orders yet"
