package org.wholetale.recordedrun.report;

/**
 * How much of a run the page shows at most: a browser has to hold all of it. What is left out is
 * said on the page, in figures.
 *
 * @param processes how many, those that began first
 * @param files how many, those of the tale's own folders first
 * @param uses how many uses of files by executions, in the order of the files
 * @param channels how many pipes and sockets
 * @param network how many uses of the network
 */
record ReportLimits(int processes, int files, int uses, int channels, int network) {

  static final ReportLimits DEFAULT = new ReportLimits(20_000, 50_000, 400_000, 10_000, 5_000);
}
