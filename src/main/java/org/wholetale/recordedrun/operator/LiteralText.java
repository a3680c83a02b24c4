package org.wholetale.recordedrun.operator;

/**
 * Text that Kubernetes is not to touch. In the values of environment variables, in commands and in
 * arguments it replaces {@code $(NAME)} by another variable's value, and {@code $$} by {@code $}.
 *
 * @see "k8s.io/kubernetes/third_party/forked/golang/expansion"
 */
final class LiteralText {

  private LiteralText() {}

  /** The text, written so that the container gets it as it is. */
  static String of(String text) {
    return text.replace("$", "$$");
  }
}
