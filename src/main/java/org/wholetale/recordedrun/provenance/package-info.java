/**
 * What a trace means: the tree of processes and what each executed, read and wrote. Pure functions
 * of the events; no input or output of its own beyond the text it makes.
 */
@NullMarked
package org.wholetale.recordedrun.provenance;

import org.jspecify.annotations.NullMarked;
