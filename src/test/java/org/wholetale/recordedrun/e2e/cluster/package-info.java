/**
 * What a user is promised, in a real cluster into which the chart was installed: {@code tools/e2e}
 * brings one up and says by the environment how to reach it.
 */
@NullMarked
package org.wholetale.recordedrun.e2e.cluster;

import org.jspecify.annotations.NullMarked;
