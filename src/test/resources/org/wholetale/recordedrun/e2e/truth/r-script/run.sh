set -eu
Rscript analysis.R
