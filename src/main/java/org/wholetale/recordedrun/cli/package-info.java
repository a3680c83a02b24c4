/**
 * The commands, and nothing but wiring: every command parses its arguments, builds the objects and
 * hands over.
 */
@NullMarked
package org.wholetale.recordedrun.cli;

import org.jspecify.annotations.NullMarked;
