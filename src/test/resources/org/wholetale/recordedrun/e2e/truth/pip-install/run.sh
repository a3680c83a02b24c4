set -eu
python3 -m pip install --quiet --no-index --no-cache-dir --disable-pip-version-check --root-user-action=ignore --target installed greeting-1.0-py3-none-any.whl
PYTHONPATH=installed python3 -c 'import greeting; print(greeting.hello())'
