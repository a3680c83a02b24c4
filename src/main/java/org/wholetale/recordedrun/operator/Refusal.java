package org.wholetale.recordedrun.operator;

/**
 * Why the API server did not take a pod.
 *
 * @param permanent whether asking again is useless; a quota, for example, is not permanent
 */
record Refusal(String message, boolean permanent) {}
