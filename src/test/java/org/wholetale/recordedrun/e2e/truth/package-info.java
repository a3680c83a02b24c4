/**
 * What a recording shows of real programs, held against what strace sees of the same programs: a
 * witness that shares nothing with the recorder.
 */
@NullMarked
package org.wholetale.recordedrun.e2e.truth;

import org.jspecify.annotations.NullMarked;
