/**
 * A node that runs the containers of a pod as processes of this machine: each in its own cgroup and
 * mount namespace, in the order and with the endings of a kubelet. It knows pods, not recorded
 * runs.
 */
@NullMarked
package org.wholetale.recordedrun.local.node;

import org.jspecify.annotations.NullMarked;
