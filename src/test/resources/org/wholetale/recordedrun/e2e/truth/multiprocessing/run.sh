set -eu
python3 squares.py
