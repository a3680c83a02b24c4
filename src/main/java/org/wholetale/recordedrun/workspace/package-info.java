/**
 * What is done to a tale's workspace before the tale starts, without any privilege and with the
 * tale's own rights. Nothing here records, and nothing here trusts what is in the workspace.
 */
@NullMarked
package org.wholetale.recordedrun.workspace;

import org.jspecify.annotations.NullMarked;
