/**
 * The commands as processes of their own, under a real bpftrace: what a user is promised, looked at
 * from outside. Needs root.
 */
@NullMarked
package org.wholetale.recordedrun.e2e;

import org.jspecify.annotations.NullMarked;
