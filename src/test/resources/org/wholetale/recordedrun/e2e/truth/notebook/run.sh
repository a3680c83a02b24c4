set -eu
export PYDEVD_DISABLE_FILE_VALIDATION=1 # or the kernel prints a remark about its debugger
jupyter nbconvert --to notebook --execute analysis.ipynb --output executed.ipynb
