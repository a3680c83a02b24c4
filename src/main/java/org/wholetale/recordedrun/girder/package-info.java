/**
 * Girder, the server that Whole Tale's own records of runs are in, as far as a recorded run has to
 * do with it: it is told how a run stands. No Kubernetes.
 */
@NullMarked
package org.wholetale.recordedrun.girder;

import org.jspecify.annotations.NullMarked;
