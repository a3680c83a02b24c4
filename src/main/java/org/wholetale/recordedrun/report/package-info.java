/**
 * A run's record as one page for people, which needs neither a server nor the network. What it
 * shows is a pure function of the record; nothing here opens a file.
 */
@NullMarked
package org.wholetale.recordedrun.report;

import org.jspecify.annotations.NullMarked;
