set -eu
# A wheel is a zip file: it is made here, so that nothing is fetched.
python3 - << 'PYTHON'
import zipfile

FILES = {
    "greeting/__init__.py": "from greeting.words import hello\n",
    "greeting/words.py": "def hello():\n    return 'hello'\n",
    "greeting/data/words.txt": "hello\n",
    "greeting-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: greeting\nVersion: 1.0\n",
    "greeting-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    "greeting-1.0.dist-info/entry_points.txt": "[console_scripts]\ngreet = greeting:hello\n",
}
record = "greeting-1.0.dist-info/RECORD"
with zipfile.ZipFile("greeting-1.0-py3-none-any.whl", "w") as wheel:
    for name, text in FILES.items():
        wheel.writestr(name, text)
    wheel.writestr(record, "".join(f"{name},,\n" for name in [*FILES, record]))
PYTHON
