/**
 * A run's record in the formats that the field's tools read, each a pure function of it: the same
 * record makes the same bytes. What is written comes into a stream; nothing here opens a file, but
 * for the one that SQLite takes.
 */
@NullMarked
package org.wholetale.recordedrun.format;

import org.jspecify.annotations.NullMarked;
