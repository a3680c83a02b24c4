/** Girder's side of what it is told, and a stand-in for it. */
@NullMarked
package org.wholetale.recordedrun.girder;

import org.jspecify.annotations.NullMarked;
