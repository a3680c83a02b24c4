/**
 * The runs page: what the operator serves at {@code /runs}, and who may see and cancel which runs
 * there. Reads runs from the API server and what they left from their archives; of a run it changes
 * nothing but {@code spec.cancel}.
 */
@NullMarked
package org.wholetale.recordedrun.runs;

import org.jspecify.annotations.NullMarked;
